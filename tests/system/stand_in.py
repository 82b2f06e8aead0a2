"""A stand-in for api.twilio.com that serves recordings badly, as TWILIO_API_URL allows it to be used.

`plan["RE…"]` lists what the next requests for a recording meet; after the last, and without a plan, it is
served as it should be: a short stereo WAV, or ten megabytes of silence for those in `silent`.
"""

import io
import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import soundfile

RATE_HZ = 8000
SILENCE_BYTES = 10 * 1024 * 1024


class StandIn:
    """Listens on a loopback port of its own while it is entered."""

    def __init__(self) -> None:
        self.plan: dict[str, list[str]] = defaultdict(list)
        self.asked: Counter[str] = Counter()
        self.redirects: list[str] = []
        self.silent: set[str] = set()
        stand_in = self

        class Handler(_Handler):
            owner = stand_in

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "StandIn":
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def audio(self, recording_sid: str) -> bytes:
        """What is served for a recording in the end."""
        return silence() if recording_sid in self.silent else tone(recording_sid)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: StandIn

    def do_GET(self) -> None:
        recording_sid = self.path.partition("?")[0].rpartition("/")[2].removesuffix(".wav")
        self.owner.asked[recording_sid] += 1
        waiting = self.owner.plan[recording_sid]
        fault = waiting.pop(0) if waiting else "fine"
        FAULTS[fault](self, recording_sid)

    def do_POST(self) -> None:
        """A live call is moved to another document."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call_sid = self.path.rpartition("/")[2].removesuffix(".json")
        self.owner.redirects.append(call_sid)
        self.answer(200, json.dumps({"sid": call_sid, "status": "in-progress"}).encode(), "application/json")

    def answer(self, status: int, body: bytes, content_type: str, *, announced: int | None = None) -> None:
        self.begin(status, content_type, len(body) if announced is None else announced)
        self.wfile.write(body)

    def begin(self, status: int, content_type: str, size: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(size))
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def _fine(request: _Handler, recording_sid: str) -> None:
    request.answer(200, request.owner.audio(recording_sid), "audio/x-wav")


def _slow(request: _Handler, recording_sid: str) -> None:
    """In ten pieces with pauses between them."""
    body = request.owner.audio(recording_sid)
    request.begin(200, "audio/x-wav", len(body))
    for start in range(0, len(body), len(body) // 10 + 1):
        request.wfile.write(body[start : start + len(body) // 10 + 1])
        request.wfile.flush()
        time.sleep(0.2)


def _cut(request: _Handler, recording_sid: str) -> None:
    body = request.owner.audio(recording_sid)
    request.answer(200, body[: len(body) // 2], "audio/x-wav", announced=len(body))
    request.close_connection = True


def _page(request: _Handler, _recording_sid: str) -> None:
    """A proxy's error page with status 200, in the clothes of audio."""
    request.answer(200, b"<!DOCTYPE html><title>Oops</title>" + b"<p>Try again later.</p>" * 400, "audio/x-wav")


def _status(status: int) -> Callable[[_Handler, str], None]:
    return lambda request, _sid: request.answer(status, b'{"code": 20404}', "application/json")


FAULTS: dict[str, Callable[[_Handler, str], None]] = {
    "fine": _fine,
    "slow": _slow,
    "cut": _cut,
    "page": _page,
    "not_found": _status(404),
    "error": _status(500),
    "forbidden": _status(403),
}


@cache
def tone(name: str) -> bytes:
    """Two seconds of two different notes, another pair for each name: the agent's and the customer's."""
    moments = np.arange(2 * RATE_HZ) / RATE_HZ
    low = 200 + sum(name.encode()) % 400
    samples = np.stack([np.sin(2 * np.pi * hertz * moments) for hertz in (low, low * 1.5)], axis=1)
    return _wav((samples * 12_000).astype(np.int16))


@cache
def silence() -> bytes:
    return _wav(np.zeros((SILENCE_BYTES // 4, 2), dtype=np.int16))


def _wav(samples: np.ndarray[Any, np.dtype[np.int16]]) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, samples, RATE_HZ, format="WAV", subtype="PCM_16")
    return out.getvalue()
