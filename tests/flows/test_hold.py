"""Hold: the call moves into a room once, the customer hears music, and whatever happens nobody is left in silence."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from contactcenter.calls.rooms import jobs as room_jobs
from contactcenter.core.errors import ProviderError
from contactcenter.core.jobs import MemoryQueue
from contactcenter.providers.instructions import EnterQueue, TakeVoicemail
from tests.flows.carrier import PhoneCall, verbs
from tests.flows.desk import Desk
from tests.flows.rooms import RoomCarrier, follow, out_of_room, talking


def shown(desk: Desk, call_id: str) -> dict[str, Any]:
    return dict(desk.get(f"/calls/{call_id}").json)


def put_on_hold(desk: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue) -> tuple[str, Any]:
    call_id = talking(desk, call)
    assert desk.post(f"/calls/{call_id}/hold", {"is_held": True}).status_code == 200
    document = follow(call)
    rooms.join(document, call.call_sid)
    rooms.tell()
    queue.drain()
    rooms.tell()
    assert shown(desk, call_id)["held_at"]
    return call_id, document


def test_hold_moves_the_call_into_a_room_and_plays_music(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, document = put_on_hold(lan, call, rooms, queue)
    assert [child.tag for child in document] == ["Start", "Dial"]  # the leg is recorded, both directions
    recording = document.find("Start/Recording")
    assert recording is not None
    assert recording.attrib["channels"] == "dual"
    assert rooms.seats["customer"].is_held
    held = shown(lan, call_id)
    assert (held["state"], held["can"]["hold"]) == ("in_progress", True)
    assert {p["kind"] for p in held["room"]["participants"]} == {"customer", "agent"}
    assert lan.snapshot()["calls"][0]["held_at"] == held["held_at"]  # a reload shows the same
    assert lan.snapshot()["presence"]["activity"] == "hold"


def test_coming_back_ends_the_hold_and_counts_it_apart(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, _ = put_on_hold(lan, call, rooms, queue)
    back = lan.post(f"/calls/{call_id}/hold", {"is_held": False}).json
    assert (back["held_at"], rooms.seats["customer"].is_held) == (None, False)
    assert back["hold_seconds"] is not None
    assert lan.snapshot()["presence"]["activity"] == "talking"
    again = len(rooms.asked)
    lan.post(f"/calls/{call_id}/hold", {"is_held": False})
    assert len(rooms.asked) == again  # what is so already is not asked for


def test_a_plain_call_has_no_room(lan: Desk, call: PhoneCall, rooms: RoomCarrier) -> None:
    call_id = talking(lan, call)
    assert shown(lan, call_id)["room"] is None
    assert [what for what, _ in rooms.asked] == ["redirect"]  # the bridge


@pytest.mark.parametrize(
    "order", [list, lambda forms: forms[::-1], lambda forms: random.Random(7).sample(forms, len(forms)) * 2]
)
def test_events_in_any_order_and_twice_end_the_same(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue, order: Callable[[list[Any]], list[Any]]
) -> None:
    call_id, _ = put_on_hold(lan, call, rooms, queue)
    lan.post(f"/calls/{call_id}/hold", {"is_held": False})
    lan.post(f"/calls/{call_id}/hold", {"is_held": True})
    rooms.tell(order)
    assert shown(lan, call_id)["held_at"]
    assert {p["state"] for p in shown(lan, call_id)["room"]["participants"]} == {"in"}


def test_a_customer_who_hangs_up_on_hold_ends_it_for_everybody(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, document = put_on_hold(lan, call, rooms, queue)
    assert verbs(out_of_room(call, document, "completed")) == ["Hangup"]
    over = shown(lan, call_id)
    assert (over["state"], over["end_reason"], over["held_at"], over["room"]) == ("completed", "customer", None, None)
    assert lan.snapshot()["presence"]["activity"] == "wrap_up"


def test_an_agent_who_hangs_up_ends_the_talk_and_the_rating_is_asked(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, document = put_on_hold(lan, call, rooms, queue)
    assert lan.post(f"/calls/{call_id}/hang-up").status_code == 202
    assert rooms.hung_up == [call.leg_sid]
    assert out_of_room(call, document).find("Gather") is not None
    assert (shown(lan, call_id)["state"], shown(lan, call_id)["end_reason"]) == ("completed", "agent")


def test_a_line_that_drops_during_hold_takes_the_customer_back_in_line(
    app: Flask, lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, document = put_on_hold(lan, call, rooms, queue)
    minh = Desk(app, "Minh").sit_down().available()
    call.leg("completed", 9, "", CallDuration="12")
    enqueued = out_of_room(call, document)
    assert enqueued.find("Enqueue") is not None
    assert lan.snapshot()["presence"]["status"] == "not_responding"
    assert lan.snapshot()["calls"] == []
    pop = minh.events("screen_pop")[0]["data"]
    assert pop["call_id"] == call_id
    assert minh.post(f"/offers/{pop['offer_id']}/accept").status_code == 200
    queue.drain()
    assert call.call_sid in rooms.redirected  # bridged to Minh
    call.leg_sid = "CA" + "7" * 32
    identity = minh.snapshot()["me"]["voice_identity"]
    for number, status in enumerate(("initiated", "ringing", "in-progress")):
        call.leg(status, number, f"client:{identity}")
    assert [c["id"] for c in minh.snapshot()["calls"]] == [call_id]
    assert minh.snapshot()["presence"]["activity"] == "talking"
    assert shown(minh, call_id)["agent_id"] == minh.user_id


def test_an_end_that_nobody_told_is_found_out(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent's line is gone and so are all its callbacks: the provider's list shows the customer alone."""
    call_id, _ = put_on_hold(lan, call, rooms, queue)
    rooms.seats.pop(rooms.agent_label())
    monkeypatch.setattr(room_jobs, "LOOK_EVERY", -room_jobs.LOOK_EVERY)
    room_jobs.tend_rooms()
    queue.drain()
    assert isinstance(rooms.redirected[call.call_sid], EnterQueue | TakeVoicemail)
    assert shown(lan, call_id)["held_at"] is None


