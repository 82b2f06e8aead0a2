"""When an item stops waiting where it is: the queue's rules, as pure questions.

Asked by the overflow and by the waiting music for real callers, and by trials of other policies for past ones.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from contactcenter.routing.strategies import is_worth_waiting

HOPELESS_WAIT = timedelta(seconds=20)
"""How long a caller is kept when nobody who is signed in can take the call."""


class Rules(Protocol):
    """What a queue says of leaving it; its row will do."""

    @property
    def max_wait_seconds(self) -> int: ...
    @property
    def overflow_queue_id(self) -> str | None: ...
    @property
    def overflow_after_seconds(self) -> int | None: ...


def overflows_at(rules: Rules, entered_at: datetime) -> datetime | None:
    """When an item goes on to the next queue; None where it never does."""
    if rules.overflow_queue_id is None or rules.overflow_after_seconds is None:
        return None
    return entered_at + timedelta(seconds=rules.overflow_after_seconds)


def gives_up_at(rules: Rules, entered_at: datetime) -> datetime:
    """When a caller has waited long enough to be sent to a voicemail or wherever the flow says."""
    return entered_at + timedelta(seconds=rules.max_wait_seconds)


def has_prospect(failed: Iterable[Sequence[str]], rules: Rules, *, has_overflowed: bool) -> bool:
    """Whether anybody may still take it. `failed`: the filters that each of the team fails, steps taken."""
    if any(is_worth_waiting(reasons) for reasons in failed):
        return True
    return bool(rules.overflow_queue_id and rules.overflow_after_seconds is not None and not has_overflowed)
