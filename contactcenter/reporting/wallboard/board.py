"""Every queue as it stands now and stood today; each figure by its one definition in reporting.figures."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence, User
from contactcenter.agents.worktime import is_working
from contactcenter.calls.hands import queries as hands
from contactcenter.core.clock import now
from contactcenter.core.errors import NotFound
from contactcenter.crm.tasks.models import Task
from contactcenter.reporting import figures
from contactcenter.reporting.agents import FLOOR_STATES, floor_state
from contactcenter.routing import queries, queues
from contactcenter.routing.alarms import limits_of, state_of
from contactcenter.routing.callbacks.service import KIND as CALLBACK
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.missed.models import MissedCaller
from contactcenter.routing.models import Queue, QueueMember

SLOT_MINUTES = 30
_MISSED_OPEN = (MissedCaller.state == "open", MissedCaller.snoozed_until.is_(None))
_CALLBACK_OPEN = (Task.kind == CALLBACK, Task.state == "open")


def build(session: Session, timezone: str, queue_ids: Sequence[str] = ()) -> dict[str, Any]:
    """Of the shape of `WallboardSchema`: these queues in this order, or all. Raises NotFound."""
    chosen = _chosen(session, queue_ids)
    return {
        "as_of": now(),
        "timezone": timezone,
        "slot_minutes": SLOT_MINUTES,
        "queues": _queues(session, timezone, chosen),
        "leads": _leads(session),
        "hands": hands.present(session, hands.list_up(session)),
    }


def _chosen(session: Session, queue_ids: Sequence[str]) -> list[Queue]:
    known = {queue.id: queue for queue in queues.list_by_name(session)}
    if missing := [queue_id for queue_id in queue_ids if queue_id not in known]:
        raise NotFound("queue_not_found", "There is no such queue.", queue_id=missing[0])
    return [known[queue_id] for queue_id in dict.fromkeys(queue_ids)] or list(known.values())


def _queues(session: Session, timezone: str, chosen: list[Queue]) -> list[dict[str, Any]]:
    start, end = figures.day_bounds(timezone)
    rows: dict[str | None, list[figures.Row]] = defaultdict(list)
    for row in figures.offered_calls(session, start, end):
        rows[row.queue_id].append(row)
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in queries.list_waiting(session):
        waiting[item["queue_id"]].append(item)
    lines = {queue.id: queues.figures(session, queue.id) for queue in chosen}
    people = _people(session)
    missed = _count(session, MissedCaller.queue_id, *_MISSED_OPEN)
    callbacks = _count(session, Task.queue_id, *_CALLBACK_OPEN)
    return [
        {
            **_settings(session, queue),
            "figures": _measured(queue, lines[queue.id], rows[queue.id], missed[queue.id]),
            "callbacks_open": callbacks[queue.id],
            "oldest_at": lines[queue.id].oldest_at,
            "waiting": waiting[queue.id],
            "agents": _states(people[queue.id]),
            "members": people[queue.id],
            "slots": figures.by_slot(rows[queue.id], timezone, minutes=SLOT_MINUTES),
        }
        for queue in chosen
    ]


def _settings(session: Session, queue: Queue) -> dict[str, Any]:
    names = ("id", "name", "target_seconds", "target_percent", "level_formula", "closed_at", "closure_message")
    limits = limits_of(queue.alerts, queue.target_percent)
    return {
        **{name: getattr(queue, name) for name in names},
        "is_open": queues.is_open(session, queue),
        "limits": limits,
    }


def _measured(queue: Queue, line: queues.Figures, rows: list[figures.Row], missed: int) -> dict[str, dict[str, Any]]:
    """Code → figure."""
    limits = limits_of(queue.alerts, queue.target_percent)
    formula, target = queue.level_formula, queue.target_percent
    found = [
        *figures.line_figures(line, limits),
        *figures.measure(rows, formula=formula, target=target, alerts=queue.alerts),
        figures.Figure("missed_open", missed, missed, state=state_of("missed", missed, limits)),
    ]
    return {one.code: one.as_shown() for one in found}


def _people(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Members of each queue with what they do, by name."""
    found_rows = session.execute(
        sa.select(QueueMember.queue_id, User.id, User.name, Presence)
        .join(User, User.id == QueueMember.user_id)
        .join(Presence, Presence.user_id == User.id)
        .where(User.is_active.is_(True))
        .order_by(User.name, User.id)
    )
    rows = found_rows.all()
    off = is_working(session, list({row[1] for row in rows}), now())
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for queue_id, user_id, name, presence in rows:
        state = floor_state(presence)
        shown = "away" if state == "free" and off[user_id] else state
        found[queue_id].append({"id": user_id, "name": name, "state": shown})
    return found


def _states(members: list[dict[str, Any]]) -> dict[str, int]:
    return {**dict.fromkeys(FLOOR_STATES, 0), **Counter(one["state"] for one in members)}


def _count(session: Session, column: Any, *wanted: Any) -> Counter[str | None]:
    rows = session.execute(sa.select(column, sa.func.count()).where(*wanted).group_by(column))
    return Counter({row[0]: row[1] for row in rows})


def _leads(session: Session) -> dict[str, int]:
    """Leads that nobody has: to be given out, or free to take."""
    rows = session.execute(
        sa.select(Lead.routing, sa.func.count())
        .where(Lead.state == "open", Lead.owner_id.is_(None))
        .group_by(Lead.routing)
    )
    return {"waiting": 0, "floating": 0, **{row[0]: row[1] for row in rows}}
