"""Looks at sensitive values: asked for with a reason, or had by one's role; kept either way."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.crm.masking.rules import set_rules
from tests.crm.profile.desk import ProfileDesk


def views(person: ProfileDesk, customer_id: str) -> list[dict[str, Any]]:
    answer = person.get(f"/customers/{customer_id}/views")
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


@pytest.fixture
def hidden(app: Flask) -> None:
    with transaction() as session:
        set_rules(session, [{"role": "agent", "what": what} for what in ("phone", "sensitive")], actor_id=None)


@pytest.mark.usefixtures("hidden")
def test_a_hidden_value_is_shown_for_a_reason_that_is_kept(
    desk: ProfileDesk, admin: ProfileDesk, supervisor: ProfileDesk
) -> None:
    saved = admin.save("Hoa", "0901234567", income_band="20m_50m")
    path = f"/customers/{saved['id']}/reveals"
    number = desk.send(path, {"identity_id": saved["phones"][0]["id"], "reason": "khách nhờ đọc lại số"})
    assert (number.status_code, number.json["value"], number.json["national"]) == (
        201, "+84901234567", "0901 234 567",
    )  # fmt: skip
    income = desk.send(path, {"field": "income_band", "reason": "duyệt trả góp"})
    assert income.json["value"] == "20m_50m"
    by_agent = [v for v in views(supervisor, saved["id"]) if v["actor_name"] == "Lan"]
    assert [(v["label_en"], v["reason"]) for v in by_agent] == [
        ("Monthly income", "duyệt trả góp"),
        ("Phone", "khách nhờ đọc lại số"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"field": "income_band"},
        {"field": "income_band", "reason": "  "},
        {"field": "income_band", "reason": "x" * 301},
        {"reason": "vì tôi muốn"},
        {"field": "income_band", "identity_id": "idn_1", "reason": "cả hai"},
    ],
)
def test_a_look_without_a_reason_or_an_object_is_refused(desk: ProfileDesk, body: dict[str, Any]) -> None:
    saved = desk.save("Hoa")
    assert desk.send(f"/customers/{saved['id']}/reveals", body).status_code == 422


def test_what_does_not_exist_cannot_be_shown(desk: ProfileDesk) -> None:
    saved, other = desk.save("Hoa"), desk.save("Long", "0901234567")
    path = f"/customers/{saved['id']}/reveals"
    for body in ({"field": "nope"}, {"identity_id": other["phones"][0]["id"]}):
        assert desk.send(path, {**body, "reason": "để thử"}).status_code == 404
    assert desk.send("/customers/cus_nobody/reveals", {"field": "notes", "reason": "để thử"}).status_code == 404


def test_looks_one_has_by_role_are_kept_once_in_a_while(
    admin: ProfileDesk, desk: ProfileDesk, supervisor: ProfileDesk
) -> None:
    saved = admin.save("Hoa", income_band="20m_50m")
    for _ in range(3):
        desk.customer(saved["id"])
    seen = [(v["actor_name"], v["field"], v["reason"]) for v in views(supervisor, saved["id"])]
    assert seen == [("Lan", "income_band", None), ("Bich", "income_band", None)]


def test_a_profile_without_sensitive_values_leaves_no_trace(desk: ProfileDesk, supervisor: ProfileDesk) -> None:
    saved = desk.save("Hoa", "0901234567")
    desk.customer(saved["id"])
    assert views(supervisor, saved["id"]) == []


def test_lists_never_tell_sensitive_values_to_anybody(admin: ProfileDesk) -> None:
    admin.save("Hoa", income_band="20m_50m")
    [row] = admin.get("/customers").json["items"]
    assert (row["income_band"], row["masked_fields"]) == ("•••", ["income_band"])


def test_a_field_made_sensitive_is_watched_from_then_on(
    admin: ProfileDesk, desk: ProfileDesk, supervisor: ProfileDesk
) -> None:
    field = admin.send("/customer-fields/custom", {"type": "money", "label_vi": "Lương"}).json
    saved = desk.save("Hoa", custom={"luong": 20_000_000})
    assert views(supervisor, saved["id"]) == []
    admin.patch(f"/customer-fields/custom/{field['id']}", {"is_sensitive": True})
    desk.customer(saved["id"])
    assert [v["field"] for v in views(supervisor, saved["id"])] == ["custom.luong"]


def test_agents_do_not_see_who_looked(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa")
    assert desk.get(f"/customers/{saved['id']}/views").status_code == 403
