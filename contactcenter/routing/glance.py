"""What is known of whoever calls, at a glance: one statement, since every ring waits for it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.settings import current
from contactcenter.crm.models import Customer
from contactcenter.crm.tasks.models import Task
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.missed.models import MissedCaller

_CUSTOMER = sa.bindparam("customer_id", type_=sa.String)
_PARTY = sa.bindparam("party", type_=sa.String)
_COLUMNS = (
    Customer.id,
    Customer.display_name,
    Customer.segment,
    Customer.status,
    Customer.language,
    Customer.do_not_call,
    Customer.is_blocked,
)


def _glance(whose_lead: sa.ColumnElement[bool]) -> sa.Select[Any]:
    calls = (
        sa.select(sa.func.count())
        .select_from(Call)
        .where(Call.party == _PARTY, Call.started_at >= sa.bindparam("midnight", type_=Call.started_at.type))
    )
    missed = sa.select(sa.func.max(MissedCaller.call_count)).where(MissedCaller.open_key.in_((_CUSTOMER, _PARTY)))
    leads = sa.select(Lead.id).where(Lead.state == "open", whose_lead)
    tasks = sa.select(Task.id).where(Task.customer_id == _CUSTOMER, Task.state == "open")
    one_row = sa.select(sa.literal(1).label("one")).subquery()
    return sa.select(
        *_COLUMNS,
        calls.scalar_subquery().label("calls_today"),
        sa.func.coalesce(missed.scalar_subquery(), 0).label("missed"),
        leads.exists().label("has_leads"),
        tasks.exists().label("has_tasks"),
    ).select_from(one_row.outerjoin(Customer, Customer.id == _CUSTOMER))


_AT_CUSTOMER = _glance(Lead.customer_id == _CUSTOMER)
_AT_NUMBER = _glance(Lead.party == _PARTY)


def glance(session: Session, customer_id: str | None, party: str | None) -> Any:
    """(the customer's columns that a pop shows, None without one; calls_today: of this number; missed: how often they
    have called in vain since somebody reached them; has_leads, has_tasks: whether any are open).
    """
    statement = _AT_CUSTOMER if customer_id else _AT_NUMBER
    values = {"customer_id": customer_id, "party": party, "midnight": _midnight()}
    return session.execute(statement, values).one()


def _midnight() -> datetime:
    return now().astimezone(ZoneInfo(current().timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
