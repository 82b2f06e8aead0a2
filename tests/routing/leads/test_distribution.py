"""Who gets which lead: policies, shares, caps, last owners, and the explanation."""

from collections import Counter
from typing import Any

from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.crm.companies import households
from contactcenter.crm.service import create_customer
from contactcenter.routing.leads import jobs
from contactcenter.routing.leads.choosing import Member, Wish, choose, credit
from tests.routing.leads.office import come_in, desk, patch, read_lead, set_policy


def member(agent_id: str, **more: Any) -> Member:
    return Member(agent_id, **more)


def test_weighted_rounds_give_everybody_their_share_at_any_time() -> None:
    weights = {"a": 5, "b": 3, "c": 1, "d": 1}
    pool = {i: member(i, weight=weight) for i, weight in weights.items()}
    got: Counter[str] = Counter()
    for number in range(1, 1001):
        choice = choose(pool, Wish(), strategy="weighted_round_robin", presence="available")
        credit(pool, choice)
        got[choice.chosen or ""] += 1
        for agent_id, weight in weights.items():
            assert abs(got[agent_id] - number * weight / 10) <= 1, (number, got)
        assert sum(m.credit for m in pool.values()) == 0


FILTERS = (
    ({"receives_leads": False}, "receives_no_leads"),
    ({"weight": 0}, "no_share"),
    ({"off_reason": "on_leave"}, "on_leave"),
    ({"is_reachable": False}, "not_signed_in"),
    ({"status": "lunch", "is_ready": False}, "status_lunch"),
    ({"open_leads": 3, "max_open": 3}, "too_many_open"),
    ({"in_hour": 2, "max_per_hour": 2}, "hour_full"),
    ({"in_day": 9, "max_per_day": 9}, "day_full"),
)


def test_whoever_fails_a_filter_is_skipped_with_its_name() -> None:
    for facts, reason in FILTERS:
        choice = choose(
            {"a": member("a", **facts), "b": member("b")}, Wish(), strategy="least_loaded", presence="available"
        )
        assert (choice.chosen, choice.skipped) == ("b", {"a": reason})
    nobody = choose({"a": member("a")}, Wish(frozenset("a")), strategy="least_loaded", presence="available")
    assert nobody.reason == "everybody_had_it"
    away = {"a": member("a", is_reachable=False, status="offline")}
    assert choose(away, Wish(), strategy="least_loaded", presence="any").chosen == "a"


