"""Who is this? From a number to people, never guessing between several.

One *known*, unshared identity identifies. A shared line lists people and identifies
nobody; several matches wait for an agent's choice, which is remembered for that number.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.crm.models import Customer, Identity, IdentityChoice


@dataclass(frozen=True)
class Match:
    """`confidence`: verified | single | shared | maybe | unknown. Candidates are customer ids."""

    confidence: str
    reason: str
    customer_id: str | None = None
    candidate_ids: tuple[str, ...] = ()


_SAME_VALUE = (
    sa.select(Identity.customer_id, Identity.status, Identity.is_shared, Identity.is_verified)
    .where(
        Identity.channel == sa.bindparam("channel"),
        Identity.value == sa.bindparam("value"),
        Identity.status != "former",
    )
    .limit(50)
)

UNKNOWN = Match("unknown", "no_match")
ANONYMOUS = Match("unknown", "anonymous")


def find_match(session: Session, channel: str, value: str | None) -> Match:
    """The match for a canonical value (E.164, lower-case email, account id)."""
    if not value:
        return ANONYMOUS
    rows = session.execute(_SAME_VALUE, {"channel": channel, "value": value}).all()
    if not rows:
        return UNKNOWN
    known = [row for row in rows if row.status == "known"]
    candidates = tuple(dict.fromkeys(row.customer_id for row in (known or rows)))
    if not known:
        return Match("maybe", "unconfirmed_number", None, candidates)
    if len(known) == 1 and not known[0].is_shared:
        return Match("verified" if known[0].is_verified else "single", "own_number", candidates[0])
    if not any(row.is_shared for row in known):
        chosen = session.get(IdentityChoice, value)
        if chosen is not None and chosen.customer_id in (None, *candidates):  # the number may have left them since
            return Match("single" if chosen.customer_id else "unknown", "chosen_before", chosen.customer_id)
    return Match("shared", "several_people", None, candidates)


def remember_choice(session: Session, value: str, customer_id: str | None, actor_id: str | None) -> None:
    """Keep which person (or none of them) an agent said a number belongs to."""
    choice = {"customer_id": customer_id, "chosen_by": actor_id, "chosen_at": now()}
    if not insert_once(session, IdentityChoice, {"value": value, **choice}, key=["value"]):
        session.execute(sa.update(IdentityChoice).where(IdentityChoice.value == value).values(choice))


def list_people(session: Session, customer_ids: tuple[str, ...]) -> list[Customer]:
    if not customer_ids:
        return []
    return list(session.scalars(sa.select(Customer).where(Customer.id.in_(customer_ids))))
