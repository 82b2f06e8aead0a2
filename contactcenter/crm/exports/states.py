"""The states of an export."""

from enum import StrEnum


class ExportState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"  # the file can be fetched
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRED = "expired"  # there was a file; it is deleted


WORKING = frozenset({ExportState.WAITING, ExportState.RUNNING})
