"""Which policy a lead falls under: conditions are lists of what may be, and an empty one asks nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.models import Customer
from contactcenter.routing.leads.models import Lead

CONDITIONS = ("sources", "products", "languages", "provinces", "classes")


@dataclass(frozen=True)
class Facts:
    """What conditions ask of a lead and its customer. What the lead itself says stands before the customer's."""

    sources: str
    products: str | None
    languages: str | None
    provinces: str | None
    classes: str | None


def fits(conditions: Mapping[str, Any], facts: Facts) -> bool:
    """Whether every condition that asks something is met."""
    return all(getattr(facts, name) in asked for name in CONDITIONS if (asked := conditions.get(name)))


def facts_of(session: Session, leads: Sequence[Lead]) -> dict[str, Facts]:
    """By lead id; one statement for all their customers."""
    wanted = {lead.customer_id for lead in leads if lead.customer_id}
    rows = session.execute(
        sa.select(Customer.id, Customer.language, Customer.province, Customer.segment).where(Customer.id.in_(wanted))
    )
    people = {row.id: row for row in rows} if wanted else {}
    found = {}
    for lead in leads:
        person = people.get(lead.customer_id or "")
        found[lead.id] = Facts(
            lead.source,
            lead.product_id,
            lead.language or (person.language if person else None),
            lead.province or (person.province if person else None),
            person.segment if person else None,
        )
    return found
