"""`python -m bench.load`: a job as JSON on standard input, what it measured as JSON on standard output.

A process of its own, so that the load does not share the server's interpreter lock.

Jobs: `closed` {port, connections, seconds, asks, probes?}, `open` {port, per_second, asks, probes?},
`screens` (see bench/screens.py). `asks` are the arguments of `Ask`; a probe is a notification,
the address that shows its effect, and the state to wait for.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bench.http import Ask, Connection, Tally, run_closed, run_open
from bench.screens import run_screens

PROBE_EVERY_SECONDS = 0.05
LOOK_EVERY_SECONDS = 0.05
"""Looking costs the server more than the notification does."""
GIVE_UP_SECONDS = 60

Job = dict[str, Any]


def raws(job: Job) -> list[bytes]:
    return [Ask(*ask).raw(f"127.0.0.1:{job['port']}") for ask in job["asks"]]


async def closed(job: Job) -> Job:
    load = run_closed(job["port"], raws(job), job["connections"], job["seconds"])
    return await _with_probes(job, load)


async def open_loop(job: Job) -> Job:
    return await _with_probes(job, run_open(job["port"], raws(job), job["per_second"]))


async def _with_probes(job: Job, load: Coroutine[Any, Any, Tally]) -> Job:
    """The load, and beside it one effect after the other that is waited for: `visible`, in seconds."""
    is_over = asyncio.Event()
    probing = asyncio.create_task(_probe(job, is_over))
    tally = await load
    is_over.set()
    return {**tally.as_json(), "visible": await probing}


async def _probe(job: Job, is_over: asyncio.Event) -> list[float]:
    """From sending a notification until the API shows its effect; the last one is seen to its end."""
    seen: list[float] = []
    connection = Connection(job["port"])
    host = f"127.0.0.1:{job['port']}"
    for post, look, state in job.get("probes", []):
        if is_over.is_set():
            break
        began = time.perf_counter()
        await connection.ask(Ask(*post).raw(host))
        while not await _shows(connection, Ask(*look).raw(host), state):
            if time.perf_counter() - began > GIVE_UP_SECONDS:
                raise RuntimeError("an effect never became visible")
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        seen.append(time.perf_counter() - began)
        await asyncio.sleep(PROBE_EVERY_SECONDS)
    connection.close()
    return seen


async def _shows(connection: Connection, look: bytes, state: str) -> bool:
    items = json.loads((await connection.ask(look)).body)["items"]
    return bool(items) and items[0]["state"] == state


JOBS: dict[str, Callable[[Job], Coroutine[Any, Any, Job]]] = {
    "closed": closed,
    "open": open_loop,
    "screens": run_screens,
}


def main() -> None:
    job: Job = json.load(sys.stdin)
    gc.disable()  # a collection here would look like a slow server
    json.dump(asyncio.run(JOBS[job["kind"]](job)), sys.stdout)


if __name__ == "__main__":
    main()
