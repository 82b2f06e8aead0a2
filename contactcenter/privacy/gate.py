"""May we contact this person now? One question, asked before every call and message that we send.

It fails closed: whatever cannot be checked is refused. A refusal names its reason, and is kept by
`note_refusal` in a transaction of its own, since the one that asked is rolled back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contactcenter.core.db import transaction
from contactcenter.core.dialling import check_number
from contactcenter.core.errors import Conflict
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
_own: dict[str, Callable[[Session, str], bool]] = {}


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


class Refused(Conflict):
    """The gate in front of every contact said no; `details["reason"]` says why."""

    def __init__(self, code: str, decision: Decision, number: str, channel: str, purpose: str) -> None:
        super().__init__(code, "This number may not be called.", reason=decision.reason)
        self.decision, self.number, self.channel, self.purpose = decision, number, channel, purpose


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
        is_own = any(is_ours(session, phone.e164) for is_ours in _own.values())
        reason = "own_number" if is_own else _listed(session, customer_id, phone.e164)
    except SQLAlchemyError as error:
        _log.error("the contact gate could not ask", reason=type(error).__name__)
        reason = "cannot_check"
    if reason is None and purpose == ADVERTISING and not _is_advertising_hour(moment):
        reason = "outside_hours"
    return Decision(reason, phone.e164, customer_id)


def demand(
    session: Session, customer_id: str | None, number: str, channel: str, purpose: str, moment: datetime
) -> Decision:
    """As `may_contact`, for who can only go on. Raises Refused; its caller keeps that (`keeping_refusals`)."""
    decision = may_contact(session, customer_id, number, channel, purpose, moment)
    if not decision.is_allowed:
        raise Refused("contact_refused", decision, number, channel, purpose)
    return decision


@contextmanager
def keeping_refusals(actor_id: str | None) -> Iterator[None]:
    """Around the transaction in which the gate is asked: what it refused outlives the rollback."""
    try:
        yield
    except Refused as refused:
        note_refusal(refused.decision, refused.number, refused.channel, refused.purpose, actor_id=actor_id)
        raise


def contribute_own(name: str, is_ours: Callable[[Session, str], bool]) -> None:
    """Say which numbers (E.164) reach us besides the settings' own: a call to one would come back to us."""
    _own[name] = is_ours


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