@pytest.mark.parametrize("is_done", [True, False])
def test_a_time_out_is_resolved_by_listing(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue, *, is_done: bool
) -> None:
    call_id, _ = put_on_hold(lan, call, rooms, queue)
    rooms.fails = ProviderError("provider_unreachable", "no answer", is_retryable=True)
    rooms.is_silent_success = is_done
    answer = lan.post(f"/calls/{call_id}/hold", {"is_held": False})
    assert answer.status_code == (200 if is_done else 502)
    assert (shown(lan, call_id)["held_at"] is None) is is_done
    if not is_done:
        assert answer.json["error"]["details"]["is_retryable"] is True
        assert shown(lan, call_id)["room"]["is_holding"] is False  # the wish is withdrawn with the error


def test_an_agents_leg_that_is_gone_ends_the_call_instead(lan: Desk, call: PhoneCall, rooms: RoomCarrier) -> None:
    call_id = talking(lan, call)
    rooms.fails = ProviderError("call_gone", "over", is_retryable=False)
    lan.post(f"/calls/{call_id}/hold", {"is_held": True})
    assert shown(lan, call_id)["room"] is None
    assert call.dial_over("/webhooks/twilio/voice/dial-action?offer=off_1", "completed").find("Gather") is not None


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 422), ({"is_held": "maybe"}, 422), ({"is_held": True, "held": True}, 422), ({"x": 1}, 422)],
)
def test_what_makes_no_sense_is_refused(
    lan: Desk, call: PhoneCall, rooms: RoomCarrier, body: dict[str, Any], status: int
) -> None:
    call_id = talking(lan, call)
    assert lan.post(f"/calls/{call_id}/hold", body).status_code == status
    assert shown(lan, call_id)["room"] is None


def test_only_ones_own_live_call_can_be_held(app: Flask, lan: Desk, call: PhoneCall, rooms: RoomCarrier) -> None:
    call_id = talking(lan, call)
    minh = Desk(app, "Minh").sit_down()
    assert minh.post(f"/calls/{call_id}/hold", {"is_held": True}).status_code == 403
    assert lan.post("/calls/cal_none/hold", {"is_held": True}).status_code == 404
    call.end(CallDuration="9")
    assert lan.post(f"/calls/{call_id}/hold", {"is_held": True}).status_code == 409
