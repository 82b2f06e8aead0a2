"""Presence over HTTP and sockets: leases, shifts, long breaks, second devices, forced statuses, the ledger."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from contactcenter.agents import presence
from contactcenter.agents.ledger.queries import list_stays
from contactcenter.agents.models import Presence, PresenceChange
from contactcenter.agents.statuses.models import AgentStatus
from contactcenter.agents.worktime import service as worktime
from contactcenter.agents.worktime.clock_face import day_of
from contactcenter.agents.worktime.plans import company_zone
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.routing import duty
from contactcenter.routing import jobs as routing_jobs
from contactcenter.routing.models import Offer
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk


def state(desk: Desk) -> tuple[str, str, bool]:
    with read() as session:
        row = session.get_one(Presence, desk.user_id)
        return row.status, row.activity, row.is_reachable


def age(desk: Desk, **columns: timedelta) -> None:
    """Let moments of the agent's presence lie further back."""
    with transaction() as session:
        row = session.get_one(Presence, desk.user_id)
        for name, by in columns.items():
            setattr(row, name, getattr(row, name) - by)


def last_change(desk: Desk) -> PresenceChange:
    with read() as session:
        newest = sa.select(PresenceChange).where(PresenceChange.user_id == desk.user_id)
        return session.scalars(newest.order_by(PresenceChange.version.desc()).limit(1)).one()


def offers(desk: Desk) -> list[tuple[str, str | None]]:
    with read() as session:
        found = sa.select(Offer).where(Offer.agent_id == desk.user_id).order_by(Offer.created_at)
        return [(offer.state, offer.decline_reason) for offer in session.scalars(found)]


def ring(client: Any) -> PhoneCall:
    call = PhoneCall(client)
    call.press(call.ring(), "1")
    return call


def test_leaving_available_withdraws_the_offer_and_the_next_agent_rings(app: Flask, client: Any, lan: Desk) -> None:
    ring(client)
    minh = Desk(app, "Minh").sit_down().available()
    lan.post("/agents/me/status", {"status": "break"})
    assert state(lan) == ("break", "idle", True)
    assert [s for s, _ in offers(lan)] == ["canceled"]
    assert [s for s, _ in offers(minh)] == ["pending"]


def test_a_lost_lease_withdraws_offers_and_whoever_is_back_has_their_status(app: Flask, client: Any, lan: Desk) -> None:
    ring(client)
    age(lan, lease_until=timedelta(seconds=30))  # a reload: within the lease nothing is lost
    routing_jobs.expire_leases()
    assert [s for s, _ in offers(lan)] == ["pending"]
    age(lan, lease_until=timedelta(seconds=30))
    routing_jobs.expire_leases()
    assert state(lan) == ("available", "idle", False)
    assert [s for s, _ in offers(lan)] == ["canceled"]
    lan.connect()
    assert state(lan)[0] == "available"
    assert state(lan)[2] is True
    assert [s for s, _ in offers(lan)] == ["canceled", "pending"]


def test_whoever_stays_away_is_offline_after_ten_minutes(lan: Desk) -> None:
    age(lan, lease_until=timedelta(seconds=60), status_since=timedelta(minutes=9))
    routing_jobs.expire_leases()
    duty.give_up_gone_agents()
    assert state(lan) == ("available", "idle", False)
    age(lan, lease_until=timedelta(minutes=10), status_since=timedelta(minutes=10))
    duty.give_up_gone_agents()
    duty.give_up_gone_agents()
    assert state(lan)[0] == "offline"
    assert (last_change(lan).cause, last_change(lan).actor_id) == ("gone", None)


def shift_that_ended(desk: Desk, ago: timedelta) -> None:
    end = now().astimezone(company_zone()) - ago
    start = end - timedelta(hours=4)
    minute = start.hour * 60 + start.minute
    with transaction() as session:
        worktime.add_shift(
            session, user_id=desk.user_id, first_day=day_of(start, company_zone()), starts_minute=minute,
            ends_minute=minute + 240, actor_id=None,
        )  # fmt: skip


def test_the_end_of_a_shift_is_the_end_of_work_once(lan: Desk) -> None:
    shift_that_ended(lan, timedelta(minutes=2))
    age(lan, status_since=timedelta(hours=3))
    duty.end_shifts()
    assert state(lan)[0] == "offline"
    assert last_change(lan).cause == "shift_ended"
    lan.post("/agents/me/status", {"status": "available"})  # overtime is one's own choice
    duty.end_shifts()
    assert state(lan)[0] == "available"


