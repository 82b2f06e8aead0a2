"""A call's state from its facts."""

from dataclasses import replace
from itertools import permutations

import pytest

from contactcenter.calls.states import Facts, derive, later_leg_status

NOTHING = Facts("inbound", False, None, False, False, False, False, False, None)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("ringing", None)),
        ({"is_queued": True}, ("queued", None)),
        ({"is_queued": True, "is_answered": True}, ("in_progress", None)),
        ({"is_answered": True, "has_dial_ended": True, "agent_hung_up": True}, ("completed", "agent")),
        ({"is_answered": True, "has_dial_ended": True, "agent_hung_up": False}, ("completed", "customer")),
        ({"is_answered": True, "is_ended": True, "provider_status": "completed"}, ("completed", "customer")),
        ({"has_reached_voicemail": True}, ("voicemail", None)),
        ({"has_reached_voicemail": True, "is_ended": True}, ("missed", "no_answer")),
        ({"has_reached_voicemail": True, "has_voicemail": True, "is_ended": True}, ("voicemail", "no_answer")),
        ({"is_queued": True, "is_ended": True, "provider_status": "completed"}, ("abandoned", "customer")),
        ({"is_ended": True, "provider_status": "completed"}, ("abandoned", "customer")),
        ({"is_ended": True, "provider_status": "failed"}, ("failed", "failed")),
    ],
)
def test_inbound(facts: dict[str, object], expected: tuple[str, str | None]) -> None:
    assert derive(replace(NOTHING, **facts)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("status", ["busy", "no_answer", "failed", "canceled"])
def test_an_unanswered_outbound_call_is_what_the_provider_says(status: str) -> None:
    facts = replace(NOTHING, direction="outbound", is_ended=True, provider_status=status)
    assert derive(facts) == (status, status)


@pytest.mark.parametrize("order", list(permutations(["initiated", "ringing", "in_progress", "completed", "canceled"])))
def test_a_leg_ends_once_and_never_goes_back(order: tuple[str, ...]) -> None:
    status = "initiated"
    seen = []
    for new in order:
        status = later_leg_status(status, new)
        seen.append(status)
    first_end = next(s for s in order if s in ("completed", "canceled"))
    assert seen[-1] == first_end
