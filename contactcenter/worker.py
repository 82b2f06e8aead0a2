"""The worker process of a scaled install: jobs and the clock, without web or sockets."""

import os
import signal
import socket
import threading

import structlog

from contactcenter.core import jobs
from contactcenter.core.settings import Settings
from contactcenter.webhooks import applier

_log = structlog.get_logger(__name__)


def run(settings: Settings) -> None:
    """Work until told to stop. `WORKER_SLOT` names this slot, so that its successor resumes its jobs."""
    slot = os.environ.get("WORKER_SLOT") or socket.gethostname()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    jobs.start(settings.database_url, executor_id=slot)
    applier.start()  # takes up what a stopped web process has left
    _log.info("worker started", slot=slot)
    stopped.wait()
    applier.stop()
    jobs.stop()
