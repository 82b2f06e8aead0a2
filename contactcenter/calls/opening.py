"""The call that a delivery is about: found, or opened by the first that names it, with who speaks with whom."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.calls import legs, locking
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call
from contactcenter.calls.outbound import placed
from contactcenter.calls.outbound.binding import bind
from contactcenter.core.clock import now
from contactcenter.core.db import add_once
from contactcenter.core.ids import new_id
from contactcenter.core.phone import is_hidden, parse_phone
from contactcenter.crm import matching
from contactcenter.providers.events import CallFacts, ProviderEvent


def open_call(session: Session, event: ProviderEvent, facts: CallFacts, *, is_first: bool = False) -> Call:
    """The call these facts are about, created when this delivery is the first to name it.

    With `is_first` it most likely is: then nothing is looked for before the call is created.
    """
    name = event.provider, facts.provider_call_id
    call = None if is_first and not facts.placement_id else locking.find_locked(session, name)
    if call is None and facts.placement_id:
        call = bind(session, event.provider, facts.placement_id, facts.provider_call_id)
    if call is None and placed.may_be_turned(facts):
        call = placed.find_turned(session, event.provider, facts.provider_call_id)
    if call is None:
        call = _create(session, event, facts)
    else:
        _fill_parties(session, call, facts)
    locking.note_locked(session, name, call)
    return call


def stub_call(session: Session, event: ProviderEvent, provider_call_id: str) -> Call:
    """The call of that id, opened as a stub when something about it came first."""
    return open_call(session, event, CallFacts(provider_call_id=provider_call_id, direction=""))


def _create(session: Session, event: ProviderEvent, facts: CallFacts) -> Call:
    name = event.provider, facts.provider_call_id
    told = {"account": event.account, "started_at": facts.started_at or now(), **_parties(session, facts)}
    values = {"id": new_id("cal"), **dict(zip(locking.KEY, name, strict=True)), **told}
    made = add_once(session, Call, values, key=locking.KEY)
    if made is not None:
        legs.none_yet(session, made)
        announce(session, made)
        return made
    call = locking.find_locked(session, name)  # it is there: a faster transaction's, or a stub
    if call is None:
        raise LookupError("a call vanished between two statements")
    _fill_parties(session, call, facts)
    return call


def _fill_parties(session: Session, call: Call, facts: CallFacts) -> None:
    """Fill what a stub lacks; what is known stands."""
    if facts.from_number and not call.from_number:
        known_customer = call.customer_id
        for name, value in _parties(session, facts).items():
            setattr(call, name, value)
        call.customer_id = known_customer or call.customer_id
    call.caller_name = call.caller_name or facts.caller_name
    call.verification = call.verification or facts.verification
    call.forwarded_from = call.forwarded_from or facts.forwarded_from


def _parties(session: Session, facts: CallFacts) -> dict[str, Any]:
    """Columns of a call that say who speaks with whom; only what the facts tell."""
    told = {
        "caller_name": facts.caller_name,
        "verification": facts.verification,
        "forwarded_from": facts.forwarded_from,
    }
    if not facts.from_number:
        return told
    direction = "outbound" if facts.direction.startswith("outbound") else "inbound"
    written = facts.to_number if direction == "outbound" else facts.from_number
    phone, is_anonymous = parse_phone(written), is_hidden(written)
    return {
        **told,
        "direction": direction,
        "from_number": facts.from_number,
        "to_number": facts.to_number,
        "is_anonymous": is_anonymous,
        "party": None if is_anonymous else (phone.e164 if phone else written or None),
        "customer_id": matching.find_match(session, "phone", phone.e164).customer_id if phone else None,
    }
