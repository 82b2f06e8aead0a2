"""What makes a call a contact: somebody of ours and the person heard each other, long enough to mean it."""

from contactcenter.calls.models import Call

LEAST_TALK = 10
"""Seconds. Less is a wrong button, or a machine that was hung up on."""


def is_contact(call: Call) -> bool:
    """Either way, in or out, as far as it is known now."""
    return call.answered_at is not None and (call.talk_seconds or 0) >= LEAST_TALK
