"""A carrier's media host that misbehaves on request, and the audio it serves."""

import io
import threading
import time
import wave
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePath
from typing import Any

import numpy as np

Answer = Callable[[BaseHTTPRequestHandler], None]
RATE_HZ = 8000


def tone(seconds: float = 2.0, *, channels: int = 2, loudness: float = 0.5) -> bytes:
    """A WAV with a tone on the left (and half as loud on the right)."""
    moments = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    left = np.sin(2 * np.pi * 440 * moments) * loudness * 32767
    samples = np.stack([left, left / 2][:channels], axis=1).astype("<i2")
    return wav(samples.tobytes(), channels=channels)


def wav(frames: bytes, *, channels: int = 2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(frames)
    return out.getvalue()


def sends(content: bytes, *, status: int = 200, content_type: str = "audio/x-wav") -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def fails(status: int) -> Answer:
    return sends(b"<Error>no</Error>", status=status, content_type="application/xml")


def html() -> Answer:
    return sends(b"<!doctype html><title>Maintenance</title>" * 50, content_type="text/html")


def cut_off(content: bytes, after: int) -> Answer:
    """Announces all of it, sends a part, and hangs up."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content[:after])

    return answer


def ends_early(content: bytes, after: int) -> Answer:
    """Announces nothing, sends a part, and hangs up: HTTP alone cannot tell."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(content[:after])

    return answer


def drips(content: bytes, *, pieces: int, pause_seconds: float) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        step = -(-len(content) // pieces)
        for start in range(0, len(content), step):
            request.wfile.write(content[start : start + step])
            request.wfile.flush()
            time.sleep(pause_seconds)

    return answer


def redirects(location: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


class MediaServer:
    """Serves `answers[recording id]` in turn, the last one for ever; counts the requests."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = defaultdict(list)
        self.requests: dict[str, int] = defaultdict(int)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the name http.server calls
                recording = PurePath(self.path.partition("?")[0]).stem
                answers = owner.answers[recording] or [fails(404)]
                turn = min(owner.requests[recording], len(answers) - 1)
                owner.requests[recording] += 1
                with suppress(BrokenPipeError, ConnectionResetError):  # the client may have seen enough
                    answers[turn](self)
                self.close_connection = True

            def log_message(self, *_parts: Any) -> None:
                pass

        return Handler
