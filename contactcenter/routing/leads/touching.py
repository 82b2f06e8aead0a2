"""The first touch of a lead: its person was reached (routing.contacts says what counts)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.contact import is_contact
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.routing.leads import owning
from contactcenter.routing.leads.models import Lead


def touched_by_call(session: Session, call: Call) -> None:
    """A conversation is over: the open leads of who it was with are touched, if it was long enough."""
    if call.answered_at is None or not is_contact(call):
        return
    reached(
        session, customer_id=call.customer_id, party=call.party, kind="call", at=call.answered_at,
        until=call.ended_at or now(), by=call.agent_id,
    )  # fmt: skip


def reached(
    session: Session,
    *,
    customer_id: str | None,
    party: str | None,
    kind: str,
    at: datetime,
    by: str | None,
    until: datetime | None = None,
) -> None:
    """We reached somebody by `kind` (call, message), from `at` `until`. Repeating changes nothing.

    A lead that was written down while they spoke was touched when it was.
    """
    whose = [column == value for column, value in ((Lead.customer_id, customer_id), (Lead.party, party)) if value]
    if not whose:
        return
    untouched = (Lead.state == "open", Lead.first_touch_at.is_(None), Lead.created_at <= (until or at), sa.or_(*whose))
    leads = sa.select(Lead).where(*untouched).order_by(Lead.id).with_for_update()
    for lead in session.scalars(leads.execution_options(populate_existing=True)).all():
        owning.touch(session, lead, kind, max(at, lead.created_at), by)
