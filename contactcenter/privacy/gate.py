"""May we contact this person now? One question, asked before every call and message that we send.

It fails closed: whatever cannot be checked is refused. A refusal names its reason, and is kept by
`note_refusal` in a transaction of its own, since the one that asked is rolled back.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import phonenumbers
import sqlalchemy as sa
import structlog
from phonenumbers import PhoneNumberType
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contactcenter.core.db import transaction
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.crm.models import Customer, Identity
from contactcenter.privacy.models import ContactRefusal, ContactRule

_log = structlog.get_logger(__name__)

VOICE = "voice"
SERVICE, ADVERTISING = "service", "advertising"
PURPOSES = (SERVICE, ADVERTISING)
ADVERTISING_HOURS = time(8), time(17)
"""Vietnam's Decree 91/2020, for calls."""
COSTLY = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
"""Vietnam's 1900 numbers are of the first two kinds."""
EMERGENCY = frozenset({"111", "112", "113", "114", "115", "911", "999"})


@dataclass(frozen=True)
class Decision:
    """`reason`: invalid_number | emergency_number | premium_number | own_number | blocked | do_not_call |
    outside_hours | cannot_check. None when it is allowed; `e164` is then the number to use."""

    reason: str | None
    e164: str = ""
    customer_id: str | None = None

    @property
    def is_allowed(self) -> bool:
        return self.reason is None


def may_contact(
    session: Session, customer_id: str | None, number: str, channel: str, purpose: str, moment: datetime
) -> Decision:
    """Whether `number` may be called (channel `voice`) for that purpose now. Never raises."""
    if channel != VOICE or purpose not in PURPOSES:
        return Decision("cannot_check", customer_id=customer_id)
    reason = check_number(number)
    phone = parse_phone(number, current().default_region)
    if reason is not None or phone is None:
        return Decision(reason or "invalid_number", customer_id=customer_id)
    try:
        reason = _listed(session, customer_id, phone.e164)
    except SQLAlchemyError as error:
        _log.error("the contact gate could not ask", reason=type(error).__name__)
        reason = "cannot_check"
    if reason is None and purpose == ADVERTISING and not _is_advertising_hour(moment):
        reason = "outside_hours"
    return Decision(reason, phone.e164, customer_id)


def check_number(number: str) -> str | None:
    """What is wrong with a number whoever has it; None when it can be called."""
    region = current().default_region
    if "".join(c for c in number if c.isdigit()) in EMERGENCY:
        return "emergency_number"
    phone = parse_phone(number, region)
    if phone is None:
        return "invalid_number"
    parsed = phonenumbers.parse(phone.e164, None)
    if phonenumbers.number_type(parsed) in COSTLY or phone.e164.startswith("+841900"):
        return "premium_number"
    if not phonenumbers.is_valid_number(parsed):
        return "invalid_number"
    settings = current()
    ours = {settings.twilio.phone_number, settings.simulator.phone_number}
    return "own_number" if phone.e164 in ours else None


def note_refusal(decision: Decision, number: str, channel: str, purpose: str, *, actor_id: str | None) -> None:
    """Keep that the gate said no, and why."""
    digits = "".join(c for c in number if c.isdigit())
    with transaction() as session:
        known = decision.customer_id and session.get(Customer, decision.customer_id)
        session.add(
            ContactRefusal(
                customer_id=decision.customer_id if known else None,
                channel=channel,
                purpose=purpose,
                reason=decision.reason or "",
                number_end=digits[-3:],
                actor_id=actor_id,
            )
        )
    _log.info("contact refused", channel=channel, purpose=purpose, reason=decision.reason)


def _listed(session: Session, customer_id: str | None, e164: str) -> str | None:
    """Whether the person, anybody with the number, or the number itself is on a list. Blocked goes first."""
    holders = sa.select(Identity.customer_id).where(
        Identity.channel == "phone", Identity.value == e164, Identity.status == "known"
    )
    person: sa.ColumnElement[bool] = Customer.id.in_(holders)
    if customer_id is not None:
        person = sa.or_(person, Customer.id == customer_id)
    flags = session.execute(sa.select(Customer.is_blocked, Customer.do_not_call).where(person)).all()
    theirs = sa.and_(ContactRule.value.is_(None), ContactRule.customer_id.in_(sa.select(Customer.id).where(person)))
    standing = sa.select(ContactRule.kind).where(ContactRule.ended_at.is_(None), ContactRule.channel == VOICE)
    rules = set(session.scalars(standing.where(sa.or_(ContactRule.value == e164, theirs))))
    if "blocked" in rules or any(flag.is_blocked for flag in flags):
        return "blocked"
    return "do_not_call" if "do_not_call" in rules or any(flag.do_not_call for flag in flags) else None


def _is_advertising_hour(moment: datetime) -> bool:
    first, last = ADVERTISING_HOURS
    return first <= moment.astimezone(ZoneInfo(current().timezone)).time() < last