def test_the_end_of_a_shift_waits_for_the_present_work(lan: Desk) -> None:
    shift_that_ended(lan, timedelta(minutes=2))
    age(lan, status_since=timedelta(hours=3))
    with transaction() as session:
        presence.set_activity(session, lan.user_id, "talking", "answered")
    duty.end_shifts()
    assert state(lan) == ("available", "talking", True)
    assert lan.snapshot()["presence"]["next_status"] == "offline"
    lan.post("/agents/me/status", {"status": None, "when": "next"})  # stays on, and is not asked again
    duty.end_shifts()
    assert lan.snapshot()["presence"]["next_status"] is None
    lan.post("/agents/me/status", {"status": "lunch", "when": "next"})
    with transaction() as session:
        presence.set_activity(session, lan.user_id, "idle", "wrapped_up")
    assert (last_change(lan).status, last_change(lan).cause) == ("lunch", "next_status")
    assert last_change(lan).actor_id == lan.user_id


def test_a_break_that_lasts_too_long_is_told_once_to_agent_and_supervisor(lan: Desk, nam: Desk) -> None:
    with transaction() as session:
        session.get_one(AgentStatus, "break").max_minutes = 15
    lan.post("/agents/me/status", {"status": "break"})
    duty.nudge_long_breaks()
    assert lan.events("agent.overdue") == []
    age(lan, status_since=timedelta(minutes=16))
    duty.nudge_long_breaks()
    duty.nudge_long_breaks()
    expected = {"agent_id": lan.user_id, "agent_name": "Lan", "status": "break"}
    for desk in (lan, nam):
        assert [e["data"] for e in desk.events("agent.overdue")] == [expected]


def test_a_second_device_is_told_and_shows_the_same(app: Flask, lan: Desk) -> None:
    lan.connect()  # a second tab of the same browser is no news
    assert lan.events("device.joined") == []
    phone = Desk(app, "Lan", user_id=lan.user_id)
    phone.http = app.test_client()
    answer = phone.http.post("/api/v1/session", json={"email": "lan@example.vn", "password": "correct horse battery"})
    phone.csrf = answer.json["csrf_token"]
    phone.connect()
    assert len(lan.events("device.joined")) == 1
    assert phone.events("device.joined") == []
    assert phone.snapshot()["presence"] == lan.snapshot()["presence"]
    phone.post("/agents/me/status", {"status": "lunch"})
    for desk in (lan, phone):
        assert [e["data"]["status"] for e in desk.events("agent.updated")][-1] == "lunch"


def test_a_forced_status_is_in_the_ledger_with_who_did_it(lan: Desk, nam: Desk) -> None:
    assert lan.post(f"/agents/{nam.user_id}/status", {"status": "offline"}).status_code == 403
    nam.post(f"/agents/{lan.user_id}/status", {"status": "training"})
    ledger = nam.get(f"/agents/{lan.user_id}/presence").json
    change = ledger["changes"][-1]
    assert (change["status"], change["cause"], change["actor_name"]) == ("training", "forced", "Nam")
    assert change["actor_id"] == nam.user_id
    own = lan.get("/agents/me/presence").json
    assert [c["cause"] for c in own["changes"]] == ["connected", "picked", "forced"]
    assert set(own["by_status"]) >= {"offline", "training"} or "offline" in own["by_status"]


def test_the_ledgers_stays_cover_the_time_without_gaps() -> None:
    start = now()

    def change(seconds: int, status: str, activity: str = "idle", *, reachable: bool = True) -> PresenceChange:
        at = start + timedelta(seconds=seconds)
        return PresenceChange(at=at, status=status, activity=activity, is_reachable=reachable)

    changes = [change(0, "available"), change(10, "available", "talking"), change(10, "available", "talking"),
               change(40, "break", reachable=False), change(99, "offline", reachable=False)]  # fmt: skip
    stays = list_stays(change(-50, "lunch"), changes, start, start + timedelta(seconds=60))
    assert [(s.status, s.activity, s.seconds) for s in stays] == [
        ("available", "idle", 10), ("available", "talking", 30), ("break", "idle", 20),
    ]  # fmt: skip
    assert sum(s.seconds for s in list_stays(None, [], start, start + timedelta(seconds=60))) == 60
    assert list_stays(None, [], start, start) == []


