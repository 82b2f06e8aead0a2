"""Offering a call back to somebody in line, and asking them where to call.

What they answer is noted on their call (`callback_step`, `callback_number`, `callback_turn`): a repeated or late answer
finds the dialogue further on, and changes nothing. Until their place is kept they are in line as before, so an
agent who becomes free in between simply has them on the line.
"""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.calls.outbound import service as outbound
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current
from contactcenter.privacy import gate
from contactcenter.providers.instructions import KeyOffer, OfferMenu, Speech
from contactcenter.routing.flows.announce import is_due
from contactcenter.routing.models import WorkItem
from contactcenter.routing.prompts import LANGUAGES, prompt
from contactcenter.routing.queue_callbacks import dialogue
from contactcenter.routing.queue_callbacks.dialogue import Asked

WALK = "callback"
"""In the address of an answer, where a flow's version stands otherwise: `callback.<part>-<tries>.<turn>`."""
FIRST_ATTEMPT = 50
MAX_TURNS = 40
"""Its questions are numbered after those of any flow; whoever plays with it keeps their place in the end."""
SAY_AGAIN_SECONDS = 60
OFFERED = "offered"

Step = Mapping[str, Any]


def offer(call: Call, step: Step | None, item: WorkItem, waited_seconds: int, language: str) -> KeyOffer | None:
    """The key that works now, with the words when they are due; None before the bound, or with nothing to call by."""
    rule = rule_of(step)
    waited = waited_for(item, waited_seconds)
    if rule is None or waited < rule["after_seconds"] or not has_line():
        return None
    since_last = (now() - item.seen_at).total_seconds()
    if call.callback_step == OFFERED and not is_due(waited - rule["after_seconds"], since_last, SAY_AGAIN_SECONDS):
        return KeyOffer(rule["key"], None)
    call.callback_step = OFFERED
    said = prompt("callback_offer", language).format(key=rule["key"])
    return KeyOffer(rule["key"], Speech(said, LANGUAGES[language]))


def rule_of(step: Step | None) -> Mapping[str, Any] | None:
    """How a queue step offers to call back: key, after_seconds, tries, retry_minutes. None: it does not."""
    return None if step is None else step.get("callback")


def waited_for(item: WorkItem, told_seconds: int) -> float:
    """Back in line the provider counts anew; our own clock does not, and knows nothing of a simulated one's speed."""
    return max(told_seconds, (now() - item.entered_at).total_seconds())


def has_line() -> bool:
    """Whether there is a number of ours to call from."""
    try:
        return bool(outbound.choose_provider().line)
    except Conflict:
        return False


def is_asking(call: Call) -> bool:
    """Whether the caller is, or is about to be, asked where to call."""
    return call.callback_step in dialogue.PARTS


def begin(session: Session, call: Call, item: WorkItem, step: Step | None, key: str, waited_seconds: int) -> bool:
    """The key was pressed in line: whether it is the one on offer. Pressed twice: it stays begun."""
    rule = rule_of(step)
    if rule is None or key != rule["key"] or waited_for(item, waited_seconds) < rule["after_seconds"] or not has_line():
        return False
    if not is_asking(call) and call.callback_turn < MAX_TURNS:
        _note(call, dialogue.begin(own_number(session, call)))
    return is_asking(call)


def answered(session: Session, call: Call, walked: str, keys: str) -> Asked:
    """What comes after this answer. One to another question than the last is not heard: that one is asked again."""
    part, tries, turn = _read(walked)
    if not is_asking(call) or turn != call.callback_turn or part != call.callback_step:
        return standing(call)
    check = lambda typed: callable_number(session, call, typed)  # noqa: E731
    next_ = dialogue.answer(part, tries, keys, call.callback_number, own_number(session, call), check)
    if not next_.is_over and call.callback_turn >= MAX_TURNS:
        next_ = Asked("kept", ("callback_kept",), next_.number) if next_.number else Asked("waiting", (), None)
    _note(call, next_)
    return next_


def standing(call: Call) -> Asked:
    """Where the dialogue stands, to be asked (again)."""
    part, number = call.callback_step or "waiting", call.callback_number
    says = "callback_type" if part == "number" else f"callback_{part}"
    if part == "number" and number is None:
        return Asked(part, ("callback_no_number", says), None)
    return Asked(part, (says,), number)


def question(call: Call, asked: Asked, language: str) -> OfferMenu:
    keys = dialogue.KEYS.get(asked.part, ())
    return OfferMenu(
        greeting=(),
        prompt=(words(asked, language),),
        attempt=FIRST_ATTEMPT + call.callback_turn,
        keys=keys,
        walk=f"{WALK}.{asked.part}-{asked.tries}.{call.callback_turn}",
        max_digits=None if keys else dialogue.MAX_DIGITS,
    )


def words(asked: Asked, language: str) -> Speech:
    said = " ".join(prompt(code, language) for code in asked.says)
    return Speech(said.format(number=spoken(asked.number or "", language)), LANGUAGES[language])


def spoken(number: str, language: str) -> str:
    """Digit by digit; ours without the country."""
    phone = parse_phone(number)
    region = phonenumbers.region_code_for_number(phonenumbers.parse(phone.e164, None)) if phone else None
    if phone is None or region == current().default_region:
        return " ".join(c for c in (phone.national if phone else number) if c.isdigit())
    return " ".join(["cộng" if language == "vi" else "plus", *phone.e164[1:]])


def own_number(session: Session, call: Call) -> str | None:
    """The number they call from, if it shows and may be called."""
    if call.is_anonymous or not call.party:
        return None
    return _allowed(session, call.customer_id, call.party)


def callable_number(session: Session, call: Call, typed: str) -> str | None:
    """A number typed on the phone, in E.164, or None. Only at home or where the caller is: whoever could make us call
    anywhere would make us call their own premium numbers."""
    phone = parse_phone(typed.replace("*", ""), current().default_region)
    found = phone and _allowed(session, None, phone.e164)
    if not found:
        return None
    mine = parse_phone(call.party) if call.party and not call.is_anonymous else None
    if found.startswith(f"+{phonenumbers.country_code_for_region(current().default_region)}"):
        return found
    is_theirs = mine and phonenumbers.parse(mine.e164).country_code == phonenumbers.parse(found).country_code
    return found if is_theirs else None


def _allowed(session: Session, customer_id: str | None, number: str) -> str | None:
    decision = gate.may_contact(session, customer_id, number, gate.VOICE, gate.SERVICE, now())
    return decision.e164 if decision.is_allowed else None


def _note(call: Call, asked: Asked) -> None:
    call.callback_step = OFFERED if asked.part == "waiting" else asked.part
    call.callback_number = asked.number
    call.callback_turn += 1


def _read(walked: str) -> tuple[str, int, int]:
    _, where, turn = walked.split(".")
    part, _, tries = where.partition("-")
    return part, int(tries) if tries.isdigit() else 1, int(turn)
