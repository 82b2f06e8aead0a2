"""A lean HTTP/1.1 client for the load process: requests made beforehand, answers barely read.

A client that parses what nobody looks at would eat the cores that the server is measured on.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ask:
    """One request, as it is written into the load process's job."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def raw(self, host: str) -> bytes:
        """The bytes to send."""
        body = self.body.encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if body or self.method != "GET":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Connection:
    """One kept-alive connection, opened when first used and again when the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, raw: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(raw)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        lower = head.lower()
        body = await reader.readexactly(_length(lower)) if status not in (204, 304) else b""
        if b"connection: close" in lower:
            self.close()
        return Answer(status, body)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"content-length:")
    if not found:
        raise ValueError("an answer without a length")
    return int(rest.partition(b"\r\n")[0])


@dataclass
class Tally:
    """What a run measured. Latencies in seconds."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, began: float, status: int) -> None:
        self.latencies.append(time.perf_counter() - began)
        self.statuses[status] += 1

    def as_json(self) -> dict[str, Any]:
        return {
            "count": len(self.latencies),
            "seconds": self.seconds,
            "latencies": self.latencies,
            "statuses": {str(status): count for status, count in self.statuses.items()},
        }


async def run_closed(port: int, raws: list[bytes], connections: int, seconds: float) -> Tally:
    """Each connection asks again as soon as it is answered, until time or requests run out."""
    tally, waiting = Tally(), deque(raws)
    began = time.perf_counter()

    async def work() -> None:
        connection = Connection(port)
        while waiting and time.perf_counter() - began < seconds:
            raw = waiting.popleft()
            asked = time.perf_counter()
            tally.add(asked, (await connection.ask(raw)).status)
        connection.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    tally.seconds = time.perf_counter() - began
    return tally


async def run_open(port: int, raws: list[bytes], per_second: float) -> Tally:
    """Requests leave on the clock whatever the server does; latency counts from the planned moment."""
    tally = Tally()
    idle: list[Connection] = []
    began = time.perf_counter()

    async def work(raw: bytes, planned: float) -> None:
        connection = idle.pop() if idle else Connection(port)
        tally.add(planned, (await connection.ask(raw)).status)
        idle.append(connection)

    async with asyncio.TaskGroup() as tasks:
        for number, raw in enumerate(raws):
            planned = began + number / per_second
            await asyncio.sleep(max(0.0, planned - time.perf_counter()))
            tasks.create_task(work(raw, planned))
    for connection in idle:
        connection.close()
    tally.seconds = time.perf_counter() - began
    return tally
