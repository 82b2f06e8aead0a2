"""What is dealt with a moment later, all of it together, once for however often it was asked for meanwhile.

What is waiting dies with the process: only for what the next change, or a fetch, shows as well.
"""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import structlog

from contactcenter.core.settings import current

_log = structlog.get_logger(__name__)

Thing = TypeVar("Thing")


class Later(Generic[Thing]):
    """One thread a process, from the first work on; tests do everything at once."""

    def __init__(self, pause_seconds: float, deal_with: Callable[[list[Thing]], None]) -> None:
        self._pause_seconds = pause_seconds
        self._deal_with = deal_with
        self._waiting: dict[object, Thing] = {}
        self._lock = threading.Lock()
        self._is_any = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, key: object, thing: Thing) -> None:
        """Have it dealt with soon, in place of what waits under the same key."""
        if current().is_testing:
            self._deal_with([thing])
            return
        with self._lock:
            self._waiting[key] = thing
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="later", daemon=True)
                self._thread.start()
        self._is_any.set()

    def do_waiting(self) -> None:
        """Deal with what waits now."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        try:
            self._deal_with(list(waiting.values()))
        except Exception as error:  # noqa: BLE001 - the socket edge's own loop: the next change tells it again
            _log.error("what was put off failed", error=type(error).__name__)

    def _run(self) -> None:
        while True:
            self._is_any.wait()
            time.sleep(self._pause_seconds)
            self._is_any.clear()
            self.do_waiting()
