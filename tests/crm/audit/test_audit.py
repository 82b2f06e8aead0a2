"""Data quality: counted as it is shown, mended for many at once, and taken back as a whole."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.crm.audit import actions, measuring, running
from contactcenter.crm.audit import jobs as audit_jobs
from contactcenter.crm.audit.models import BulkFix, FieldQuality
from contactcenter.crm.models import Customer, FieldChange, Identity
from tests.crm.orders.shop import patch, save
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Nam", role="supervisor").sit_down()


def told(desk: Desk, field: str) -> dict[str, Any]:
    return next(one for one in desk.get("/data-quality").json["items"] if one["field"] == field)


def listed(desk: Desk, query: str) -> set[str]:
    answer = desk.get(f"/customers?{query}")
    assert answer.status_code == 200, answer.text
    return {one["display_name"] for one in answer.json["items"]}


def fix(desk: Desk, queue: jobs.MemoryQueue, **body: Any) -> dict[str, Any]:
    answer = desk.post("/data-quality/fixes", body)
    assert answer.status_code == 201, answer.text
    queue.drain()
    return dict(desk.get(f"/data-quality/fixes/{answer.json['id']}").json)


def values(name: str) -> dict[str, Any]:
    with read() as session:
        return {c.display_name: getattr(c, name) for c in session.scalars(sa.select(Customer))}


def test_what_is_counted_is_what_is_shown(desk: Desk, queue: jobs.MemoryQueue) -> None:
    save(desk, "Nguyễn Thị Hoa", "0901234567", company="FPT", gender="female", honorific="Anh")
    save(desk, "TRẦN VĂN LONG", emails=["long@gmial.com"], company="n/a")
    save(desk, "khách 12", "0912000111", company="Nhà  Xanh", birthday="1950-05-05")
    assert desk.get("/data-quality").json["measured_at"] is None
    assert desk.post("/data-quality/measurements").status_code == 202
    queue.drain()
    quality = desk.get("/data-quality").json
    assert quality["customers"] == 3
    counted = {
        (one["field"], issue): one["customers"] - one["filled"] if issue == "missing" else one[issue]
        for one in quality["items"]
        for issue in one["issues"]
    }
    assert counted["phone", "missing"] == 1
    assert counted["email", "invalid"] == 1
    assert counted["display_name", "invalid"] == 2
    assert counted["company", "invalid"] == 2
    assert counted["gender", "conflicting"] == 1
    for (field, issue), count in counted.items():
        assert len(listed(desk, f"{issue}={field}")) == count, (field, issue)
    assert listed(desk, "missing=phone") == {"TRẦN VĂN LONG"}
    assert listed(desk, "invalid=display_name") == {"TRẦN VĂN LONG", "khách 12"}


def test_custom_fields_of_every_type_are_counted(desk: Desk, app: Flask) -> None:
    from contactcenter.crm.fields.models import CustomField

    kinds = ("text", "long_text", "number", "date", "choice", "multi_choice", "money")
    choices = [{"code": "a", "label_vi": "A", "label_en": "A"}]
    filled = {
        "text": "x y",
        "long_text": "z",
        "number": 3,
        "date": "2026-01-01",
        "choice": "a",
        "multi_choice": ["a"],
        "money": 5,
    }
    with transaction() as session:
        for kind in kinds:
            session.add(CustomField(key=kind, type=kind, label_vi=kind, label_en=kind, choices=choices))
    save(desk, "Hoa", custom=filled)
    save(desk, "Mai")
    measuring.measure()
    for kind in kinds:
        one = told(desk, f"custom.{kind}")
        assert (one["filled"], one["customers"]) == (1, 2), kind
        assert listed(desk, f"missing=custom.{kind}") == {"Mai"}


def test_old_values_are_stale_until_somebody_confirms_them(desk: Desk) -> None:
    hoa = save(desk, "Hoa", "0901234567", address="1 Lê Lợi")
    with transaction() as session:
        session.execute(sa.update(Customer).values(created_at=now() - timedelta(days=900)))
        session.execute(sa.update(Identity).values(created_at=now() - timedelta(days=900)))
    assert listed(desk, "stale=address") == listed(desk, "stale=phone") == {"Hoa"}
    assert listed(desk, "stale=display_name") == set()
    patch(desk, f"/customers/{hoa}", {"address": "2 Lê Lợi"})
    assert listed(desk, "stale=address") == set()


def test_two_hands_on_one_field_are_a_conflict(desk: Desk, app: Flask) -> None:
    hoa = save(desk, "Hoa")
    patch(desk, f"/customers/{hoa}", {"company": "A"})
    assert listed(desk, "conflicting=company") == set()
    patch(Desk(app, "Lan").sit_down(), f"/customers/{hoa}", {"company": "B"})
    assert listed(desk, "conflicting=company") == {"Hoa"}


def test_same_names_and_numbers_are_duplicates(desk: Desk) -> None:
    save(desk, "Nguyễn Thị Hoa", "0901234567")
    second = desk.http.post(
        "/api/v1/customers?allow_duplicate=1",
        json={"display_name": "Nguyen Thi Hoa", "phones": ["0901234567"]},
        headers={"X-CSRF-Token": desk.csrf},
    )
    assert second.status_code == 201
    save(desk, "Mai", "0912000111")
    both = {"Nguyễn Thị Hoa", "Nguyen Thi Hoa"}
    assert listed(desk, "duplicated=phone") == listed(desk, "duplicated=display_name") == both


def test_a_day_has_one_row_a_field_and_a_trend_has_days(desk: Desk) -> None:
    save(desk, "Hoa")
    measuring.measure()
    measuring.measure()
    with transaction() as session:
        rows = session.scalars(sa.select(FieldQuality)).all()
        assert len(rows) == len({row.field for row in rows})
        columns = [c.name for c in FieldQuality.__table__.columns]
        before = [{**{n: getattr(row, n) for n in columns}, "day": row.day - timedelta(days=1)} for row in rows]
        session.execute(sa.insert(FieldQuality), before)
    assert len(told(desk, "company")["trend"]) == 2


def test_a_field_set_for_all_who_lack_it_is_taken_back_as_a_whole(desk: Desk, queue: jobs.MemoryQueue) -> None:
    ids = [save(desk, f"Hoa {letter}") for letter in "abc"]
    save(desk, "Mai", province="Hà Nội")
    body = {"field": "province", "action": "set", "value": "Đà Nẵng", "target": {"issue": "missing"}}
    looked = desk.post("/data-quality/fixes/preview", body).json
    assert looked["total"] == 3
    assert looked["sample"][0] | {"display_name": ""} == {
        "customer_id": ids[0], "display_name": "", "is_hidden": False, "old": None, "new": "Đà Nẵng",
    }  # fmt: skip
    assert set(values("province").values()) == {None, "Hà Nội"}
    done = fix(desk, queue, **body)
    assert (done["state"], done["total"], done["changed"], done["skipped"]) == ("done", 3, 3, 0)
    assert values("province") == {"Hoa a": "Đà Nẵng", "Hoa b": "Đà Nẵng", "Hoa c": "Đà Nẵng", "Mai": "Hà Nội"}
    with read() as session:
        causes = set(session.execute(sa.select(FieldChange.cause, FieldChange.batch_id, FieldChange.actor_id)).all())
    assert causes == {("bulk", done["id"], desk.user_id)}
    patch(desk, f"/customers/{ids[1]}", {"province": "Huế"})
    assert desk.post(f"/data-quality/fixes/{done['id']}/undo").json["state"] == "undoing"
    queue.drain()
    undone = desk.get(f"/data-quality/fixes/{done['id']}").json
    assert (undone["state"], undone["restored"], undone["kept"]) == ("undone", 2, 1)
    assert values("province") == {"Hoa a": None, "Hoa b": "Huế", "Hoa c": None, "Mai": "Hà Nội"}
    assert desk.post(f"/data-quality/fixes/{done['id']}/undo").status_code == 409


def test_names_are_tidied_and_placeholders_forgotten(desk: Desk, queue: jobs.MemoryQueue) -> None:
    save(desk, "TRẦN VĂN LONG", company="n/a")
    save(desk, "nguyễn  thị hoa", company=" Nhà  Xanh ")
    assert fix(desk, queue, field="display_name", action="tidy", target={"issue": "invalid"})["changed"] == 2
    assert fix(desk, queue, field="company", action="tidy", target={"issue": "invalid"})["changed"] == 2
    assert values("company") == {"Trần Văn Long": None, "Nguyễn Thị Hoa": "Nhà Xanh"}


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("TRẦN VĂN A", "Trần Văn A"),
        ("đặng thị bích", "Đặng Thị Bích"),
        ("Nguyễn  Văn An", "Nguyễn Văn An"),
        ("McDonald", "McDonald"),
    ],
)
def test_a_name_gets_its_capitals(written: str, tidy: str) -> None:
    assert actions.tidied(written, is_name=True) == tidy


def test_old_numbers_are_read_by_todays_rules(desk: Desk, queue: jobs.MemoryQueue) -> None:
    hoa = save(desk, "Hoa", "0901234567")
    with transaction() as session:
        session.execute(sa.update(Identity).values(value="+841682345678", national="0168 234 5678", last9="682345678"))
    assert listed(desk, "invalid=phone") == {"Hoa"}
    done = fix(desk, queue, field="phone", action="reparse", target={"issue": "invalid"})
    assert done["changed"] == 1
    assert [p["e164"] for p in desk.get(f"/customers/{hoa}").json["phones"]] == ["+84382345678"]
    assert listed(desk, "invalid=phone") == set()


def test_an_owner_who_left_is_replaced(desk: Desk, app: Flask, queue: jobs.MemoryQueue) -> None:
    from contactcenter.agents.models import User

    lan = Desk(app, "Lan").sit_down()
    save(desk, "Hoa", owner_id=lan.user_id)
    with transaction() as session:
        session.execute(sa.update(User).where(User.id == lan.user_id).values(is_active=False))
    assert listed(desk, "invalid=owner_id") == {"Hoa"}
    fix(desk, queue, field="owner_id", action="set", value=desk.user_id, target={"issue": "invalid"})
    assert values("owner_id") == {"Hoa": desk.user_id}


def test_a_killed_fix_goes_on_where_it_was(desk: Desk, queue: jobs.MemoryQueue, monkeypatch: Any) -> None:
    for number in range(30):
        save(desk, f"Hoa {number}")
    answer = desk.post(
        "/data-quality/fixes", {"field": "province", "action": "set", "value": "Huế", "target": {"issue": "missing"}}
    )
    fix_id = answer.json["id"]
    whole, pieces = running._mend_some, iter([True])

    def dies(*args: Any) -> bool:
        if next(pieces, None) is None:
            raise RuntimeError("killed")
        return whole(*args)

    monkeypatch.setattr(running, "_mend_some", dies)
    with pytest.raises(RuntimeError, match="killed"):
        audit_jobs.apply_bulk_fix(fix_id)
    with read() as session:
        half = session.get_one(BulkFix, fix_id)
        assert half.state == "running"
        assert 0 < half.seen < 30
    monkeypatch.setattr(running, "_mend_some", whole)
    audit_jobs.apply_bulk_fix(fix_id)
    audit_jobs.apply_bulk_fix(fix_id)
    done = desk.get(f"/data-quality/fixes/{fix_id}").json
    assert (done["state"], done["seen"], done["changed"]) == ("done", 30, 30)
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(FieldChange)) == 30


def test_a_canceled_fix_stops_and_can_be_taken_back(desk: Desk, queue: jobs.MemoryQueue) -> None:
    save(desk, "Hoa")
    body = {"field": "province", "action": "set", "value": "Huế", "target": {"issue": "missing"}}
    fix_id = desk.post("/data-quality/fixes", body).json["id"]
    assert desk.post(f"/data-quality/fixes/{fix_id}/cancel").json["state"] == "canceled"
    queue.drain()
    assert values("province") == {"Hoa": None}
    desk.post(f"/data-quality/fixes/{fix_id}/undo")
    queue.drain()
    assert desk.get(f"/data-quality/fixes/{fix_id}").json["state"] == "undone"


BAD = [
    {"field": "province", "action": "set", "target": {"issue": "missing"}},
    {"field": "province", "action": "set", "value": "x" * 50_000, "target": {"issue": "missing"}},
    {"field": "province", "action": "set", "value": 5, "target": {"issue": "missing"}},
    {"field": "province", "action": "set", "value": "Huế", "target": {}},
    {"field": "province", "action": "set", "value": "Huế", "target": {"issue": "ugly"}},
    {"field": "province", "action": "explode", "target": {"issue": "missing"}},
    {"field": "birthday", "action": "set", "value": "someday", "target": {"issue": "missing"}},
    {"field": "birthday", "action": "tidy", "target": {"issue": "missing"}},
    {"field": "display_name", "action": "clear", "target": {"issue": "filled"}},
    {"field": "phone", "action": "clear", "target": {"issue": "missing"}},
    {"field": "province", "action": "reparse", "target": {"issue": "missing"}},
    {"field": "owner_id", "action": "set", "value": "usr_nobody", "target": {"issue": "missing"}},
    {"field": "company", "action": "clear", "target": {"issue": "filled"}},
]


@pytest.mark.parametrize("body", BAD)
def test_fixes_that_cannot_be_are_refused(desk: Desk, body: dict[str, Any]) -> None:
    save(desk, "Hoa")
    answer = desk.post("/data-quality/fixes", body)
    assert answer.status_code == 422, answer.text
    assert desk.get("/data-quality/fixes").json["items"] == []


def test_unknown_fields_and_fixes_are_not_found(desk: Desk) -> None:
    body = {"field": "shoe_size", "action": "clear", "target": {"issue": "missing"}}
    assert desk.post("/data-quality/fixes", body).status_code == 404
    assert desk.get("/customers?missing=shoe_size").status_code == 404
    assert desk.post("/data-quality/fixes/bfx_none/undo").status_code == 404


def test_the_audit_is_for_leads(app: Flask) -> None:
    assert Desk(app, "Lan").sit_down().get("/data-quality").status_code == 403


def test_believable_birthdays_are_left_alone(desk: Desk) -> None:
    save(desk, "Hoa", birthday="1950-05-05")
    with transaction() as session:
        session.add(Customer(display_name="Mai", name_folded="mai", birthday=date(2150, 1, 1), custom={}))
        session.add(Customer(display_name="An", name_folded="an", birthday=date(1901, 1, 1), custom={}))
    assert listed(desk, "invalid=birthday") == {"Mai", "An"}
