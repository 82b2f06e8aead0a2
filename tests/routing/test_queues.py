"""Queues, skills and capacity as an admin edits them over HTTP: effective at once, nonsense refused."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.db import read
from contactcenter.routing.models import Queue
from tests.flows.desk import Desk
from tests.routing import floor


class Admin(Desk):
    def send(self, method: str, path: str, body: dict[str, Any] | None = None, version: int | None = None) -> Any:
        headers = {"X-CSRF-Token": self.csrf, **({"If-Match": f'"{version}"'} if version is not None else {})}
        return self.http.open(f"/api/v1{path}", method=method, json=body or {}, headers=headers)


@pytest.fixture
def admin(parcels: Flask) -> Admin:
    return Admin(parcels, "Bich", "admin").sit_down()  # type: ignore[return-value]


def default_queue(admin: Admin) -> dict[str, Any]:
    return next(q for q in admin.get("/queues").json["items"] if q["is_default"])


def test_a_queue_is_made_changed_and_put_away(admin: Admin) -> None:
    floor.hire("a")
    made = admin.post("/queues", {"name": "Bảo hành", "menu_key": "5", "members": [{"agent_id": "a", "weight": 3}]})
    assert made.status_code == 201, made.text
    queue = made.json
    assert (queue["version"], queue["members"][0]["weight"], queue["warnings"]) == (1, 3, [])
    changed = admin.send("PATCH", f"/queues/{queue['id']}", {"ring_seconds": 30}, version=1)
    assert (changed.json["version"], changed.json["ring_seconds"], changed.json["name"]) == (2, 30, "Bảo hành")
    assert changed.headers["ETag"] == '"2"'
    assert admin.send("PATCH", f"/queues/{queue['id']}", {"ring_seconds": 25}, version=1).status_code == 412
    assert admin.send("PATCH", f"/queues/{queue['id']}", {"ring_seconds": 30}).json["version"] == 2, "nothing new"
    assert admin.send("DELETE", f"/queues/{queue['id']}", version=2).status_code == 204
    assert queue["id"] not in [q["id"] for q in admin.get("/queues").json["items"]]
    assert admin.get(f"/queues/{queue['id']}").json["is_active"] is False


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": ""}, 422, "name"),
        ({"name": "X", "ring_seconds": -5}, 422, "ring_seconds"),
        ({"name": "X", "ring_seconds": 0}, 422, "ring_seconds"),
        ({"name": "X", "wrap_up_seconds": "abc"}, 422, "wrap_up_seconds"),
        ({"name": "X", "max_wait_seconds": 10**12}, 422, "max_wait_seconds"),
        ({"name": "X", "strategy": "best"}, 422, "strategy"),
        ({"name": "X", "wrap_up_mode": "never"}, 422, "wrap_up_mode"),
        ({"name": "X", "menu_key": "12"}, 422, "menu_key"),
        ({"name": "X", "menu_key": "1"}, 409, "menu_key"),
        ({"name": " CHĂM  SÓC khách hàng"}, 409, "name"),
        ({"name": "X", "members": [{"agent_id": "nobody"}]}, 422, "members"),
        ({"name": "X", "members": [{"agent_id": "a"}, {"agent_id": "a"}]}, 422, "members"),
        ({"name": "X", "members": [{"agent_id": "a", "weight": -1}]}, 422, "members"),
        ({"name": "X", "required_skills": [{"skill_id": "skl_none"}]}, 422, "required_skills"),
        ({"name": "X", "relaxation": [{"after_seconds": 30, "skill_id": "skl_none"}]}, 422, "relaxation"),
        ({"name": "X", "relaxation": [{"after_seconds": 30}, {"after_seconds": 20}]}, 422, "relaxation"),
        ({"name": "X", "relaxation": [{"after_seconds": -1}]}, 422, "relaxation"),
        ({"name": "X", "overflow_after_seconds": 30}, 422, "overflow_queue_id"),
        ({"name": "X", "overflow_queue_id": "que_none", "overflow_after_seconds": 30}, 422, "overflow_queue_id"),
        ({"name": "X", "calendar_id": "clr_none"}, 422, "calendar_id"),
        ({"name": "X", "dispositions": ["none"]}, 422, "dispositions"),
        ({"name": "X", "is_default": True}, 422, "is_default"),
    ],
)
def test_nonsense_is_refused_and_leaves_no_row(admin: Admin, body: dict[str, Any], status: int, field: str) -> None:
    floor.hire("a")
    answer = admin.post("/queues", body)
    assert answer.status_code == status, answer.text
    assert field in str(answer.json["error"]["details"]), answer.text
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Queue)) == 1


def test_an_overflow_may_not_lead_in_a_circle(admin: Admin) -> None:
    first = default_queue(admin)
    second = admin.post("/queues", {"name": "Two", "overflow_queue_id": first["id"], "overflow_after_seconds": 60}).json
    third = admin.post(
        "/queues", {"name": "Three", "overflow_queue_id": second["id"], "overflow_after_seconds": 60}
    ).json
    for target in (first, second, third):
        body = {"overflow_queue_id": target["id"], "overflow_after_seconds": 30}
        answer = admin.send("PATCH", f"/queues/{first['id']}", body)
        assert answer.status_code == 422, target["name"]
    assert default_queue(admin)["version"] == first["version"]


def test_the_default_queue_and_one_in_use_cannot_be_put_away(admin: Admin) -> None:
    first = default_queue(admin)
    assert admin.send("DELETE", f"/queues/{first['id']}").json["error"]["code"] == "default_queue"
    busy = floor.new_queue("Busy")
    floor.enter("p1", queue=busy)
    assert admin.send("DELETE", f"/queues/{busy}").json["error"]["code"] == "queue_in_use"


def test_what_looks_odd_is_a_warning(admin: Admin) -> None:
    floor.hire("a")
    skill = admin.post("/skills", {"name": "English", "kind": "language"}).json
    queue = admin.post(
        "/queues",
        {
            "name": "Odd",
            "strategy": "weighted_round_robin",
            "members": [{"agent_id": "a", "weight": 0}],
            "required_skills": [{"skill_id": skill["id"], "level": 2}],
        },
    ).json
    assert [w["code"] for w in queue["warnings"]] == ["all_weights_zero", "nobody_has_skills"]
    empty = admin.post("/queues", {"name": "Empty"}).json
    assert [w["code"] for w in empty["warnings"]] == ["no_members"]


def test_a_change_is_effective_at_once_and_old_decisions_keep_their_version(admin: Admin) -> None:
    floor.hire("a")
    queue = default_queue(admin)
    skill = admin.post("/skills", {"name": "English", "kind": "language"}).json
    admin.send("PATCH", f"/queues/{queue['id']}", {"required_skills": [{"skill_id": skill["id"], "level": 3}]})
    item_id = floor.enter("p1")
    assert floor.item("p1").limbo_reason == "no_skill"
    assert admin.send("PATCH", f"/skills/{skill['id']}", {"is_active": False}).json["error"]["code"] == "skill_in_use"
    weak = {"skills": [{"skill_id": skill["id"], "level": 2}]}
    assert admin.put("/agents/a/skills", weak).json["skills"][0]["name"] == "English"
    assert floor.offered_to("p1") == []
    assert admin.put("/agents/a/skills", {"skills": [{"skill_id": skill["id"], "level": 3}]}).status_code == 200
    assert floor.offered_to("p1") == ["a"], "the skill was what kept them apart"
    first, second = admin.get(f"/work-items/{item_id}/decisions").json["items"]
    assert (first["reason"], first["chosen"], first["queue_version"]) == ("no_skill", None, 2)
    assert first["candidates"] == [
        {
            "agent_id": "a", "name": "A", "failed": [f"skill_{skill['id']}"], "score": None,
            "is_chosen": False, "outcome": None, "outcome_reason": None,
        },
        *[c for c in first["candidates"] if c["agent_id"] != "a"],
    ]  # fmt: skip
    assert (second["chosen_name"], second["strategy"], second["policy"]["version"]) == ("A", "longest_idle", 2)
    admin.send("PATCH", f"/queues/{queue['id']}", {"strategy": "top_down", "required_skills": []})
    floor.enter("p2")
    kept = admin.get("/work-items/decisions?kind=parcel&ref_id=p1").json["items"]
    assert [d["queue_version"] for d in kept] == [2, 2]
    made = admin.get("/work-items/decisions?kind=parcel&ref_id=p2").json["items"]
    assert [(d["queue_version"], d["strategy"]) for d in made] == [(3, "top_down")]


def test_a_new_member_gets_what_waits(admin: Admin) -> None:
    queue_id = floor.new_queue("Second")
    floor.enter("p1", queue=queue_id)
    floor.hire("a")
    admin.send("PATCH", f"/queues/{queue_id}", {"members": [{"agent_id": "a"}]})
    assert floor.offered_to("p1") == ["a"]


def test_more_capacity_takes_more_work_and_nonsense_is_refused(admin: Admin) -> None:
    floor.hire("a")
    for n in range(5):
        floor.enter(f"p{n}")
    assert floor.offered_to("p4") == []
    for bad in ({"chats": -1}, {"calls": 99}, {"chats": "many"}, {"faxes": 1}):
        assert admin.send("PATCH", "/agents/a/capacity", bad).status_code == 422, bad
    shown = admin.send("PATCH", "/agents/a/capacity", {"chats": 5}).json
    assert shown["capacity"] == {"calls": 1, "chats": 5, "emails": 1, "leads": None}
    assert floor.offered_to("p4") == ["a"]
    assert admin.send("PATCH", "/agents/nobody/capacity", {"chats": 5}).status_code == 404


def test_supervisors_read_and_do_not_change(admin: Admin, parcels: Flask) -> None:
    lead = Admin(parcels, "Nam", "supervisor").sit_down()
    queue = default_queue(lead)  # type: ignore[arg-type]
    assert lead.get("/agents/routing").status_code == 200
    assert lead.send("PATCH", f"/queues/{queue['id']}", {"priority": 1}).status_code == 403  # type: ignore[attr-defined]
