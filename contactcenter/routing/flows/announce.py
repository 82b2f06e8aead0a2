"""What somebody in line is told: their place, and how long it will take by what the last ones took.

Silent when there is nothing to go by: too few callers of this queue were served lately.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.providers.instructions import Speech
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.routing.prompts import LANGUAGES, prompt

LOOK_BACK = timedelta(hours=2)
FEWEST, MOST = 4, 20
LONGEST_MINUTES = 60
"""Callers served in the last two hours, between whom at least three gaps lie; nobody is told more than an hour."""


def place_in_line(
    session: Session, step: Mapping[str, Any] | None, item: WorkItem, waited_seconds: int, language: str
) -> Speech | None:
    """The words for the waiting music's poll, or None: nothing wanted, not yet due, nothing known."""
    if step is None or not (step.get("says_place") or step.get("says_wait")):
        return None
    since_last = (now() - item.seen_at).total_seconds()
    if not is_due(waited_seconds, since_last, step["every_seconds"]):
        return None
    place = place_of(session, item)
    words = []
    if step["says_place"]:
        words.append(prompt("place_next" if place == 1 else "place", language).format(place=place))
    if step["says_wait"]:
        seconds = expected_seconds(served_at(session, item.queue_id, now()), place)
        if seconds is not None:
            words.append(wait_words(seconds, language))
    return Speech(" ".join(words), LANGUAGES[language]) if words else None


def is_due(waited_seconds: float, since_last_poll: float, every_seconds: int) -> bool:
    """At the first poll, and whenever another interval has passed since the poll before."""
    before = waited_seconds - since_last_poll
    return before <= 1 or waited_seconds // every_seconds > before // every_seconds


def expected_seconds(served: Sequence[datetime], place: int) -> float | None:
    """Median time between being served × place; None when too few were. `served`: in any order."""
    if len(served) < FEWEST:
        return None
    moments = sorted(served)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    return median(gaps) * place


def wait_words(seconds: float, language: str) -> str:
    if seconds < 60:
        return prompt("wait_short", language)
    return prompt("wait", language).format(minutes=min(LONGEST_MINUTES, max(2, math.ceil(seconds / 60))))


def place_of(session: Session, item: WorkItem) -> int:
    """1 for the next one."""
    before = sa.select(sa.func.count()).where(
        WorkItem.queue_id == item.queue_id,
        WorkItem.state.in_(("waiting", "offered")),
        WorkItem.superseded_by.is_(None),
        WorkItem.rank < item.rank,
    )
    return 1 + (session.scalar(before) or 0)


def served_at(session: Session, queue_id: str, moment: datetime) -> list[datetime]:
    """When somebody took the last callers of the queue, the newest first."""
    taken = (
        sa.select(Offer.closed_at)
        .join(WorkItem, WorkItem.id == Offer.work_item_id)
        .where(WorkItem.queue_id == queue_id, WorkItem.kind.in_(("call", "callback")))
        .where(Offer.state == "accepted", Offer.closed_at > moment - LOOK_BACK)
        .order_by(Offer.closed_at.desc())
        .limit(MOST)
    )
    return [closed for closed in session.scalars(taken) if closed is not None]
