"""Whose call was it? Chosen by an agent, or saved as somebody new; never the first match."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call
from contactcenter.core.errors import Invalid
from contactcenter.crm import matching
from contactcenter.crm import service as crm
from contactcenter.crm.models import Customer
from contactcenter.crm.stats import service as stats
from contactcenter.crm.tasks import follow_up
from contactcenter.crm.timeline import service as timeline


def was_taken_by(call: Call, user_id: str | None) -> bool:
    """Whether a caller reached that person: the carrier told of the call, and they accepted it."""
    is_callers = call.direction == "inbound" and call.placed_via is None
    return is_callers and user_id is not None and user_id in (call.handler_id, call.agent_id)


def choose_customer(
    session: Session, call: Call, customer_id: str | None, *, actor_id: str | None, is_remembered: bool = True
) -> None:
    """Say who called (None: none of those who match). Remembered for the number, unless that is told."""
    if customer_id is not None:
        customer_id = crm.get_customer(session, customer_id).id  # an old id means whom they were merged into
    if call.party and is_remembered:
        matching.remember_choice(session, call.party, customer_id, actor_id)
    stats.touch_contacts(session, *filter(None, (call.customer_id, customer_id)))
    call.customer_id = customer_id
    follow_up.attribute(session, call.id, customer_id)
    call.version += 1
    announce(session, call)


def save_new_customer(
    session: Session, call: Call, display_name: str, *, actor_id: str | None, is_remembered: bool = True
) -> Customer:
    """Make the unknown caller a customer with their number, and give them what that number did.

    Raises Invalid for a withheld number: nobody could be found by it again.
    """
    if call.is_anonymous or not call.party:
        raise Invalid("anonymous_caller", "The number was withheld, so nobody can be saved for it.")
    if not display_name.strip():
        raise Invalid("name_required", "The customer needs a name.")
    if call.customer_id is not None and not call.party.startswith("+"):
        return crm.get_customer(session, call.customer_id)  # no number would find the first one: never save two
    match = matching.find_match(session, "phone", call.party)
    if match.customer_id is not None:  # another agent saved them a moment ago
        choose_customer(session, call, match.customer_id, actor_id=actor_id, is_remembered=is_remembered)
        return crm.get_customer(session, match.customer_id)
    customer = crm.create_customer(
        session,
        display_name=display_name,
        phones=[call.party] if call.party.startswith("+") else [],
        source="call",
        allow_duplicate=True,
    )
    stats.touch_contacts(session, *filter(None, (call.customer_id, customer.id)))
    call.customer_id = customer.id
    follow_up.attribute(session, call.id, customer.id)
    call.version += 1
    if match.candidate_ids and is_remembered:
        matching.remember_choice(session, call.party, customer.id, actor_id)
    announce(session, call)
    return customer


def adopt_calls(session: Session, party: str, customer_id: str) -> None:
    """Give a newly known person the calls of their number that belong to nobody."""
    if matching.find_match(session, "phone", party).customer_id != customer_id:
        return
    session.execute(
        sa.update(Call).where(Call.party == party, Call.customer_id.is_(None)).values(customer_id=customer_id)
    )
    timeline.attach_party(session, party, customer_id)
    stats.touch_contacts(session, customer_id)
