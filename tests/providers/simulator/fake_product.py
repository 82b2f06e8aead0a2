"""A tiny server in the product's place: answers each hook with a fixed document and keeps what it was sent."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

BASE = "/webhooks/simulator/voice"

MENU = f"""<Response><Say>Xin chào, cuộc gọi được ghi âm</Say>
<Gather numDigits="1" timeout="5" actionOnEmptyResult="true" action="{BASE}/ivr?attempt=1">
<Say>Bấm phím 1</Say></Gather>
</Response>"""
QUEUE = f'<Response><Enqueue waitUrl="{BASE}/queue/wait" action="{BASE}/queue/done">Sales</Enqueue></Response>'
MUSIC = "<Response><Play>/static/sounds/hold-music.mp3</Play></Response>"
CONNECT = f"""<Response><Start><Transcription name="call-transcript" track="both_tracks" languageCode="vi-VN"
 statusCallbackUrl="{BASE}/transcription" partialResults="true" inboundTrackLabel="customer"
 outboundTrackLabel="agent"/></Start>
<Dial action="{BASE}/dial-action?offer=off_1" answerOnBridge="true" timeout="20"
 record="record-from-answer-dual"
 recordingStatusCallback="{BASE}/recording#rc=3" recordingStatusCallbackEvent="in-progress completed absent">
<Client url="{BASE}/whisper" statusCallback="{BASE}/status/leg#rc=3"
 statusCallbackEvent="initiated ringing answered completed"><Identity>agent_lan</Identity>
<Parameter name="offer_id" value="off_1"/></Client></Dial></Response>"""
RATING = f"""<Response><Gather numDigits="1" action="{BASE}/csat?leg=x"><Say>Bấm 1 đến 5</Say></Gather>
<Hangup/></Response>"""
VOICEMAIL = f"""<Response><Say>Vui lòng để lại lời nhắn</Say><Record maxLength="120" finishOnKey="#"
 action="{BASE}/voicemail" recordingStatusCallback="{BASE}/recording"
 transcribeCallback="{BASE}/voicemail-text"/><Hangup/></Response>"""
LEAVE = "<Response><Leave/></Response>"
HANG_UP = "<Response><Say>Xin cảm ơn</Say><Hangup/></Response>"
EMPTY = "<Response/>"


@dataclass(frozen=True)
class Received:
    hook: str
    url: str
    pairs: list[tuple[str, str]]
    headers: dict[str, str]
    at: float

    @property
    def form(self) -> dict[str, str]:
        return dict(self.pairs)


@dataclass
class FakeProduct:
    """`replies` maps a hook to a document, a status, or a function of the delivery giving either."""

    replies: dict[str, str | int | Callable[[Received], str | int]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self._lock = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, delivery: Received) -> str | int:
        with self._lock:
            self.received.append(delivery)
            self._lock.notify_all()
        reply = self.replies.get(delivery.hook, 204)
        return reply(delivery) if callable(reply) else reply

    def wait_for(self, hook: str, count: int = 1, seconds: float = 10.0, **facts: str) -> Received:
        """The count-th delivery to that hook with these form values."""
        deadline = time.monotonic() + seconds
        with self._lock:
            while len(found := self._matching(hook, facts)) < count:
                left = deadline - time.monotonic()
                if left <= 0 or not self._lock.wait(left):
                    raise AssertionError(f"no {hook} {facts}; got {[r.hook for r in self.received]}")
            return found[count - 1]

    def forms(self, hook: str) -> list[dict[str, str]]:
        return [delivery.form for delivery in self.received if delivery.hook == hook]

    def _matching(self, hook: str, facts: dict[str, str]) -> list[Received]:
        return [r for r in self.received if r.hook == hook and facts.items() <= r.form.items()]


def _handler(product: FakeProduct) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            url = product.url + self.path
            hook = urlsplit(url).path.removeprefix(f"{BASE}/")
            pairs = parse_qsl(body, keep_blank_values=True)
            reply = product.answer(Received(hook, url, pairs, dict(self.headers), time.time()))
            status, text = (reply, "") if isinstance(reply, int) else (200, reply)
            self.send_response(status)
            if status == 503:
                self.send_header("Retry-After", "0")
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
