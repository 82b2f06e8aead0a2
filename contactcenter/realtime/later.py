"""Work that is done a moment later, once for however often it was asked for meanwhile.

What is waiting dies with the process: only for what the next change, or a fetch, shows as well.
"""

import threading
import time
from collections.abc import Callable

import structlog

from contactcenter.core.settings import current

_log = structlog.get_logger(__name__)

Work = Callable[[], None]


class Later:
    """One thread a process, from the first work on; tests do everything at once."""

    def __init__(self, pause_seconds: float) -> None:
        self._pause_seconds = pause_seconds
        self._waiting: dict[object, Work] = {}
        self._lock = threading.Lock()
        self._is_any = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, key: object, work: Work) -> None:
        """Have `work` done soon, in place of what waits under the same key."""
        if current().is_testing:
            work()
            return
        with self._lock:
            self._waiting[key] = work
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="later", daemon=True)
                self._thread.start()
        self._is_any.set()

    def do_waiting(self) -> None:
        """Do what waits now, each by itself."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for work in waiting.values():
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the socket edge's own loop: the next change tells it again
                _log.error("onlookers were not told", error=type(error).__name__)

    def _run(self) -> None:
        while True:
            self._is_any.wait()
            time.sleep(self._pause_seconds)
            self._is_any.clear()
            self.do_waiting()
