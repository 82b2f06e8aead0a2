"""Whose lead it is: the one person a number or address finds, a new one, or several to choose from. Never a guess."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.core.errors import Invalid
from contactcenter.core.phone import format_national
from contactcenter.core.settings import current
from contactcenter.crm import matching
from contactcenter.crm import service as crm
from contactcenter.crm.identities import lock_lines

MAX_CANDIDATES = 20


@dataclass(frozen=True)
class Person:
    """`customer_id` is None where several may be meant (`candidates`), or nobody is known and none was to be saved."""

    customer_id: str | None
    party: str | None = None
    name: str = ""
    candidates: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    """(channel, value) of what was told of a person who was looked for."""


def find_or_save(session: Session, told: dict[str, Any], *, source: str) -> Person:
    """The person of `{customer_id}` or `{display_name, phones, emails}`.

    One known line finds somebody; a number of a household, or lines of different people, find several, and a person
    decides. Nobody: a new customer, under the name or the number. Raises Invalid for lines that are none, and without
    any; NotFound.
    """
    name = (told.get("display_name") or "").strip()
    if told.get("customer_id"):
        customer = crm.get_customer(session, told["customer_id"])
        return Person(customer.id, None, name or customer.display_name)
    region = current().default_region
    phones = [crm.canonical_phone(one, region) for one in told.get("phones") or [] if one.strip()]
    emails = [crm.canonical_email(one) for one in told.get("emails") or [] if one.strip()]
    lines = list(dict.fromkeys([*(("phone", one) for one in phones), *(("email", one) for one in emails)]))
    if not lines:
        raise Invalid("no_contact", "A lead needs a number or an address.", customer=["A number or an address."])
    lock_lines(session, lines)
    party = lines[0][1]
    matches = [matching.find_match(session, channel, value) for channel, value in lines]
    found = dict.fromkeys(match.customer_id for match in matches if match.customer_id)
    if len(found) == 1:
        return Person(next(iter(found)), party, name, lines=tuple(lines))
    several = dict.fromkeys(i for match in matches if match.confidence == "shared" for i in match.candidate_ids)
    if found or several:
        candidates = tuple(dict.fromkeys([*found, *several]))[:MAX_CANDIDATES]
        return Person(None, party, name, candidates, tuple(lines))
    saved = crm.create_customer(
        session, display_name=name or format_national(party), phones=phones, emails=emails, region=region,
        source=source[:30], allow_duplicate=True,
    )  # fmt: skip
    return Person(saved.id, party, name)


def find(session: Session, party: str | None, name: str = "") -> Person:
    """The same for somebody who called: nobody is saved, since only a person can ask for the name."""
    match = matching.find_match(session, "phone", party)
    candidates = match.candidate_ids if match.confidence == "shared" else ()
    return Person(match.customer_id, party, name, candidates[:MAX_CANDIDATES])