def test_a_lead_has_an_owner_at_once_and_says_why(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    huong = desk(app, "Huong", is_available=False)
    lead = come_in(boss)
    assert lead["owner_id"] == lan.user_id
    assert lead["sla"]["state"] == "running"
    assert lead["sla"]["phase"] == "acknowledge"
    decision = lead["decision"]
    assert decision["chosen"] == lan.user_id
    assert decision["reason"] == "weighted_round_robin"
    assert [c["agent_id"] for c in decision["candidates"]] == [lan.user_id]
    assert {(s["agent_id"], s["reason"]) for s in decision["skipped"]} == {(huong.user_id, "not_signed_in")}
    told = lan.events("lead.assigned")
    assert [e["data"]["id"] for e in told] == [lead["id"]]
    assert "seq" in told[0]


def test_a_lead_nobody_can_have_waits_visibly_and_goes_to_who_comes(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan", is_available=False)
    lead = come_in(boss)
    assert (lead["owner_id"], lead["routing"], lead["limbo_reason"]) == (None, "waiting", "nobody_free")
    jobs.distribute_leads()
    lan.available()
    jobs.distribute_leads()
    assert read_lead(boss, lead)["owner_id"] == lan.user_id


def test_weights_switches_and_caps_are_kept(app: Flask) -> None:
    boss = desk(app, "Nam", role="supervisor")
    lan, minh, off = desk(app, "Lan"), desk(app, "Minh"), desk(app, "Huong")
    pool = [{"agent_id": d.user_id, "weight": w} for d, w in ((lan, 3), (minh, 1), (off, 5))]
    set_policy(boss, members=pool, has_own_pool=True)
    assert patch(boss, f"/lead-agents/{off.user_id}", {"receives_leads": False}).status_code == 200
    got = Counter(come_in(boss, f"0901 000 {n:03d}")["owner_id"] for n in range(8))
    assert got == {lan.user_id: 6, minh.user_id: 2}
    patch(boss, f"/lead-agents/{lan.user_id}", {"max_open": 6})
    patch(boss, f"/lead-agents/{minh.user_id}", {"max_per_day": 3})
    more = [come_in(boss, f"0902 000 {n:03d}")["owner_id"] for n in range(2)]
    assert more == [minh.user_id, None]


def test_a_policy_takes_the_leads_it_names(app: Flask) -> None:
    boss, _lan, minh = desk(app, "Nam", role="supervisor"), desk(app, "Lan"), desk(app, "Minh")
    made = boss.post("/lead-policies", {
        "name": "Hội chợ", "conditions": {"sources": ["fair"], "provinces": ["Đà Nẵng"]}, "has_own_pool": True,
        "members": [{"agent_id": minh.user_id}], "strategy": "least_loaded",
    })  # fmt: skip
    assert made.status_code == 201, made.text
    mine = [come_in(boss, f"0903 000 {n:03d}", source="fair", province="Đà Nẵng") for n in range(2)]
    assert {lead["owner_id"] for lead in mine} == {minh.user_id}
    assert mine[0]["decision"]["policy_name"] == "Hội chợ"
    assert mine[0]["decision"]["version"] == 1
    other = come_in(boss, "0904 000 000", source="fair", province="Hà Nội")
    assert other["decision"]["policy_name"] == "Mọi lead còn lại"
    empty = boss.post("/lead-policies", {"name": "x", "has_own_pool": True})
    assert empty.status_code == 422
    assert empty.json["error"]["code"] == "empty_pool"


def test_the_same_number_goes_to_its_owner_and_joins_the_customer(app: Flask) -> None:
    boss, lan, minh = desk(app, "Nam", role="supervisor"), desk(app, "Lan"), desk(app, "Minh")
    first = come_in(boss, "0901 234 567")
    owner = lan if first["owner_id"] == lan.user_id else minh
    for n in range(3):
        come_in(boss, f"0905 000 {n:03d}")
    owner.post("/agents/me/status", {"status": "lunch"})
    again = come_in(boss, "+84 90 123 45 67")
    assert again["customer_id"] == first["customer_id"]
    assert (again["owner_id"], again["decision"]["reason"]) == (owner.user_id, "open_lead")
    for lead in (first, again):
        assert owner.post(f"/leads/{lead['id']}/conversion", {}).status_code == 200
    later = come_in(boss, "0901234567")
    assert later["owner_id"] != owner.user_id, "away, and nothing open: somebody else has it"
    owner.post("/agents/me/status", {"status": "available"})


def test_a_household_keeps_its_agent(app: Flask) -> None:
    boss, lan, minh = desk(app, "Nam", role="supervisor"), desk(app, "Lan"), desk(app, "Minh")
    first = come_in(boss, "0901 234 567")
    with transaction() as session:
        other = create_customer(session, display_name="Anh Bình", phones=["0911 222 333"])
        people = [{"customer_id": i, "relation": "spouse"} for i in (first["customer_id"], other.id)]
        households.create_household(session, label="Nhà Hoa", address=None, members=people, actor_id=None)
    lead = come_in(boss, "0911 222 333")
    assert (lead["owner_id"], lead["decision"]["reason"]) == (first["owner_id"], "household")
    assert {lan.user_id, minh.user_id} >= {lead["owner_id"]}


def test_a_shared_number_picks_nobody(app: Flask) -> None:
    boss, _lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    with transaction() as session:
        two = [
            create_customer(session, display_name=name, phones=["0908 111 222"], allow_duplicate=True).id
            for name in ("Hoa", "Bình")
        ]
    lead = come_in(boss, "0908 111 222")
    assert lead["customer_id"] is None
    assert sorted(lead["candidates"]) == sorted(two)
    said = boss.post(f"/leads/{lead['id']}/customer", {"customer_id": two[0]})
    assert said.json["customer_id"] == two[0]
    assert said.json["candidates"] == []
    assert come_in(boss, "0908 111 222")["customer_id"] == two[0], "remembered for the number"
