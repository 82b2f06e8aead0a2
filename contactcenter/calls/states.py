"""From facts to a call's state. Pure, so that any order of deliveries ends the same.

Terminal never reopens because facts only grow: an end once known stays known. Rules:
domain of call states in docs/architecture.md.
"""

from dataclasses import dataclass

TERMINAL = frozenset({"completed", "missed", "abandoned", "busy", "no_answer", "failed", "canceled", "voicemail"})
STATES = frozenset({"ringing", "queued", "in_progress"}) | TERMINAL

LEG_RANKS = {"initiated": 0, "queued": 0, "ringing": 1, "in_progress": 2}
"""Progress before the end; every terminal leg status outranks these."""

LEG_TERMINAL = frozenset({"completed", "busy", "no_answer", "failed", "canceled"})


@dataclass(frozen=True)
class Facts:
    """What is known of a call so far."""

    direction: str
    is_ended: bool
    provider_status: str | None
    is_answered: bool
    has_dial_ended: bool
    is_queued: bool
    has_reached_voicemail: bool
    has_voicemail: bool
    agent_hung_up: bool | None
    wants_callback: bool = False
    is_handed_outside: bool = False


def derive(facts: Facts) -> tuple[str, str | None]:
    """(state, end_reason). The reason is None while the call lives."""
    if facts.is_answered and (facts.is_ended or facts.has_dial_ended):
        return "completed", _who_ended(facts)
    if not facts.is_ended:
        return _living(facts), None
    if facts.direction == "outbound":
        return _unanswered_outbound(facts)
    return _unanswered_inbound(facts)


def later_leg_status(current: str, new: str) -> str:
    """The status a leg keeps: a weaker or repeated one changes nothing, terminal never reopens."""
    if current in LEG_TERMINAL:
        return current
    if new in LEG_TERMINAL:
        return new
    return new if LEG_RANKS.get(new, -1) > LEG_RANKS.get(current, -1) else current


def _living(facts: Facts) -> str:
    if facts.is_answered:
        return "in_progress"
    if facts.has_reached_voicemail:
        return "voicemail"
    return "queued" if facts.is_queued else "ringing"


def _who_ended(facts: Facts) -> str:
    if facts.agent_hung_up is None:
        return "customer" if facts.is_ended else "system"
    if not facts.agent_hung_up:
        return "customer"
    return "outside" if facts.is_handed_outside else "agent"


def _unanswered_inbound(facts: Facts) -> tuple[str, str]:
    if facts.has_voicemail:
        return "voicemail", "no_answer"
    if facts.wants_callback:
        return "canceled", "callback"
    if facts.has_reached_voicemail:
        return "missed", "no_answer"
    if facts.provider_status in ("failed", "busy"):
        return facts.provider_status, facts.provider_status
    return "abandoned", "customer"


def _unanswered_outbound(facts: Facts) -> tuple[str, str]:
    if facts.provider_status in ("busy", "no_answer", "failed", "canceled"):
        return facts.provider_status, facts.provider_status
    if facts.provider_status == "completed":
        return "completed", "customer"
    return "failed", "failed"
