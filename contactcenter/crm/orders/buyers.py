"""Whose order is it? By our id, else by a number or address that finds exactly one person, else somebody new."""

from sqlalchemy.orm import Session

from contactcenter.core.errors import Conflict, Invalid
from contactcenter.crm.lines import canonical_email, canonical_phone
from contactcenter.crm.matching import find_match
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
) -> str:
    """The customer's id. Never picks one of several: Conflict `several_customers` lists them.

    Raises NotFound for an unknown id, Invalid where nobody matches and there is no name to save them under.
    """
    if customer_id:
        return get_customer(session, customer_id).id
    lines = []
    if phone:
        lines.append(("phone", canonical_phone(phone, region)))
    if email:
        lines.append(("email", canonical_email(email)))
    for channel, value in lines:
        match = find_match(session, channel, value)
        if match.customer_id:
            return get_customer(session, match.customer_id).id
        if match.confidence == "shared":
            raise Conflict(
                "several_customers", "Several people have that number or address.", customers=list(match.candidate_ids)
            )
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
