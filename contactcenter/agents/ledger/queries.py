"""Where somebody's time went: the presence ledger read as stretches and sums."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import PresenceChange, User
from contactcenter.agents.statuses.builtin import OFFLINE
from contactcenter.agents.worktime import company_zone
from contactcenter.agents.worktime.clock_face import day_of, start_of
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid

LONGEST = timedelta(days=32)


@dataclass(frozen=True)
class Stay:
    """A time in which all three layers stood still. `end` of the last one is now, or the end of what was asked."""

    start: datetime
    end: datetime
    status: str
    activity: str
    is_reachable: bool

    @property
    def seconds(self) -> int:
        return round((self.end - self.start).total_seconds())


def today() -> tuple[datetime, datetime]:
    """The company's today, in UTC."""
    day = day_of(now(), company_zone())
    return start_of(day, company_zone()), start_of(day + timedelta(days=1), company_zone())


def read_ledger(session: Session, user_id: str, start: datetime, end: datetime) -> dict[str, Any]:
    """Changes with actor and cause, the stays they make, and seconds per status and activity.

    Raises Invalid for a time that ends before it starts or is longer than 32 days.
    """
    if not start < end or end - start > LONGEST:
        raise Invalid("invalid", "From an earlier to a later time, at most 32 days.", to=["At most 32 days later."])
    changes = list_changes(session, user_id, start, end)
    stays = list_stays(_state_before(session, user_id, start), changes, start, min(end, max(start, now())))
    names = _names(session, {change.actor_id for change in changes if change.actor_id})
    return {
        "agent_id": user_id,
        "from": start,
        "to": end,
        "changes": [{"change": change, "actor_name": names.get(change.actor_id or "")} for change in changes],
        "stays": stays,
        **sum_up(stays),
    }


def list_changes(session: Session, user_id: str, start: datetime, end: datetime) -> list[PresenceChange]:
    """What changed in [start, end), in order."""
    found = sa.select(PresenceChange).where(
        PresenceChange.user_id == user_id, PresenceChange.at >= start, PresenceChange.at < end
    )
    return list(session.scalars(found.order_by(PresenceChange.at, PresenceChange.version)))


def list_stays(
    before: PresenceChange | None, changes: Sequence[PresenceChange], start: datetime, end: datetime
) -> list[Stay]:
    """Pure: the stretches from start to end; `before` is the last change earlier than start, None was Offline."""
    status, activity, is_reachable = (
        (before.status, before.activity, before.is_reachable) if before else (OFFLINE, "idle", False)
    )
    stays, since = [], start
    for change in changes:
        at = min(max(change.at, start), end)
        if (change.status, change.activity, change.is_reachable) == (status, activity, is_reachable):
            continue
        if at > since:
            stays.append(Stay(since, at, status, activity, is_reachable))
        since, status, activity, is_reachable = at, change.status, change.activity, change.is_reachable
    if end > since:
        stays.append(Stay(since, end, status, activity, is_reachable))
    return stays


def sum_up(stays: Sequence[Stay]) -> dict[str, Any]:
    """Seconds per status, per activity, and of being unreachable while not Offline."""
    by_status: dict[str, int] = defaultdict(int)
    by_activity: dict[str, int] = defaultdict(int)
    unreachable = 0
    for stay in stays:
        by_status[stay.status] += stay.seconds
        if stay.activity != "idle":
            by_activity[stay.activity] += stay.seconds
        if stay.status != OFFLINE and not stay.is_reachable:
            unreachable += stay.seconds
    return {"by_status": dict(by_status), "by_activity": dict(by_activity), "unreachable_seconds": unreachable}


def _state_before(session: Session, user_id: str, moment: datetime) -> PresenceChange | None:
    earlier = sa.select(PresenceChange).where(PresenceChange.user_id == user_id, PresenceChange.at < moment)
    return session.scalars(earlier.order_by(PresenceChange.at.desc(), PresenceChange.version.desc()).limit(1)).first()


def _names(session: Session, user_ids: set[str]) -> dict[str, str]:
    return {row.id: row.name for row in session.execute(sa.select(User.id, User.name).where(User.id.in_(user_ids)))}
