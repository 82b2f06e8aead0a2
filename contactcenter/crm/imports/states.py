"""The states of an import, and which step leads where."""

from enum import StrEnum

from contactcenter.core.errors import Conflict


class ImportState(StrEnum):
    MAPPING = "mapping"  # uploaded; the columns are being chosen
    CHECKING = "checking"  # the whole file is being looked at; nothing is written
    CHECKED = "checked"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELED = "canceled"  # stopped by a person; what was written stands until it is undone
    FAILED = "failed"  # stopped by an error; can go on from where it stopped
    UNDOING = "undoing"
    UNDONE = "undone"


S = ImportState

STEPS: dict[str, tuple[frozenset[ImportState], ImportState]] = {
    "map": (frozenset({S.MAPPING, S.CHECKING, S.CHECKED}), S.MAPPING),
    "check": (frozenset({S.MAPPING, S.CHECKED}), S.CHECKING),
    "finish_check": (frozenset({S.CHECKING}), S.CHECKED),
    "refuse_check": (frozenset({S.CHECKING}), S.MAPPING),
    "start": (frozenset({S.MAPPING, S.CHECKED}), S.RUNNING),
    "pause": (frozenset({S.RUNNING}), S.PAUSED),
    "resume": (frozenset({S.PAUSED, S.FAILED}), S.RUNNING),
    "cancel": (frozenset({S.MAPPING, S.CHECKING, S.CHECKED, S.RUNNING, S.PAUSED, S.FAILED}), S.CANCELED),
    "finish": (frozenset({S.RUNNING}), S.DONE),
    "fail": (frozenset({S.RUNNING}), S.FAILED),
    "undo": (frozenset({S.DONE, S.CANCELED, S.FAILED, S.PAUSED}), S.UNDOING),
    "finish_undo": (frozenset({S.UNDOING}), S.UNDONE),
}
"""Step → the states it may be taken from, and where it leads."""

WORKING = frozenset({S.CHECKING, S.RUNNING, S.UNDOING})
"""A job is at it."""


def advance(state: str, step: str) -> ImportState:
    """The state after `step`. Raises Conflict `not_now` when it cannot be taken from `state`."""
    sources, target = STEPS[step]
    if state not in sources:
        raise Conflict("not_now", "The import is at another step by now.", state=state, step=step)
    return target


def list_steps(state: str) -> list[str]:
    """The steps that a person may take now."""
    offered = ("map", "check", "start", "pause", "resume", "cancel", "undo")
    return [step for step in offered if state in STEPS[step][0]]
