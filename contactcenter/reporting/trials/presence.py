"""When everybody was there in a past period, from the ledger of statuses and from the roster.

Not responding is what a policy made of somebody who let it ring: the model makes its own, so that it counts as
being there here. Of people without a ledger (calls from before it was kept) the first and the last call of each
day tell, from hour to hour.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import PresenceChange
from contactcenter.agents.statuses.builtin import NOT_RESPONDING
from contactcenter.agents.statuses.models import AgentStatus
from contactcenter.agents.worktime import company_zone
from contactcenter.agents.worktime.clock_face import days_from
from contactcenter.agents.worktime.plans import load_plans
from contactcenter.calls.models import Call
from contactcenter.reporting.trials.measures import union
from contactcenter.reporting.trials.scene import Arrival, Span

HOUR = 3600.0


@dataclass(frozen=True)
class There:
    ready: tuple[Span, ...]
    elsewhere: tuple[Span, ...] = ()
    pauses: tuple[float, ...] = ()
    is_guessed: bool = False


def read(
    session: Session, user_ids: Sequence[str], start: datetime, end: datetime, came: Iterable[Arrival]
) -> dict[str, There]:
    """By agent, in seconds from the start; everything is cut to the period."""
    changes = _changes(session, user_ids, start, end)
    off = _off_duty(session, user_ids, start, end)
    elsewhere = _elsewhere(session, user_ids, start, end)
    worked: dict[str, list[Span]] = defaultdict(list)
    for one in came:
        if one.agent_id and one.handling:
            since = one.at + one.waited
            worked[one.agent_id].append((since, since + one.handling.serve_seconds))
    seconds = (end - start).total_seconds()
    ready_codes = {NOT_RESPONDING, *session.scalars(sa.select(AgentStatus.code).where(AgentStatus.is_ready.is_(True)))}
    told = {}
    for i in user_ids:
        rows = changes.get(i, [])
        if rows:
            spans, pauses = _from_ledger(rows, ready_codes, start, seconds)
            spans = _without(spans, off[i])  # the engine offered them nothing then
        else:
            spans, pauses = _from_work(worked[i], start, seconds), ()
        told[i] = There(tuple(spans), tuple(union(elsewhere[i])), pauses, is_guessed=bool(not rows and worked[i]))
    return told


def _changes(session: Session, user_ids: Sequence[str], start: datetime, end: datetime) -> dict[str, list[Any]]:
    """Each one's changes in the period, after the last one before it."""
    columns = (PresenceChange.user_id, PresenceChange.at, PresenceChange.status, PresenceChange.is_reachable)
    before = (
        sa.select(sa.func.max(PresenceChange.at))
        .where(PresenceChange.user_id == sa.bindparam("user_id"), PresenceChange.at <= start)
        .scalar_subquery()
    )
    found: dict[str, list[Any]] = {}
    for user_id in user_ids:
        rows = session.execute(
            sa.select(*columns)
            .where(PresenceChange.user_id == user_id, PresenceChange.at < end)
            .where(PresenceChange.at >= sa.func.coalesce(before, start))
            .order_by(PresenceChange.at, PresenceChange.version),
            {"user_id": user_id},
        ).all()
        if rows:
            found[user_id] = list(rows)
    return found


def _from_ledger(
    rows: list[Any], ready_codes: set[str], start: datetime, seconds: float
) -> tuple[list[Span], tuple[float, ...]]:
    spans, pauses = [], []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        since = max(0.0, (row.at - start).total_seconds())
        until = seconds if following is None else min(seconds, (following.at - start).total_seconds())
        if row.is_reachable and row.status in ready_codes and until > since:
            spans.append((since, until))
        if row.status == NOT_RESPONDING and following is not None and following.status != NOT_RESPONDING:
            pauses.append(max(1.0, until - since))
    return union(spans), tuple(pauses)


def _from_work(worked: list[Span], start: datetime, seconds: float) -> list[Span]:
    """From the hour of the first call of a day to the hour after its last."""
    zone = company_zone()
    days: dict[Any, list[Span]] = defaultdict(list)
    for span in worked:
        days[(start + timedelta(seconds=span[0])).astimezone(zone).date()].append(span)
    found = []
    for spans in days.values():
        since, until = min(a for a, _ in spans), max(b for _, b in spans)
        found.append((max(0.0, since // HOUR * HOUR), min(seconds, -(-until // HOUR) * HOUR)))
    return union(found)


def _off_duty(session: Session, user_ids: Sequence[str], start: datetime, end: datetime) -> dict[str, list[Span]]:
    """When the roster kept them out, by the plans of each day."""
    zone = company_zone()
    off: dict[str, list[Span]] = defaultdict(list)
    for day in days_from(start.astimezone(zone).date(), end.astimezone(zone).date()):
        opens = datetime(day.year, day.month, day.day, tzinfo=zone)
        closes = opens + timedelta(days=1)
        whole = ((opens - start).total_seconds(), (closes - start).total_seconds())
        for user_id, plan in load_plans(session, user_ids, day).items():
            if plan.is_rostered:
                on = [((s.start - start).total_seconds(), (s.end - start).total_seconds()) for s in plan.shifts]
                off[user_id] += _without([whole], on)
            off[user_id] += [((s.start - start).total_seconds(), (s.end - start).total_seconds()) for s in plan.leaves]
    return off


def _elsewhere(session: Session, user_ids: Sequence[str], start: datetime, end: datetime) -> dict[str, list[Span]]:
    """Calls that they placed themselves."""
    until = sa.func.coalesce(Call.wrap_up_ended_at, Call.ended_at)
    rows = session.execute(
        sa.select(Call.agent_id, Call.started_at, until.label("until"))
        .where(Call.direction == "outbound", Call.agent_id.in_(user_ids), Call.placed_via.is_distinct_from("log"))
        .where(Call.started_at < end, Call.started_at >= start - timedelta(hours=4), until > start)
    )
    found: dict[str, list[Span]] = defaultdict(list)
    seconds = (end - start).total_seconds()
    for agent_id, since, over in rows:
        span = (max(0.0, (since - start).total_seconds()), min(seconds, (over - start).total_seconds()))
        found[agent_id or ""].append(span)
    return found


def _without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The spans' time outside of what is taken."""
    left = union(spans)
    for start, end in union(taken):
        left = [part for span in left for part in ((span[0], min(span[1], start)), (max(span[0], end), span[1]))]
        left = [part for part in left if part[1] > part[0]]
    return left
