"""Agents' screens in the load process: real websockets, and how long a ring takes to reach one.

A job: {port, agents: [[user_id, cookie, csrf]], rounds: [[[ring, press, hang_up, caller], …], …],
pause_seconds}. Each round alternates a bare emit and a staged call, so that both meet the same
machine; every call is hung up after its pop, and rings the agent who has been idle longest.
"""

import asyncio
import json
import time
from typing import Any

from simple_websocket import AioClient

from bench.http import Ask, Connection

GIVE_UP_SECONDS = 20
HEARTBEAT_SECONDS = 15
JSON = "application/json"


class Screen:
    """One agent's console: signed in, connected, available."""

    def __init__(self, port: int, user_id: str, cookie: str, csrf: str) -> None:
        self.user_id = user_id
        self._port = port
        self._headers = {"Cookie": f"cc_session={cookie}", "X-CSRF-Token": csrf, "Content-Type": JSON}
        self._socket: Any = None
        self._tasks: list[asyncio.Task[None]] = []

    async def sit_down(self, connection: Connection, arrivals: "Arrivals") -> None:
        ticket = (await self._post(connection, "/socket-tickets", {}))["ticket"]
        url = f"ws://127.0.0.1:{self._port}/socket.io/?EIO=4&transport=websocket"
        self._socket = await AioClient.connect(url, headers={"Cookie": self._headers["Cookie"]})
        # Not waiting for Engine.IO's "open": when it came with the handshake, this client only
        # hands it out with the next data.
        await self._socket.send("40" + json.dumps({"ticket": ticket}))
        await self._socket.receive()
        answer = await self._socket.receive()
        if not answer.startswith("40"):
            raise RuntimeError(f"the socket was refused: {answer}")
        self._tasks = [asyncio.create_task(self._read(arrivals)), asyncio.create_task(self._heartbeat())]
        await self._post(connection, "/agents/me/status", {"status": "available", "when": "now"})

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._socket.close()

    async def _post(self, connection: Connection, path: str, body: dict[str, Any]) -> Any:
        ask = Ask("POST", f"/api/v1{path}", self._headers, json.dumps(body))
        answer = await connection.ask(ask.raw(f"127.0.0.1:{self._port}"))
        if answer.status >= 300:
            raise RuntimeError(f"{path} answered {answer.status}: {answer.body[:300]!r}")
        return json.loads(answer.body)

    async def _read(self, arrivals: "Arrivals") -> None:
        while True:
            message = await self._socket.receive()
            if message == "2":
                await self._socket.send("3")
            elif message.startswith("42"):
                arrivals.note(self.user_id, time.perf_counter(), message)

    async def _heartbeat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            await self._socket.send('42["heartbeat",{}]')


class Arrivals:
    """What is waited for, and when it came: `bench` by user, `screen_pop` by the caller's number."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], asyncio.Future[float]] = {}

    def expect(self, name: str, key: str) -> asyncio.Future[float]:
        return self._waiting.setdefault((name, key), asyncio.get_running_loop().create_future())

    def note(self, user_id: str, moment: float, message: str) -> None:
        if not message.startswith(('42["bench"', '42["screen_pop"')):
            return
        name, body = json.loads(message[2:])
        key = user_id if name == "bench" else body["data"]["identity"]["number"]
        waiting = self._waiting.pop((name, key), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(moment)


async def run_screens(job: dict[str, Any]) -> dict[str, Any]:
    """Latencies in seconds, by round: {"bare": [[…]], "pops": [[…]]}."""
    port = job["port"]
    connection, arrivals = Connection(port), Arrivals()
    screens = [Screen(port, *agent) for agent in job["agents"]]
    for screen in screens:
        await screen.sit_down(connection, arrivals)
    bare: list[list[float]] = []
    pops: list[list[float]] = []
    for calls in job["rounds"]:
        bare.append([])
        pops.append([])
        for number, (ring, press, hang_up, caller) in enumerate(calls):
            user_id = screens[number * 37 % len(screens)].user_id
            emit = Ask("GET", f"/bench/emit?room=user:{user_id}")
            bare[-1].append(await _time(connection, port, emit, arrivals.expect("bench", user_id)))
            await asyncio.sleep(job["pause_seconds"])
            await _send(connection, port, Ask(*ring))
            await asyncio.sleep(job["pause_seconds"])
            pops[-1].append(await _time(connection, port, Ask(*press), arrivals.expect("screen_pop", caller)))
            await _send(connection, port, Ask(*hang_up))
            await asyncio.sleep(job["pause_seconds"])
    await asyncio.gather(*(screen.leave() for screen in screens), return_exceptions=True)
    connection.close()
    return {"bare": bare, "pops": pops}


async def _time(connection: Connection, port: int, ask: Ask, arrival: asyncio.Future[float]) -> float:
    """From sending the request until its message stands in a screen's socket."""
    began = time.perf_counter()
    await _send(connection, port, ask)
    return await asyncio.wait_for(arrival, GIVE_UP_SECONDS) - began


async def _send(connection: Connection, port: int, ask: Ask) -> None:
    answer = await connection.ask(ask.raw(f"127.0.0.1:{port}"))
    if answer.status >= 300:
        raise RuntimeError(f"{ask.path} answered {answer.status}")
