"""Conference rooms over REST: what is sent, what is read, and what each failure is called."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest

from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.base import GuestChange, Invitation
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.fixtures import PUBLIC_URL, secrets
from tests.providers.twilio.conftest import Answer, Asked, Carrier

ACCOUNT = secrets()["account_sid"]
ROOM, LEG = "CF" + "3" * 32, "CA" + "1" * 32
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Conferences"
MUSIC = f"{PUBLIC_URL}/static/sounds/hold-music.mp3"
GUEST = {"account_sid": ACCOUNT, "conference_sid": ROOM, "call_sid": LEG, "label": "customer"}
PAGING = {"page": 0, "page_size": 50, "start": 0, "end": 0, "next_page_uri": None}


def provider(carrier: Carrier, answer: dict[str, Any], status: int = 200) -> TwilioProvider:
    carrier.answer = lambda _: Answer(status, json.dumps(answer).encode(), {"Content-Type": "application/json"})
    return TwilioProvider("twilio", TwilioSettings(ACCOUNT, secrets()["auth_token"], api_url=carrier.url), PUBLIC_URL)


def sent(asked: Asked) -> dict[str, str]:
    return dict(parse_qsl(asked.body.decode()))


@pytest.mark.parametrize(
    ("change", "form"),
    [
        (
            GuestChange(is_held=True, music_url=MUSIC),
            {"Hold": "true", "HoldUrl": MUSIC, "HoldMethod": "GET"},
        ),
        (GuestChange(is_held=False, music_url=MUSIC), {"Hold": "false"}),
        (
            GuestChange(is_muted=False, coached_leg_id=LEG),
            {"Muted": "false", "Coaching": "true", "CallSidToCoach": LEG},
        ),
        (GuestChange(is_muted=False, coached_leg_id=""), {"Muted": "false", "Coaching": "false"}),
        (GuestChange(ends_room=False), {"EndConferenceOnExit": "false"}),
    ],
)
def test_a_change_says_only_what_changes(carrier: Carrier, change: GuestChange, form: dict[str, str]) -> None:
    provider(carrier, GUEST).change_guest(ROOM, "customer", change)
    (asked,) = carrier.asked
    assert (asked.method, asked.path) == ("POST", f"{PATH}/{ROOM}/Participants/customer.json")
    assert sent(asked) == form


def test_somebody_is_rung_for_a_room_by_its_name(carrier: Carrier) -> None:
    invitation = Invitation(
        room_name="room-cal_1-1",
        label="par_1",
        role="colleague",
        provider_call_id=LEG,
        identity="agent_minh",
        phone=None,
        caller_id="+842871090001",
        ring_seconds=25,
        parameters=(("offer_id", "off_1"),),
    )
    assert provider(carrier, GUEST, 201).invite(invitation) == LEG
    (asked,) = carrier.asked
    form = sent(asked)
    assert asked.path == f"{PATH}/room-cal_1-1/Participants.json"
    assert (form["To"], form["From"], form["Label"]) == ("client:agent_minh?offer_id=off_1", "+842871090001", "par_1")
    assert form["StatusCallback"].startswith(f"{PUBLIC_URL}/webhooks/twilio/voice/status/leg?call={LEG}&role=colleague")
    assert form["EndConferenceOnExit"] == "false"


def test_a_room_is_found_by_its_name_with_everybody_in_it(carrier: Carrier) -> None:
    twilio = provider(carrier, {})
    rooms = [{"sid": "CF" + "4" * 32, "status": "completed"}, {"sid": ROOM, "status": "in-progress"}]
    guests = [{**GUEST, "hold": True, "muted": False, "coaching": False}]

    def answer(asked: Asked) -> Answer:
        body = {"participants": guests} if "/Participants" in asked.path else {"conferences": rooms}
        return Answer(200, json.dumps({**body, **PAGING}).encode(), {"Content-Type": "application/json"})

    carrier.answer = answer
    room = twilio.find_room("room-cal_1-1")
    assert room is not None
    assert room.provider_room_id == ROOM
    customer = room.find("customer")
    assert customer is not None
    assert (customer.provider_leg_id, customer.is_held, customer.is_muted) == (LEG, True, False)
    assert "FriendlyName=room-cal_1-1" in carrier.asked[0].path
    rooms.pop()
    assert twilio.find_room("room-cal_1-1") is None


@pytest.mark.parametrize(("status", "code"), [(404, "call_gone"), (429, "provider_refused"), (503, "provider_refused")])
def test_refusals(carrier: Carrier, status: int, code: str) -> None:
    twilio = provider(carrier, {"code": 20404, "message": "no", "status": status}, status)
    with pytest.raises(ProviderError) as caught:
        twilio.change_guest(ROOM, "customer", GuestChange(is_muted=True))
    assert caught.value.code == code
    assert caught.value.is_retryable is (status != 404)


def test_no_id_of_another_shape_is_put_into_an_address(carrier: Carrier) -> None:
    with pytest.raises(ProviderError):
        provider(carrier, GUEST).change_guest("../Accounts", "customer", GuestChange(is_muted=True))
    assert carrier.asked == []
