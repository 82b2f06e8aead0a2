"""Who counts as reached, in one table: for leads, missed callers and promised calls alike."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import read, transaction
from contactcenter.crm.stats import facts
from contactcenter.crm.timeline import service as timeline
from contactcenter.routing.leads.models import Lead
from tests.crm.hands import save_customer
from tests.flows.desk import Desk

HOA = "+84901234567"

REACHES = [
    ({"channel": "call", "talk_seconds": 10}, True),
    ({"channel": "call", "talk_seconds": 9}, False),
    ({"channel": "call", "direction": "outbound", "talk_seconds": 40}, True),
    ({"channel": "call", "talk_seconds": None}, False),
    ({"channel": "message", "direction": "outbound"}, True),
    ({"channel": "message", "direction": "inbound"}, False),
    ({"channel": "note"}, False),
]


@pytest.mark.parametrize("is_known", [True, False], ids=["a customer", "a number"])
@pytest.mark.parametrize(("what", "is_reached"), REACHES, ids=str)
def test_one_place_decides_who_was_reached(
    app: Flask, monkeypatch: pytest.MonkeyPatch, what: dict[str, Any], is_reached: bool, is_known: bool
) -> None:
    monkeypatch.setattr(facts, "_contact_kinds", facts._contact_kinds | {"message"})
    lan = Desk(app, "Lan").sit_down()
    hoa = save_customer(lan, "Hoa", HOA) if is_known else None
    _call("missed", customer_id=hoa, state="abandoned", talk_seconds=None, answered_at=None)
    whom = {"customer_id": hoa} if hoa else {"display_name": "Hoa", "phones": [HOA]}
    lead = lan.post("/leads", {"source": "manual", "interest": "Sofa", "customer": whom}).json
    promise = lan.post("/callbacks", {"number": HOA, "from": isoformat(now() + timedelta(minutes=1)), "note": "x"})
    assert promise.status_code == 201, promise.text
    _happen(dict(what), hoa)
    with read() as session:
        assert (session.get_one(Lead, lead["id"]).first_touch_at is not None) == is_reached
    assert (lan.get("/missed-callers").json["items"] == []) == is_reached
    assert (lan.get("/callbacks").json["items"] == []) == is_reached


def _happen(what: dict[str, Any], customer_id: str | None) -> None:
    at, channel = now() + timedelta(seconds=30), what.pop("channel")
    if channel == "call":
        answered = {"answered_at": at} if what.get("talk_seconds") else {"answered_at": None}
        _call("made", customer_id=customer_id, state="completed", started_at=at, ended_at=at, **answered, **what)
        return
    with transaction() as session:
        timeline.record(
            session, kind=channel, ref_id="x1", channel="zalo", occurred_at=at, summary="", customer_id=customer_id,
            party=HOA, data=what,
        )  # fmt: skip


def _call(name: str, **more: Any) -> None:
    at = now() - timedelta(minutes=5)
    given = {"started_at": at, "ended_at": at, "provider_status": "completed", **more}
    with transaction() as session:
        call = Call(provider="twilio", account="AC", provider_call_id=f"CA{name}", from_number=HOA, party=HOA, **given)
        session.add(call)
        session.flush()
        announce(session, call)
