"""The console of deliveries over the whole product: one in full, many again, how it goes, what is missing."""

from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.webhooks import dispatch, refusals
from contactcenter.webhooks.jobs import forget_old_deliveries
from contactcenter.webhooks.models import Delivery, DeliveryReplay
from tests.flows.carrier import VOICE, PhoneCall, sid
from tests.flows.desk import Desk


@pytest.fixture
def nam(app: Flask) -> Desk:
    return Desk(app, "Nam", "supervisor").sit_down()


def deliveries() -> list[Delivery]:
    with read() as session:
        return list(session.scalars(sa.select(Delivery).order_by(Delivery.received_at, Delivery.id)))


def age(span: timedelta) -> None:
    with transaction() as session:
        for row in session.scalars(sa.select(Delivery)):
            row.received_at -= span


def test_one_delivery_tells_what_was_sent_understood_done_and_answered(client: Any, nam: Desk) -> None:
    call = PhoneCall(client)
    call.ring()
    [row] = nam.get(f"/deliveries?call={call.call_sid}&hook=voice/inbound").json["items"]
    shown = nam.get(f"/deliveries/{row['id']}").json
    assert {"name": "From", "value": call.caller} in shown["fields"]
    assert shown["said"]["type"] == "CallArrived"
    assert {"name": "from_number", "value": call.caller} in shown["said"]["values"]
    assert shown["call"]["state"] == "ringing"
    assert "<Gather" in shown["reply_body"]
    assert "X-Twilio-Signature" not in str(shown["headers"])
    assert nam.get(f"/deliveries?call={shown['call']['id']}").json["items"] == [row]


def test_what_fails_is_run_again_all_at_once_with_progress(
    client: Any, nam: Desk, queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(dispatch, "handle", lambda *_: 1 / 0)
        for _ in range(25):
            PhoneCall(client).end(CallDuration="3")
    queue.waiting.clear()
    assert {row.state for row in deliveries()} == {"failed"}
    started = nam.post("/deliveries/replays", {"state": "failed", "hook": "voice/status"})
    assert (started.status_code, started.json["total"]) == (202, 25)
    assert nam.post("/deliveries/replays", {"state": "failed"}).status_code == 409
    queue.drain()
    ended = nam.get(f"/deliveries/replays/{started.json['id']}").json
    assert (ended["state"], ended["done"], ended["failed"]) == ("done", 25, 0)
    assert {row.state for row in deliveries()} == {"done"}
    again = nam.post("/deliveries/replays", {"state": "failed"})
    assert (again.status_code, again.json["error"]["code"]) == (422, "nothing_to_replay")


def test_running_many_again_can_be_stopped(client: Any, nam: Desk, queue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "handle", lambda *_: 1 / 0)
    PhoneCall(client).end()
    queue.waiting.clear()
    started = nam.post("/deliveries/replays", {}).json
    stopped = nam.http.delete(f"/api/v1/deliveries/replays/{started['id']}", headers={"X-CSRF-Token": nam.csrf})
    assert stopped.json["state"] == "canceled"
    queue.drain()
    with read() as session:
        assert session.scalar(sa.select(DeliveryReplay.done + DeliveryReplay.failed)) == 0


def test_health_counts_hooks_lag_and_refusals(client: Any, nam: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_counted", Counter())  # the process has other tests behind it
    call = PhoneCall(client)
    call.ring()
    happened = (now() - timedelta(seconds=3)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    call.end(CallDuration="3", Timestamp=happened)
    refusals.keep()
    forged = {"data": urlencode({"a": "b"}), "content_type": "application/x-www-form-urlencoded"}
    for hook in ("status", "status", "no-such-thing"):
        assert client.post(f"{VOICE}/{hook}", **forged).status_code == 403
    shown = nam.get("/deliveries/health").json
    assert {row["hook"]: row["total"] for row in shown["hooks"]} == {"voice/inbound": 1, "voice/status": 1}
    assert sum(bucket["total"] for bucket in shown["buckets"]) == 2
    told, applied = shown["lag"]
    assert 2000 <= told["p50"] <= 10_000
    assert applied["count"] == 2
    assert {(row["hook"], row["outcome"]): row["count"] for row in shown["refusals"]} == {
        ("voice/status", "forged"): 2,
        ("(unknown)", "forged"): 1,
    }


def test_gaps_name_the_number_left_out_and_the_kind_that_never_came(client: Any, nam: Desk) -> None:
    call = PhoneCall(client)
    call.ring()
    call.leg("initiated", 0, "client:x")
    call.leg("completed", 3, "client:x", CallDuration="20")
    assert nam.get("/deliveries/gaps").json["sequences"] == []  # perhaps under way
    other = PhoneCall(client)
    other.end(CallDuration="10")
    age(timedelta(minutes=10))
    with transaction() as session:
        then = now() - timedelta(minutes=9)
        session.execute(
            sa.update(Call).where(Call.provider_call_id == other.call_sid).values(started_at=then, ended_at=then)
        )
    shown = nam.get("/deliveries/gaps").json
    [gap] = shown["sequences"]
    assert (gap["leg_id"], gap["missing"]) == (call.leg_sid, [1, 2])
    [lacking] = [one for one in shown["calls"] if one["call_ref"] == other.call_sid]
    assert lacking["missing"] == ["voice/inbound"]


@pytest.mark.parametrize("span", ["from=2020-01-01T00:00:00Z", "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"])
def test_an_absurd_span_is_refused(nam: Desk, span: str) -> None:
    for what in ("health", "gaps"):
        assert nam.get(f"/deliveries/{what}?{span}").status_code == 422


def test_contents_are_forgotten_after_thirty_days_and_the_key_after_thirty_five(client: Any, nam: Desk) -> None:
    call = PhoneCall(client)
    call.end(CallDuration="3")
    age(timedelta(days=31))
    forget_old_deliveries()
    [row] = deliveries()
    shown = nam.get(f"/deliveries/{row.id}").json
    assert (shown["is_content_kept"], shown["fields"], shown["headers"], row.body) == (False, [], [], b"")
    call.end(CallDuration="3")  # a repeat is still known
    assert len(deliveries()) == 1
    age(timedelta(days=5))
    forget_old_deliveries()
    assert deliveries() == []


def test_what_was_forgotten_cannot_be_run_again(client: Any, nam: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "handle", lambda *_: 1 / 0)
    PhoneCall(client, call_sid=sid("CA")).end()
    age(timedelta(days=31))
    forget_old_deliveries()
    [row] = deliveries()
    answer = nam.post(f"/deliveries/{row.id}/replay")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "content_forgotten")
    assert nam.post("/deliveries/replays", {}).status_code == 422
