"""Phone numbers that somebody wrote in a text become *maybe* lines of the person the text is about.

They never identify: an agent confirms them (known) or dismisses them (former), and what was
dismissed is not found again.
"""

import re

import phonenumbers
from sqlalchemy.orm import Session

from contactcenter.core.phone import parse_phone
from contactcenter.crm import identities
from contactcenter.crm.loading import get_customer

MOST_PER_TEXT = 5
"""More than this is a list or a log, not somebody's way of saying how to reach them."""
LONGEST_TEXT = 20_000

# The leading 0, 84, 00 or + keeps prices, dates and order numbers out; dots and dashes are common in Vietnam.
_VIETNAM = re.compile(r"(?<![\w.+-])(?:\(?(?:\+|00)?84\)?|0)[ .-]?\(?\d(?:[ .()-]{0,2}\d){7,9}(?![\w-])(?!\.\d)")


def find_numbers(text: str, region: str = "VN") -> list[str]:
    """The valid numbers in a text, as E.164 in order of appearance, at most `MOST_PER_TEXT`."""
    text = text[:LONGEST_TEXT]
    written = [(m.start(), m.group()) for m in _VIETNAM.finditer(text)]
    written += [
        (m.start, m.raw_string)
        for m in phonenumbers.PhoneNumberMatcher(text, None)  # no region: only numbers with their country's code
    ]
    found: dict[str, None] = {}
    for _, one in sorted(written):
        phone = parse_phone(one, region)
        if phone is not None and phonenumbers.is_valid_number(phonenumbers.parse(phone.e164)):
            found[phone.e164] = None
    return list(found)[:MOST_PER_TEXT]


def keep_numbers_in_text(
    session: Session,
    customer_id: str,
    text: str,
    source: str = "text",
    *,
    region: str = "VN",
    actor_id: str | None = None,
) -> list[str]:
    """Give the customer the numbers they do not have yet, as *maybe*. Returns those added; again adds nothing."""
    numbers = find_numbers(text, region)
    if not numbers:
        return []
    identities.lock_lines(session, [("phone", number) for number in numbers])
    customer = get_customer(session, customer_id, for_update=True)
    new = [number for number in numbers if identities.find_own(customer, "phone", number) is None]
    for number in new:
        identities.add_identity(
            session, customer.id, "phone", number,
            region=region, status="maybe", source=source, actor_id=actor_id, cause="text",
        )  # fmt: skip
    return new
