"""The pipeline: moved, lost, won, opened again; who may; handing over; setting up."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core.db import transaction
from contactcenter.crm.orders.models import Order
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.policies import DEFAULT_ID
from tests.routing.leads.office import come_in, count, delete, desk, moment, patch, read_lead


def test_a_lead_moves_along_the_board_and_keeps_its_history(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    lead = come_in(boss, value=5_000_000, next_step="Gọi tư vấn")
    moved = patch(lan, f"/leads/{lead['id']}", {"stage": "quoted"}, lead["version"])
    assert moved.json["stage"] == "quoted"
    assert moved.json["acknowledged_at"]
    late = patch(lan, f"/leads/{lead['id']}", {"stage": "new"}, lead["version"])
    assert late.status_code == 412
    board = lan.get("/leads/board?mine=1").json["columns"]
    (column,) = [c for c in board if c["count"]]
    assert column["stage"]["id"] == "quoted"
    assert column["totals"] == [{"currency": "VND", "value": 5_000_000}]
    no_reason = patch(lan, f"/leads/{lead['id']}", {"stage": "lost"})
    assert no_reason.json["error"]["code"] == "lost_reason_needed"
    lost = patch(lan, f"/leads/{lead['id']}", {"stage": "lost", "lost_reason_id": "price", "lost_note": "hơn 1 triệu"})
    assert (lost.json["state"], lost.json["lost_reason_id"], lost.json["sla"]["state"]) == ("lost", "price", "none")
    again = patch(lan, f"/leads/{lead['id']}", {"stage": "contacted"}).json
    assert (again["state"], again["closed_at"], again["lost_reason_id"]) == ("open", None, None)
    kinds = [e["kind"] for e in lan.get(f"/leads/{lead['id']}/history").json["items"]]
    assert kinds.count("moved") == 3
    assert kinds[-1] == "created"
    (card,) = lan.get(f"/customers/{lead['customer_id']}/timeline?kind=lead").json["items"]
    assert card["data"]["stage"] == "contacted"


def test_attempts_to_reach_them_are_told_on_the_lead(app: Flask) -> None:
    boss = desk(app, "Nam", role="supervisor")
    known, unknown = come_in(boss), come_in(boss, "0907 000 001")
    assert known["attempts"] == {"count": 0, "answered": 0, "last_at": None}
    with transaction() as session:
        session.get_one(Lead, unknown["id"]).customer_id = None
        for lead, minutes in ((known, 5), (known, 10), (unknown, 7), (known, -90)):
            at = datetime.fromisoformat(lead["created_at"]) + timedelta(minutes=minutes)
            session.add(
                Call(
                    provider="twilio", account="AC", provider_call_id=f"{lead['id']}{minutes}", direction="outbound",
                    state="no_answer", started_at=at, ended_at=at, party=lead["phone"],
                    customer_id=lead["customer_id"] if lead is known else None,
                    answered_at=at if minutes == 5 else None,
                )
            )  # fmt: skip
    shown = read_lead(boss, known)["attempts"]
    assert (shown["count"], shown["answered"]) == (2, 1)
    assert datetime.fromisoformat(shown["last_at"]) == datetime.fromisoformat(known["created_at"]) + timedelta(
        minutes=10
    )
    cards = [lead for column in boss.get("/leads/board").json["columns"] for lead in column["leads"]]
    assert {card["id"]: card["attempts"]["count"] for card in cards} == {known["id"]: 2, unknown["id"]: 1}
    whole = boss.get(f"/leads/{known['id']}/attempts").json
    assert (whole["attempts"], whole["answered"], whole["since_answer"]) == (3, 1, 1)
    assert boss.get(f"/leads/{unknown['id']}/attempts").json["attempts"] == 1
    assert boss.get("/leads/led_none/attempts").status_code == 404


def test_a_won_lead_makes_a_current_customer_and_one_order(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    product = boss.post("/products", {"code": "RO-9", "name": "Máy lọc RO 9", "price_minor": 7_900_000}).json
    lead = come_in(boss, interest="máy lọc ro 9")
    assert (lead["product_id"], lead["value"]) == (product["id"], 7_900_000)
    won = lan.post(f"/leads/{lead['id']}/conversion", {"order": {}})
    assert won.json["state"] == "won"
    assert won.json["order_id"]
    lan.post(f"/leads/{lead['id']}/conversion", {"order": {}})
    assert count(Order) == 1
    assert lan.get(f"/customers/{lead['customer_id']}").json["status"] == "current"
    other = come_in(boss, "0907 000 001")
    assert lan.post(f"/leads/{other['id']}/conversion", {}).json["order_id"] is None
    assert lan.get(f"/customers/{other['customer_id']}").json["status"] == "current"


def test_the_same_external_id_is_the_same_lead(app: Flask) -> None:
    boss = desk(app, "Nam", role="supervisor")
    one, two = come_in(boss, external_id="fb-1"), come_in(boss, external_id="fb-1", interest="khác")
    assert one["id"] == two["id"]
    assert count(Lead) == 1


BAD = (
    {}, {"source": "x"}, {"source": "", "customer": {"phones": ["0901234567"]}},
    {"source": "x", "customer": {"phones": []}}, {"source": "x", "customer": {"phones": ["12"]}},
    {"source": "x", "customer": {"phones": ["0901234567"]}, "value": -1},
    {"source": "x", "customer": {"phones": ["0901234567"]}, "value": 2**60},
    {"source": "x", "customer": {"phones": ["0901234567"]}, "currency": "XXX"},
    {"source": "x", "customer": {"phones": ["0901234567"]}, "stage": "won"},
    {"source": "x", "customer": {"phones": ["0901234567"]}, "stage": "no"},
    {"source": "x", "customer": {"phones": ["0901234567"]}, "owner_id": "no"},
    {"source": "x", "customer": {"customer_id": "no"}},
    {"source": "x", "customer": {"phones": ["0901234567"]}, "campaign": {"a" * 41: "x"}},
)  # fmt: skip


def test_what_cannot_be_a_lead_is_refused_and_leaves_nothing(app: Flask) -> None:
    boss = desk(app, "Nam", role="supervisor")
    for body in BAD:
        answer = boss.post("/leads", body)
        assert answer.status_code in (404, 422), (body, answer.text)
    assert count(Lead) == 0
    assert boss.get("/customers").json["items"] == []


def test_agents_change_their_own_leads_and_supervisors_give_them(app: Flask) -> None:
    boss, lan, minh = desk(app, "Nam", role="supervisor"), desk(app, "Lan"), desk(app, "Minh")
    lead = come_in(boss, owner_id=lan.user_id)
    assert (lead["owner_id"], lead["decision"]["reason"]) == (lan.user_id, "manual")
    assert patch(minh, f"/leads/{lead['id']}", {"interest": "x"}).json["error"]["code"] == "not_your_lead"
    assert patch(lan, f"/leads/{lead['id']}", {"owner_id": minh.user_id}).status_code == 403
    refused = minh.post("/leads", {"source": "x", "customer": {"phones": ["0901234560"]}, "owner_id": lan.user_id})
    assert refused.status_code == 403
    assert patch(boss, f"/leads/{lead['id']}", {"owner_id": minh.user_id}).json["owner_id"] == minh.user_id
    told = [e["data"]["notification"]["kind"] for e in minh.events("notification.created")]
    assert told == ["lead_assigned"]
    back = patch(boss, f"/leads/{lead['id']}", {"owner_id": None}).json
    assert back["owner_id"] in (lan.user_id, minh.user_id)
    assert back["decision"]["reason"] != "manual"


def test_an_absence_is_handed_over_as_previewed_and_taken_back(app: Flask) -> None:
    boss, lan, minh, huong = (desk(app, n, role=r) for n, r in (
        ("Nam", "supervisor"), ("Lan", "agent"), ("Minh", "agent"), ("Huong", "agent")))  # fmt: skip
    leads = [come_in(boss, f"0901 111 {n:03d}", owner_id=lan.user_id) for n in range(4)]
    task = boss.post("/tasks", {
        "title": "Gửi báo giá", "assignee_id": lan.user_id, "customer_id": leads[0]["customer_id"],
    }).json  # fmt: skip
    asked = {"from_agent_id": lan.user_id, "to": [minh.user_id, huong.user_id]}
    moves = boss.post("/leads/handovers/preview", asked).json["moves"]
    assert [m["kind"] for m in moves] == ["lead"] * 4 + ["task"]
    to = {m["id"]: m["to"] for m in moves}
    assert to[task["id"]] == to[leads[0]["id"]], "one customer, one person"
    assert sorted(to[lead["id"]] for lead in leads) == sorted([minh.user_id, huong.user_id] * 2)
    assert all(m["text"] and m["to_name"] for m in moves)
    bare: list[dict[str, Any]] = [{name: m[name] for name in ("kind", "id", "to")} for m in moves]
    done = boss.post("/leads/handovers", {"from_agent_id": lan.user_id, "moves": bare})
    assert done.status_code == 201
    assert done.json["moved"] == 5
    for one in (minh, huong):
        [bell] = one.get("/notifications").json["items"]
        assert (bell["kind"], bell["count"], bell["text"]) == (
            "handed_over",
            list(to.values()).count(one.user_id),
            "Lan",
        )
    again = boss.post("/leads/handovers", {"from_agent_id": lan.user_id, "moves": bare})
    assert (again.status_code, again.json["error"]["code"]) == (409, "nothing_to_hand_over"), "a second click"
    assert read_lead(boss, leads[0])["owner_id"] == to[leads[0]["id"]]
    patch(boss, f"/leads/{leads[3]['id']}", {"owner_id": lan.user_id})
    undone = delete(boss, f"/leads/handovers/{done.json['id']}")
    assert undone.json["undone_at"]
    assert {read_lead(boss, lead)["owner_id"] for lead in leads} == {lan.user_id}
    assert boss.get(f"/tasks/{task['id']}").json["assignee_id"] == lan.user_id
    nobody = boss.post("/leads/handovers/preview", {"from_agent_id": lan.user_id, "to": [lan.user_id]})
    assert nobody.json["error"]["code"] == "unknown_receivers"


def test_the_pipeline_and_the_reasons_are_the_companys_own(app: Flask) -> None:
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    come_in(boss)
    rows = boss.get("/lead-stages").json["items"]
    keep = [{k: r[k] for k in ("id", "label_vi", "label_en", "kind")} for r in rows if r["id"] != "qualified"]
    added = boss.put("/lead-stages", {"items": [*keep, {"label_vi": "Đặt cọc", "label_en": "Deposit", "kind": "open"}]})
    assert added.json["items"][-1]["label_en"] == "Deposit"
    for broken, code in (([r for r in keep if r["id"] != "new"], "stage_in_use"), (keep[:1], "invalid_stages")):
        assert boss.put("/lead-stages", {"items": broken}).json["error"]["code"] == code
    reasons = boss.put("/lead-lost-reasons", {"items": [{"label_vi": "Xa", "label_en": "Too far"}]}).json["items"]
    assert [r["label_en"] for r in reasons if r["is_active"]] == ["Too far"]
    assert lan.http.put("/api/v1/lead-stages", json={}, headers={"X-CSRF-Token": lan.csrf}).status_code == 403
    assert patch(boss, "/lead-settings", {"touch_seconds": -1}).status_code == 422
    assert patch(boss, "/lead-settings", {"calendar_id": "no"}).status_code == 404
    for field in ("max_open", "max_per_hour"):
        assert patch(boss, "/lead-policies/lpo_default", {field: -1}).status_code == 422
    assert patch(boss, "/lead-policies/lpo_default", {"is_active": False}).json["error"]["code"] == "default_policy"
    assert delete(boss, "/lead-policies/lpo_default").json["error"]["code"] == "default_policy"


def test_an_incoming_call_shows_the_open_leads(app: Flask) -> None:
    from contactcenter.core.db import read
    from contactcenter.routing.leads.queries import list_open_for_pop

    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    lead = come_in(boss, value=1_000)
    with read() as session:
        (shown,) = list_open_for_pop(session, lead["customer_id"], lead["phone"])
        assert (shown["id"], shown["value"], shown["owner_name"]) == (lead["id"], 1_000, "Lan")
    assert (
        lan.get(f"/leads?customer={lead['customer_id']}&state=open&q=hoa&sla=running").json["items"][0]["id"]
        == lead["id"]
    )


def test_evening_out_moves_only_untouched_leads_the_newest_first_so_many_and_tells_both(app: Flask) -> None:
    """Edge case 12."""
    boss, lan = desk(app, "Nam", role="supervisor"), desk(app, "Lan")
    leads = [come_in(boss, f"0901 222 {n:03d}") for n in range(6)]
    touched, seen = leads[5], leads[4]
    assert lan.post(f"/leads/{seen['id']}/acknowledgement").status_code in (200, 201)
    with transaction() as session:
        session.get_one(Lead, touched["id"]).first_touch_at = moment()
    minh = desk(app, "Minh")
    preview = boss.post("/leads/rebalancings/preview", {"policy_id": DEFAULT_ID})
    moves = preview.json["moves"]
    assert [m["id"] for m in moves] == [leads[n]["id"] for n in (3, 2, 1)], "never what was begun, the newest first"
    assert {(m["from"], m["to"], m["from_name"], m["to_name"]) for m in moves} == {
        (lan.user_id, minh.user_id, "Lan", "Minh")
    }
    bare: list[dict[str, Any]] = [{name: m[name] for name in ("id", "from", "to")} for m in moves]
    assert lan.post("/leads/rebalancings", {"moves": bare}).status_code == 403
    too_many = boss.post("/leads/rebalancings", {"moves": bare * 17})
    assert too_many.status_code == 422, "capped per run"
    lan.post(f"/leads/{leads[1]['id']}/acknowledgement")  # begun since the preview
    done = boss.post("/leads/rebalancings", {"moves": bare})
    assert (done.status_code, [row["moved"] for row in done.json["items"]]) == (201, [2])
    owners = {n: read_lead(boss, lead)["owner_id"] for n, lead in enumerate(leads)}
    assert owners == {n: minh.user_id if n in (2, 3) else lan.user_id for n in range(6)}
    told = {who.name: [n["kind"] for n in who.get("/notifications").json["items"]] for who in (lan, minh)}
    assert told == {"Lan": ["lead_recalled"] * 2, "Minh": ["lead_assigned"] * 2}
    again = boss.post("/leads/rebalancings", {"moves": bare})
    assert again.json["items"] == [], "a repeat moves nothing"
    delete(boss, f"/leads/handovers/{done.json['items'][0]['id']}")
    assert read_lead(boss, leads[3])["owner_id"] == lan.user_id