def test_somebody_who_is_let_go_while_it_rings_loses_the_offer_and_the_next_agent_is_asked(
    app: Flask, client: Any, lan: Desk
) -> None:
    ring(client)
    minh = Desk(app, "Minh").sit_down().available()
    bich = Desk(app, "Bich", "admin").sit_down()
    gone = bich.http.patch(
        f"/api/v1/users/{lan.user_id}", json={"is_active": False}, headers={"X-CSRF-Token": bich.csrf}
    )
    assert gone.status_code == 200
    assert state(lan) == ("offline", "idle", False)
    assert last_change(lan).cause == "deactivated"
    assert [s for s, _ in offers(lan)] == ["canceled"]
    assert [s for s, _ in offers(minh)] == ["pending"]
    assert lan.get("/me").status_code == 401


def test_somebody_who_is_let_go_while_talking_is_let_finish(app: Flask, lan: Desk) -> None:
    with transaction() as session:
        presence.set_activity(session, lan.user_id, "talking", "answered")
    lan.post("/agents/me/status", {"status": "lunch", "when": "next"})
    bich = Desk(app, "Bich", "admin").sit_down()
    headers = {"X-CSRF-Token": bich.csrf}
    for _ in range(2):
        bich.http.patch(f"/api/v1/users/{lan.user_id}", json={"is_active": False}, headers=headers)
    assert state(lan) == ("offline", "talking", False)
    with transaction() as session:
        presence.set_activity(session, lan.user_id, "idle", "wrapped_up")
    assert state(lan) == ("offline", "idle", False)


def test_statuses_are_added_ordered_and_put_away_and_built_in_ones_hold(app: Flask, lan: Desk) -> None:
    bich = Desk(app, "Bich", "admin").sit_down()

    def patch(code: str, body: dict[str, Any], **headers: str) -> Any:
        return bich.http.patch(f"/api/v1/statuses/{code}", json=body, headers={"X-CSRF-Token": bich.csrf, **headers})

    assert lan.post("/statuses", {"label_vi": "Họp nhóm"}).status_code == 403
    made = bich.post("/statuses", {"label_vi": "Họp nhóm", "colour": "violet", "max_minutes": 45})
    assert (made.status_code, made.json["code"], made.json["label_en"]) == (201, "hop_nhom", "Họp nhóm")
    assert bich.post("/statuses", {"label_vi": "họp NHÓM"}).json["error"]["code"] == "status_exists"
    assert lan.events("statuses.updated")[-1]["data"]["items"][-3]["code"] == "hop_nhom"
    lan.post("/agents/me/status", {"status": "hop_nhom"})
    assert state(lan)[0] == "hop_nhom"
    order = bich.put("/statuses/order", {"codes": ["available", "hop_nhom", "break", "lunch", "training"]}).json[
        "items"
    ]
    assert [one["code"] for one in order][:3] == ["available", "hop_nhom", "break"]
    assert patch("hop_nhom", {"is_archived": True}).json["is_pickable"] is False
    assert lan.post("/agents/me/status", {"status": "hop_nhom"}).status_code == 422
    assert patch("available", {"is_archived": True}).json["error"]["code"] == "status_builtin"
    assert patch("offline", {"is_ready": True}).json["error"]["code"] == "status_builtin"
    assert patch("available", {"label_vi": "Đang trực"}, **{"If-Match": '"99"'}).status_code == 412
    assert patch("available", {"label_vi": "Đang trực"}).json["label_vi"] == "Đang trực"
    for wrong in ({"label_vi": ""}, {"colour": "#ff0000"}, {"max_minutes": 0}, {"code": "x"}, {"icon": "<script>"}):
        assert patch("break", wrong).status_code == 422, wrong
    assert patch("nothing", {"label_vi": "x"}).status_code == 404


def test_a_company_status_that_is_ready_gets_work(app: Flask, client: Any, lan: Desk) -> None:
    bich = Desk(app, "Bich", "admin").sit_down()
    bich.post("/statuses", {"label_vi": "Trực tại nhà", "label_en": "Home duty", "is_ready": True})
    lan.post("/agents/me/status", {"status": "home_duty"})
    ring(client)
    assert [s for s, _ in offers(lan)] == ["pending"]
