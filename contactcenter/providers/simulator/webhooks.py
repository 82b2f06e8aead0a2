"""The carrier's side of webhooks: signed posts to the one server it works for.

`ask` expects a document (tried twice inside 15 s, then it is an application error); `notify` is posted from a
queue and, when the server answers 5xx or is away, tried again after its Retry-After. Only the account's own
server is ever called, whatever address a document names.
"""

import heapq
import http.client
import itertools
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlencode, urlsplit

import structlog

from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.simulator.forms import Pairs
from contactcenter.providers.simulator.signing import sign
from contactcenter.providers.simulator.twiml import Document, TwimlError, parse

TOTAL_SECONDS = 15.0
TRIES = 2
NOTIFY_TRIES = 8
WORKERS = 4
MAX_REPLY_BYTES = 256 * 1024

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    retry_after: float | None = None


@dataclass(order=True)
class _Notification:
    due: float
    number: int
    url: str = field(compare=False)
    pairs: Pairs = field(compare=False)
    token: str = field(compare=False)
    tries: int = field(compare=False, default=0)


class Webhooks:
    """Requests of one account to one server. `start` runs the notifier's threads."""

    def __init__(self, account: TwilioSettings, public_url: str) -> None:
        self.account = account
        self.public_url = public_url.rstrip("/")
        self._condition = threading.Condition()
        self._heap: list[_Notification] = []
        self._numbers = itertools.count()
        self._under_way = 0
        self._is_stopped = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        self._threads = [
            threading.Thread(target=self._work, name=f"carrier-notify-{n}", daemon=True) for n in range(WORKERS)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        with self._condition:
            self._is_stopped = True
            self._condition.notify_all()
        for thread in self._threads:
            thread.join(timeout=5)

    def ask(self, url: str, pairs: Pairs) -> Document:
        """Post and read the document. Raises TwimlError with Twilio's code."""
        url = self._own(url)
        token, started = str(uuid.uuid4()), time.monotonic()
        problem = TwimlError(11200, "no answer", url)
        for _ in range(TRIES):
            left = TOTAL_SECONDS - (time.monotonic() - started)
            if left <= 0.1:
                break
            try:
                answer = self._post(url, pairs, token, timeout=left)
            except (OSError, http.client.HTTPException) as error:
                problem = TwimlError(11205, f"no connection: {type(error).__name__}", url)
                continue
            if 200 <= answer.status < 300:
                return parse(answer.body, url)
            problem = TwimlError(11200, f"status {answer.status}", url)
            if answer.status < 500:
                break
        raise problem

    def notify(self, url: str, pairs: Pairs, *, after: float = 0.0) -> None:
        """Queue a callback, to be posted in `after` seconds. An address not ours is dropped."""
        try:
            url = self._own(url)
        except TwimlError:
            _log.warning("a callback to a foreign address was dropped")
            return
        self._push(_Notification(time.monotonic() + after, next(self._numbers), url, pairs, str(uuid.uuid4())))

    def drain(self, seconds: float) -> bool:
        """Wait until every callback has been delivered or given up; False when time is over first."""
        deadline = time.monotonic() + seconds
        with self._condition:
            while self._heap or self._under_way:
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._condition.wait(left)
        return True

    def _own(self, url: str) -> str:
        url = urldefrag(url).url
        if urlsplit(url)[:2] != urlsplit(self.public_url)[:2]:
            raise TwimlError(11100, "the address is not on the account's server", url)
        return url

    def _post(self, url: str, pairs: Pairs, token: str, timeout: float) -> Answer:
        parts = urlsplit(url)
        connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = connect(parts.netloc, timeout=timeout)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": sign(self.account.auth_token, url, pairs),
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", target, urlencode(pairs).encode(), headers)
            response = connection.getresponse()
            body = response.read(MAX_REPLY_BYTES).decode("utf-8", "replace")
            return Answer(response.status, body, _seconds(response.headers.get("Retry-After")))
        finally:
            connection.close()

    def _push(self, notification: _Notification) -> None:
        with self._condition:
            heapq.heappush(self._heap, notification)
            self._condition.notify()

    def _work(self) -> None:
        while (notification := self._take()) is not None:
            again_in = None
            try:
                again_in = self._deliver(notification)
            finally:
                self._finish(notification, again_in)

    def _take(self) -> _Notification | None:
        with self._condition:
            while not self._is_stopped:
                wait = self._heap[0].due - time.monotonic() if self._heap else None
                if wait is not None and wait <= 0:
                    self._under_way += 1
                    return heapq.heappop(self._heap)
                self._condition.wait(wait)
        return None

    def _deliver(self, notification: _Notification) -> float | None:
        """Seconds until the next try, or None when it is over."""
        notification.tries += 1
        backoff = min(30.0, 0.5 * 2.0**notification.tries)
        try:
            answer = self._post(notification.url, notification.pairs, notification.token, timeout=TOTAL_SECONDS)
        except (OSError, http.client.HTTPException) as error:
            status, wait = type(error).__name__, backoff
        else:
            if answer.status < 500:
                return None
            status = str(answer.status)
            wait = backoff if answer.retry_after is None else answer.retry_after
        if notification.tries < NOTIFY_TRIES:
            return wait
        _log.warning("a callback was given up", path=urlsplit(notification.url).path, status=status)
        return None

    def _finish(self, notification: _Notification, again_in: float | None) -> None:
        with self._condition:
            self._under_way -= 1
            if again_in is not None:
                notification.due = time.monotonic() + again_in
                heapq.heappush(self._heap, notification)
            self._condition.notify_all()


def _seconds(retry_after: str | None) -> float | None:
    try:
        return min(60.0, max(0.0, float(retry_after))) if retry_after else None
    except ValueError:
        return None
