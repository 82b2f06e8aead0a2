"""A supervisor in an agent's call: heard by nobody, by the agent alone, by both; always kept, and shown by setting."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from contactcenter.core import settings as settings_module
from contactcenter.core.jobs import MemoryQueue
from tests.flows.carrier import PhoneCall, sid
from tests.flows.desk import Desk
from tests.flows.rooms import RoomCarrier, follow, talking


def listening(lan: Desk, nam: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue) -> tuple[str, str]:
    call_id = talking(lan, call)
    made = nam.post(f"/calls/{call_id}/monitors", {"mode": "listen"})
    assert made.status_code == 201, made.text
    rooms.join(follow(call), call.call_sid)
    rooms.tell()
    queue.drain()
    invitation = rooms.invitations[made.json["id"]]
    assert (invitation.is_muted, invitation.role) == (True, "supervisor")
    rooms.enter(rooms.name, made.json["id"], sid("CA"))
    rooms.seats[made.json["id"]].is_muted = True
    rooms.told[-1]["Muted"] = "true"
    rooms.tell()
    return call_id, made.json["id"]


def change(desk: Desk, call_id: str, monitor_id: str, mode: str) -> Any:
    path = f"/api/v1/calls/{call_id}/monitors/{monitor_id}"
    return desk.http.patch(path, json={"mode": mode}, headers={"X-CSRF-Token": desk.csrf})


def heard_by(monitor: dict[str, Any]) -> set[str]:
    """Kinds of those who hear the supervisor."""
    return {one["kind"] for one in monitor["participants"] if monitor["id"] in one["hears"]}


def test_listening_whispering_and_barging_in(
    lan: Desk, nam: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue
) -> None:
    call_id, monitor_id = listening(lan, nam, call, rooms, queue)
    mine = nam.get("/calls/monitored").json["monitor"]
    assert (mine["id"], heard_by(mine)) == (monitor_id, set())
    assert len(mine["hears"]) == 2
    whispering = change(nam, call_id, monitor_id, "whisper").json
    assert heard_by(whispering) == {"agent"}
    assert rooms.seats[monitor_id].is_coaching
    assert heard_by(change(nam, call_id, monitor_id, "barge").json) == {"agent", "customer"}
    assert (
        nam.http.delete(
            f"/api/v1/calls/{call_id}/monitors/{monitor_id}", headers={"X-CSRF-Token": nam.csrf}
        ).status_code
        == 204
    )
    kept = nam.get(f"/calls/{call_id}/monitors").json["items"][0]
    assert [act["action"] for act in kept["acts"]] == ["listen", "whisper", "barge", "end"]
    assert {act["actor_id"] for act in kept["acts"]} == {nam.user_id}
    assert nam.get("/calls/monitored").json["monitor"] is None


@pytest.mark.parametrize("is_shown", [True, False])
def test_an_agent_sees_who_listens_where_the_setting_says_so(
    lan: Desk, nam: Desk, call: PhoneCall, rooms: RoomCarrier, queue: MemoryQueue, *, is_shown: bool
) -> None:
    settings_module.use(replace(settings_module.current(), shows_monitoring=is_shown))
    call_id, monitor_id = listening(lan, nam, call, rooms, queue)

    def seen() -> bool:
        return any(p["kind"] == "supervisor" for p in lan.snapshot()["calls"][0]["room"]["participants"])

    assert seen() is is_shown
    change(nam, call_id, monitor_id, "barge")
    assert seen()  # one who is heard is always seen


def test_only_those_who_lead_may_listen(app: Flask, lan: Desk, nam: Desk, call: PhoneCall, rooms: RoomCarrier) -> None:
    call_id = talking(lan, call)
    assert Desk(app, "Minh").sit_down().post(f"/calls/{call_id}/monitors", {"mode": "listen"}).status_code == 403
    assert nam.post(f"/calls/{call_id}/monitors", {"mode": "shout"}).status_code == 422
    call.end(CallDuration="9")
    assert nam.post(f"/calls/{call_id}/monitors", {"mode": "listen"}).status_code == 409
