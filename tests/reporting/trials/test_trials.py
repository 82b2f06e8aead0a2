"""Trials over HTTP: a past period played by the policy that stood gives what happened, another one something else."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.clock import isoformat
from contactcenter.core.db import read, transaction
from contactcenter.core.jobs import MemoryQueue
from contactcenter.reporting.trials import running, service
from contactcenter.reporting.trials.loading import load
from contactcenter.reporting.trials.models import PolicyTrial
from contactcenter.routing import kinds
from tests.flows.desk import Desk
from tests.reporting.trials.day import START, Clock, Day
from tests.routing import floor

HOURS = timedelta(hours=5)
ANOTHER = {"name": "Hai người nữa", "extra": [{"count": 2, "starts_minute": 0, "ends_minute": 1440}]}


@pytest.fixture
def morning(app: Flask, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    """Three people and some callers (a parameter: how many), handed out by the engine itself."""
    known = dict(kinds._kinds)
    floor.register(rings=True)
    day = Day(monkeypatch, seed=3)
    day.staff("lan", "minh", "hoa")
    day.run(getattr(request, "param", 12), HOURS.total_seconds() - 600)
    Clock.at = START + HOURS
    yield app
    kinds._kinds.clear()
    kinds._kinds.update(known)


@pytest.fixture
def lead(morning: Flask) -> Desk:
    return Desk(morning, "Nam", "supervisor").sit_down()


def asked(**values: Any) -> dict[str, Any]:
    given = {"starts_at": isoformat(START), "ends_at": isoformat(START + HOURS), "variants": [ANOTHER], "runs": 2}
    return {**given, **values}


@pytest.mark.parametrize("morning", [120], indirect=True)
def test_the_policy_that_stood_gives_what_happened_and_more_people_give_more(lead: Desk, queue: MemoryQueue) -> None:
    made = lead.post("/trials", asked(title="Thêm người", runs=5))
    assert (made.status_code, made.json["state"]) == (201, "waiting"), made.text
    queue.drain()
    done = lead.get(f"/trials/{made.json['id']}").json
    assert (done["state"], done["progress"]) == ("done", 1.0)
    found = done["result"]
    assert found["check"]["is_good"], found["check"]
    assert {one["name"] for one in found["check"]["figures"]} >= {"service_level", "average_wait", "occupancy"}
    actual, more = found["actual"], found["variants"][0]["figures"]
    assert (actual["offered"], more["offered"]) == (120, 120)
    assert more["average_wait"] < actual["average_wait"]
    assert more["occupancy"] < actual["occupancy"]
    assert {one["agent_id"] for one in more["agents"]} == {"lan", "minh", "hoa", "extra_1", "extra_2"}
    assert found["patience"]["left"] == actual["abandoned"]
    assert [row["id"] for row in lead.get("/trials").json["items"]] == [made.json["id"]]
    assert lead.http.delete(
        f"/api/v1/trials/{made.json['id']}", headers={"X-CSRF-Token": lead.csrf}
    ).status_code == 204  # fmt: skip


def test_settings_changed_since_are_not_taken_for_those_that_stood(lead: Desk) -> None:
    admin = Desk(lead.app, "Bich", "admin").sit_down()
    default = next(q for q in admin.get("/queues").json["items"] if q["is_default"])
    admin.http.patch(f"/api/v1/queues/{default['id']}", json={"ring_seconds": 60}, headers={"X-CSRF-Token": admin.csrf})
    with read() as session:
        scene = load(session, START, START + HOURS).scene
    assert [rules.ring_seconds for _, rules in scene.rules[default["id"]]] == [20]


def test_a_trial_is_stopped_and_a_dead_one_taken_up_again(lead: Desk, queue: MemoryQueue) -> None:
    first = lead.post("/trials", asked()).json["id"]
    assert lead.post("/trials", asked()).status_code == 201
    assert lead.post("/trials", asked()).json["error"]["code"] == "too_many_trials"
    assert lead.post(f"/trials/{first}/cancel").json["state"] == "canceled"
    running.run(first)
    assert lead.get(f"/trials/{first}").json["result"] is None
    with transaction() as session:
        other = session.query(PolicyTrial).filter_by(state="waiting").one()
        other.state, other.touched_at = "running", Clock.at - 2 * service.STALLED
        service.enqueue_again(session, other.id)
    queue.waiting = [one for one in queue.waiting if one[2].endswith("-1")]
    queue.drain()
    assert lead.get(f"/trials/{other.id}").json["state"] == "done"


NONSENSE: list[tuple[dict[str, Any], int, str | None]] = [
    ({"ends_at": isoformat(START)}, 422, "invalid"),
    ({"ends_at": isoformat(START + timedelta(days=2))}, 422, "invalid"),
    ({"starts_at": isoformat(START - timedelta(days=40))}, 422, "invalid"),
    ({"starts_at": isoformat(START - 2 * HOURS), "ends_at": isoformat(START - HOURS)}, 422, "trial_without_work"),
    ({"queue_id": "nowhere"}, 404, "queue_not_found"),
    ({"variants": []}, 422, None),
    ({"variants": [ANOTHER] * 4}, 422, None),
    ({"variants": [{"name": "x", "without": ["nobody"]}]}, 422, "invalid"),
    ({"variants": [{"name": "x", "rules": {"ring_seconds": -5}}]}, 422, None),
    ({"variants": [{"name": "x", "rules": {"is_active": False}}]}, 422, None),
    ({"variants": [{"name": "x", "extra": [{"count": 10**9, "starts_minute": 0, "ends_minute": 60}]}]}, 422, None),
    ({"runs": 1000}, 422, None),
    ({"seed": "x"}, 422, None),
    ({"starts_at": "gestern"}, 422, None),
]


def test_nonsense_is_refused_and_leaves_nothing(lead: Desk) -> None:
    for values, status, code in NONSENSE:
        answer = lead.post("/trials", asked(**values))
        assert answer.status_code == status, (values, answer.text)
        assert code is None or answer.json["error"]["code"] == code, values
    assert lead.get("/trials").json["items"] == []


def test_agents_try_no_policies(morning: Flask) -> None:
    assert Desk(morning, "An").sit_down().post("/trials", asked()).status_code == 403
