"""Whose order is it? By our id, else by a number or address that finds exactly one person, else somebody new."""

from sqlalchemy.orm import Session

from contactcenter.agents.teams.paths import outside_reach
from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.errors import Conflict, Invalid
from contactcenter.crm.lines import canonical_email, canonical_phone
from contactcenter.crm.matching import find_match
from contactcenter.crm.reach import sees
from contactcenter.crm.service import create_customer, get_customer


def find_buyer(
    session: Session,
    *,
    customer_id: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    display_name: str | None = None,
    region: str = "VN",
    source: str = "order",
    reach: Reach = EVERYTHING,
) -> str:
    """The customer's id. Never picks one of several: Conflict `several_customers` lists them.

    Raises NotFound for an unknown id, Forbidden for one out of reach, Invalid where nobody matches and there is no
    name to save them under.
    """
    if customer_id:
        return _seen(session, reach, customer_id)
    lines = []
    if phone:
        lines.append(("phone", canonical_phone(phone, region)))
    if email:
        lines.append(("email", canonical_email(email)))
    for channel, value in lines:
        match = find_match(session, channel, value)
        if match.customer_id:
            return _seen(session, reach, match.customer_id)
        if match.confidence == "shared":
            known = [one for one in match.candidate_ids if sees(session, reach, one)]
            raise Conflict("several_customers", "Several people have that number or address.", customers=known)
    if not display_name:
        raise Invalid("unknown_buyer", "Nobody matches: name a customer, or give a name to save.")
    new = create_customer(
        session,
        display_name=display_name,
        phones=[value for channel, value in lines if channel == "phone"],
        emails=[value for channel, value in lines if channel == "email"],
        region=region,
        source=source,
        allow_duplicate=True,
    )
    return new.id


def _seen(session: Session, reach: Reach, customer_id: str) -> str:
    if not sees(session, reach, customer_id):
        raise outside_reach()
    return get_customer(session, customer_id).id
