"""What each was entitled to and received: of calls and conversations, by what their decisions considered."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.routing import kinds
from contactcenter.routing.models import QueueMember
from tests.flows.desk import Desk
from tests.routing import floor


@pytest.fixture
def lead(app: Flask) -> Any:
    known = dict(kinds._kinds)
    floor.register()
    yield Desk(app, "Nam", "supervisor").sit_down()
    kinds._kinds.clear()
    kinds._kinds.update(known)


def shares(lead: Desk, query: str = "") -> dict[str, tuple[float, int]]:
    answer = lead.get(f"/reports/fairness{query}")
    assert answer.status_code == 200, answer.text
    return {one["agent_id"]: (one["entitled"], one["received"]) for one in answer.json["items"]}


def give(*refs: str, **values: Any) -> None:
    for ref in refs:
        floor.enter(ref, **values)
        floor.accept(ref)


def test_everybody_who_could_have_taken_it_is_entitled_to_a_part(lead: Desk) -> None:
    floor.hire("lan", "minh")
    floor.set_queue(strategy="top_down")
    give("p1", "p2", "p3", "p4")
    assert shares(lead) == {"lan": (2.0, 4), "minh": (2.0, 0)}
    told = lead.get("/reports/fairness").json
    assert (told["total"], told["fairness"], told["most_off"]) == (4, 0.5, 2.0)


def test_a_rotation_divides_by_weight(lead: Desk) -> None:
    floor.hire("lan", "minh")
    queue = floor.set_queue(strategy="weighted_round_robin")
    with transaction() as session:
        session.get_one(QueueMember, (queue, "lan")).weight = 3
    give("p1", "p2", "p3", "p4")
    assert shares(lead) == {"lan": (3.0, 3), "minh": (1.0, 1)}


def test_what_was_meant_for_one_person_and_who_was_not_there_give_no_claim(lead: Desk) -> None:
    floor.hire("lan", "minh")
    floor.owners["p1"] = "minh"
    give("p1")
    floor.set_status("lan", "break")
    give("p2")
    assert shares(lead) == {"minh": (2.0, 2)}


def test_filters_narrow_by_queue_kind_of_work_and_time(lead: Desk) -> None:
    floor.hire("lan")
    other = floor.new_queue("Bảo hành")
    floor.hire("minh", queue=other)
    give("p1")
    give("p2", queue=other, channel="email")
    assert shares(lead, f"?queue={other}") == {"minh": (1.0, 1)}
    assert shares(lead, "?channel=chat") == {"lan": (1.0, 1)}
    assert shares(lead, "?channel=lead") == {}
    before = (now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert shares(lead, f"?to={before}") == {}


def test_a_share_leads_to_the_decisions_behind_it(lead: Desk) -> None:
    floor.hire("lan", "minh")
    floor.set_queue(strategy="top_down")
    give("p1")
    found = lead.get("/reports/fairness/decisions?agent=minh").json["items"]
    assert [(one["ref_id"], one["is_theirs"], one["agent_name"], one["share"]) for one in found] == [
        ("p1", False, "Lan", 0.5)
    ]
    why = lead.get(f"/work-items/decisions?kind={found[0]['kind']}&ref_id=p1").json["items"]
    assert why[-1]["chosen"] == "lan"


@pytest.mark.parametrize("query", ["?channel=fax", "?from=gestern", "?most=1", "/decisions"])
def test_nonsense_is_refused(lead: Desk, query: str) -> None:
    assert lead.get(f"/reports/fairness{query}").status_code == 422
