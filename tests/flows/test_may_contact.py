"""Whom nobody may call, and when: refused before a carrier is asked, and the refusal kept."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core.db import read
from contactcenter.core.settings import Settings
from contactcenter.privacy import gate
from contactcenter.privacy.models import ContactRefusal
from contactcenter.providers import registry
from tests.flows.desk import Desk
from tests.flows.placing import CUSTOMER, LINE, Placer, with_a_line


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_a_line(settings)


@pytest.fixture
def lan(app: Flask, placer: Placer) -> Desk:
    return Desk(app, "Lan").sit_down().available()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("113", "emergency_number"),
        ("115", "emergency_number"),
        ("1900 1234", "premium_number"),
        ("12345", "invalid_number"),
        ("<script>", "invalid_number"),
        (LINE, "own_number"),
    ],
)
def test_numbers_that_nobody_may_call_are_refused_and_the_refusal_is_kept(
    lan: Desk, placer: Placer, number: str, reason: str
) -> None:
    answer = lan.post("/calls", {"to": number})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "contact_refused")
    assert answer.json["error"]["details"]["reason"] == reason
    with read() as session:
        [refusal] = session.scalars(sa.select(ContactRefusal))
        assert (refusal.reason, refusal.actor_id, len(refusal.number_end) <= 3) == (reason, lan.user_id, True)
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 0
    assert placer.asked == []


@pytest.mark.parametrize("kind", ["do_not_call", "blocked"])
@pytest.mark.parametrize("is_number", [True, False])
def test_the_list_of_whom_not_to_call_is_kept_with_who_when_and_why(
    lan: Desk, placer: Placer, kind: str, is_number: bool
) -> None:
    an = lan.post("/customers", {"display_name": "Nguyễn An", "phones": [CUSTOMER]}).json
    path = f"/customers/{an['id']}/contact-rules"
    body = {"kind": kind, "reason": "Khách yêu cầu", **({"number": "0901 234 567"} if is_number else {})}
    [rule] = lan.post(path, body).json["items"]
    assert (rule["kind"], rule["reason"], rule["created_by_name"]) == (kind, "Khách yêu cầu", "Lan")
    assert lan.post(path, body).status_code == 409
    refused = lan.post("/calls", {"to": CUSTOMER, "customer_id": an["id"]})
    assert refused.json["error"]["details"]["reason"] == kind
    assert lan.get(path).json["refusals"][0]["reason"] == kind
    ended = lan.post(f"{path}/{rule['id']}/end", {"reason": "Khách đổi ý"}).json["items"][0]
    assert (ended["ended_by_name"], ended["ended_reason"]) == ("Lan", "Khách đổi ý")
    assert lan.post("/calls", {"to": CUSTOMER}).status_code == 201


def test_an_entry_written_down_with_somebody_else_is_seen_and_ended_where_it_binds(lan: Desk, placer: Placer) -> None:
    an = lan.post("/customers", {"display_name": "Nguyễn An", "phones": [CUSTOMER]}).json
    other = lan.post("/customers", {"display_name": "Trần Bình", "phones": ["0912000111"]}).json
    path = f"/customers/{an['id']}/contact-rules"
    lan.post(f"/customers/{other['id']}/contact-rules", {"number": CUSTOMER, "reason": "Nhầm"})
    [rule] = lan.get(path).json["items"]
    assert rule["listed_with"] == {"id": other["id"], "name": "Trần Bình"}
    ended = lan.post(f"{path}/{rule['id']}/end", {"reason": "Không phải số ấy"})
    assert ended.json["items"][0]["ended_by_name"] == "Lan"
    assert lan.post("/calls", {"to": CUSTOMER}).status_code == 201
    [same] = lan.get(f"/customers/{other['id']}/contact-rules").json["items"]
    assert (same["listed_with"], same["ended_reason"]) == (None, "Không phải số ấy")


def test_the_customers_own_flag_counts_for_whoever_shares_the_number(lan: Desk, placer: Placer) -> None:
    an = lan.post("/customers", {"display_name": "An", "phones": [CUSTOMER]}).json
    changed = lan.http.patch(
        f"/api/v1/customers/{an['id']}", json={"do_not_call": True}, headers={"X-CSRF-Token": lan.csrf}
    )
    assert changed.status_code == 200
    assert lan.post("/calls", {"to": "0901 234 567"}).json["error"]["details"]["reason"] == "do_not_call"


def test_the_gate_fails_closed(lan: Desk, placer: Placer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise sa.exc.OperationalError("…", None, Exception())

    monkeypatch.setattr(gate, "_listed", broken)
    assert lan.post("/calls", {"to": CUSTOMER}).json["error"]["details"]["reason"] == "cannot_check"


def test_advertising_calls_keep_to_the_lawful_hours(app: Flask) -> None:
    noon, night = datetime(2026, 3, 24, 5, tzinfo=UTC), datetime(2026, 3, 24, 12, tzinfo=UTC)  # 12:00 and 19:00 there
    with read() as session:
        told = [
            gate.may_contact(session, None, CUSTOMER, "voice", purpose, moment).reason
            for purpose, moment in (("advertising", noon), ("advertising", night), ("service", night), ("?", noon))
        ]
    assert told == [None, "outside_hours", None, "cannot_check"]


def test_the_demo_never_dials_a_real_carrier(app: Flask, settings: Settings, placer: Placer) -> None:
    from contactcenter.calls.outbound import service
    from contactcenter.core import settings as settings_module

    demo = replace(settings, is_demo=True)
    settings_module.use(demo)
    registry.configure(demo)
    assert service.choose_provider().name == "simulator"


def test_without_a_number_of_our_own_nobody_calls_out(app: Flask, settings: Settings, lan: Desk) -> None:
    registry.configure(replace(settings, twilio=replace(settings.twilio, phone_number="")))
    answer = lan.post("/calls", {"to": CUSTOMER})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "no_line")
