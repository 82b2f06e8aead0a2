"""The clock of leads, and their distribution. Ticks claim their rows; two clocks do no harm."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from contactcenter.agents.models import Presence
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.events import after
from contactcenter.routing.leads import distribution, sla
from contactcenter.routing.leads.events import LeadCreated
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.setup_models import LeadAgent, LeadPolicy

_log = structlog.get_logger(__name__)

LOOK_AGAIN = timedelta(seconds=15)
"""Waiting leads are tried when anything changed that could help them; and, whatever happened, this often."""

MOST_ROUNDS = 100
"""So that leads somebody has locked just now cannot keep the clock; the next tick finds them."""

_IS_OPEN = Lead.state == "open"
_WAITING = sa.select(sa.func.count(), sa.func.max(Lead.updated_at)).where(Lead.routing == "waiting", _IS_OPEN)
_SIGNS = (
    sa.select(sa.func.count()).where(Lead.routing == "assigned", _IS_OPEN),
    sa.select(sa.func.sum(Presence.version)),
    sa.select(sa.func.count(), sa.func.sum(LeadPolicy.version), sa.func.sum(LeadPolicy.position)),
    sa.select(
        sa.func.count(),
        *(sa.func.sum(getattr(LeadAgent, name)) for name in ("max_open", "max_per_day", "max_per_hour")),
        sa.func.count(sa.case((LeadAgent.receives_leads.is_(True), 1))),
    ),
)
"""How full, how present, by which rules and with which switches: each a few rows or an index."""


@dataclass
class _Seen:
    """What this process knew when it last found nobody for what waits. Lost in a restart, harmlessly."""

    signature: Any = None
    at: datetime | None = None


_seen = _Seen()


@after(LeadCreated)
def give_at_once(event: LeadCreated) -> None:
    """In a transaction of its own: the lead stands, whether or not somebody can have it now. The tick comes after."""
    distribute_these([event.lead_id])


def distribute_these(lead_ids: list[str]) -> int:
    with transaction() as session:
        return distribution.distribute(session, lead_ids)


@jobs.every(1, "distribute_leads")
def distribute_leads() -> None:
    """Leads that wait are tried again, the oldest first, when that could help."""
    moment = now()
    with read() as session:
        signature = _signature(session)
    if signature is None:
        return
    is_known = signature == _seen.signature and _seen.at is not None and moment - _seen.at < LOOK_AGAIN
    if is_known:
        return
    distribute_all()
    with read() as session:
        _seen.signature, _seen.at = _signature(session), moment


def distribute_all() -> int:
    """Try everything that waits, a batch a transaction. How many found an owner."""
    after_: tuple[datetime, str] | None = None
    placed = 0
    while True:
        with read() as session:
            rows = distribution.list_waiting(session, after_)
        if not rows:
            return placed
        placed += distribute_these([row[1] for row in rows])
        after_ = rows[-1][0], rows[-1][1]


@jobs.every(0.5, "watch_lead_deadlines")
def watch_lead_deadlines() -> None:
    """Owners are warned, leads nobody touched are taken back and given to the next, or float."""
    moment = now()
    for _ in range(MOST_ROUNDS):
        with read() as session:
            due = sla.list_due(session, moment)
        if not due:
            return
        with transaction() as session:
            freed = sla.step(session, due, moment)
        if freed:
            distribute_these(freed)
        if len(due) < sla.BATCH:
            return


def _signature(session: Any) -> Any:
    """What decides whether trying again can help; None when nothing waits. Cheap: it is asked each second."""
    count, newest = session.execute(_WAITING).one()
    return (count, newest, *(tuple(session.execute(sign).one()) for sign in _SIGNS)) if count else None
