"""Orders: written once, counted at once, shown on the timeline."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.clock import isoformat, now
from tests.crm.orders.shop import metrics, order, patch, product, save
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Nam", role="supervisor").sit_down()


def test_an_order_is_counted_and_on_the_timeline_at_once(desk: Desk) -> None:
    hoa = save(desk, "Nguyễn Thị Hoa", "0901234567")
    assert metrics(desk, hoa)["orders"] is None
    filter_ = product(desk, price=6_490_000)
    made = order(
        desk, hoa, lines=[{"product_id": filter_, "quantity": 2}, {"name": "Công lắp đặt", "price_minor": 200_000}]
    )
    assert made["total_minor"] == 13_180_000
    assert made["code"].startswith("DH")
    assert [line["product_code"] for line in made["lines"]] == ["ML-01", None]
    told = metrics(desk, hoa)
    assert (told["orders"], told["spent"], told["average_order"], told["currency"]) == (
        1,
        13_180_000,
        13_180_000,
        "VND",
    )
    assert told["lifetime_value"] == 13_180_000
    assert told["recency_days"] == 0
    assert told["last_order_at"] == made["placed_at"]
    assert len(told["rfm"]) == 3
    assert told["rfm_class"]
    assert told["favourite_products"] == [{"id": filter_, "name": "Máy ML-01", "quantity": 2}]
    (item,) = desk.get(f"/customers/{hoa}/timeline?kind=order").json["items"]
    assert item["summary"] == made["code"]
    assert item["data"]["status"] == "placed"
    assert item["data"]["lines"][0] == {"name": "Máy ML-01", "quantity": 2}


def test_a_code_is_the_same_in_capitals_or_not(desk: Desk) -> None:
    hoa = save(desk, "Hoa", "0901234567")
    body = {"source": "shop", "customer_id": hoa, "total_minor": 500_000}
    first = desk.post("/orders", {**body, "code": "DUP1"})
    again = desk.post("/orders", {**body, "code": "dup1", "total_minor": 600_000})
    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json["id"], again.json["code"], again.json["total_minor"]) == (first.json["id"], "DUP1", 600_000)
    rows = [{"customer_id": hoa, "total_minor": 500_000, "code": code} for code in ("Dup1", "dUP1", "dup2")]
    many = desk.post("/orders/bulk", {"source": "shop", "items": rows})
    assert (many.json["created"], many.json["updated"], many.json["unchanged"]) == (1, 1, 1)
    keys = [desk.post("/orders", {**body, "external_id": one}).status_code for one in ("aB9", "Ab9")]
    assert keys == [201, 201]


def test_the_same_source_and_code_is_the_same_order(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    body = {"source": "shopify", "code": "#1001", "placed_at": "2026-01-05T08:00:00Z", "external_id": "77"}
    first = desk.post("/orders", {**body, "customer_id": hoa, "total_minor": 500_000})
    again = desk.post("/orders", {**body, "customer_id": hoa, "total_minor": 500_000})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json["version"] == first.json["version"]
    paid = desk.post("/orders", {**body, "customer_id": hoa, "total_minor": 450_000, "status": "paid"})
    assert (paid.status_code, paid.json["id"], paid.json["status"]) == (200, first.json["id"], "paid")
    assert metrics(desk, hoa)["spent"] == 450_000
    assert len(desk.get(f"/customers/{hoa}/timeline?kind=order").json["items"]) == 1
    other = desk.post("/orders", {**body, "source": "haravan", "customer_id": hoa, "total_minor": 1})
    assert other.status_code == 201


def test_a_code_typed_twice_by_hand_is_a_slip(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    order(desk, hoa, 100, code="A1")
    second = desk.post("/orders", {"customer_id": hoa, "total_minor": 200, "code": "A1"})
    assert (second.status_code, second.json["error"]["code"]) == (409, "order_code_taken")
    assert metrics(desk, hoa)["spent"] == 100


@pytest.mark.parametrize("status", ["draft", "canceled", "returned"])
def test_what_is_no_purchase_is_not_counted(desk: Desk, status: str) -> None:
    hoa = save(desk, "Hoa")
    order(desk, hoa, 100)
    order(desk, hoa, 900, status=status)
    assert (metrics(desk, hoa)["orders"], metrics(desk, hoa)["spent"]) == (1, 100)
    shown = desk.get(f"/customers/{hoa}/timeline?kind=order").json["items"]
    assert len(shown) == (1 if status == "draft" else 2)


def test_an_order_that_comes_back_is_taken_off_the_figures(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    made = order(desk, hoa, 100)
    answer = patch(desk, f"/orders/{made['id']}", {"status": "canceled"}, made["version"])
    assert (answer.status_code, answer.json["status"]) == (200, "canceled")
    assert metrics(desk, hoa)["orders"] is None
    (item,) = desk.get(f"/customers/{hoa}/timeline?kind=order").json["items"]
    assert item["data"]["status"] == "canceled"
    undone = patch(desk, f"/orders/{made['id']}", {"status": "placed"}, answer.json["version"])
    assert undone.status_code == 200
    assert metrics(desk, hoa)["orders"] == 1


def test_of_two_people_changing_an_order_the_second_is_told(desk: Desk) -> None:
    made = order(desk, save(desk, "Hoa"), 100)
    assert patch(desk, f"/orders/{made['id']}", {"status": "paid"}, made["version"]).status_code == 200
    late = patch(desk, f"/orders/{made['id']}", {"status": "canceled"}, made["version"])
    assert (late.status_code, late.json["error"]["code"]) == (412, "version_conflict")


def test_no_way_leads_back_to_a_draft(desk: Desk) -> None:
    made = order(desk, save(desk, "Hoa"), 100)
    answer = patch(desk, f"/orders/{made['id']}", {"status": "draft"})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "order_cannot_become")


def test_changed_lines_change_the_total(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    made = order(desk, hoa, lines=[{"name": "Quạt", "price_minor": 300}])
    changed = patch(desk, f"/orders/{made['id']}", {"lines": [{"name": "Quạt", "price_minor": 300, "quantity": 3}]})
    assert changed.json["total_minor"] == 900
    assert metrics(desk, hoa)["spent"] == 900


def test_figures_are_in_the_currency_of_most_orders(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    order(desk, hoa, 100_000)
    order(desk, hoa, 200_000)
    order(desk, hoa, 99_900, currency="usd")
    told = metrics(desk, hoa)
    assert (told["currency"], told["orders"], told["spent"]) == ("VND", 2, 300_000)
    assert told["other_currencies"] == [{"currency": "USD", "orders": 1, "spent": 99_900}]


def test_frequency_counts_a_young_customer_as_one_year_old(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    for days in (730, 400, 10, 1):
        order(desk, hoa, 100, placed_at=isoformat(now() - timedelta(days=days)))
    assert metrics(desk, hoa)["frequency"] == pytest.approx(2.0, abs=0.01)
    young = save(desk, "Mai")
    order(desk, young, 100)
    assert metrics(desk, young)["frequency"] == 1.0


BAD = [
    ({"total_minor": -1}, 422),
    ({"total_minor": 2**60}, 422),
    ({"total_minor": 1.5}, 422),
    ({"total_minor": "12"}, 422),
    ({}, 422),
    ({"total_minor": 1, "currency": "XYZ"}, 422),
    ({"total_minor": 1, "currency": "VNDD"}, 422),
    ({"total_minor": 1, "status": "lost"}, 422),
    ({"total_minor": 1, "placed_at": "1700-01-01T00:00:00Z"}, 422),
    ({"total_minor": 1, "placed_at": "2900-01-01T00:00:00Z"}, 422),
    ({"total_minor": 1, "placed_at": "yesterday"}, 422),
    ({"total_minor": 1, "code": "x" * 50_000}, 422),
    ({"total_minor": 1, "code": "a\x00b"}, 422),
    ({"total_minor": 1, "surprise": True}, 422),
    ({"lines": [{"product_id": "prd_none"}]}, 422),
    ({"lines": [{"name": "Quạt"}]}, 422),
    ({"lines": [{"price_minor": 5}]}, 422),
    ({"lines": [{"name": "Quạt", "price_minor": 5, "quantity": 0}]}, 422),
    ({"lines": [{"name": "Quạt", "price_minor": 2**52, "quantity": 1_000_000}]}, 422),
    ({"lines": [{"name": "Quạt", "price_minor": 5}] * 201}, 422),
    ({"customer_id": "cus_nobody", "total_minor": 1}, 404),
]


@pytest.mark.parametrize(("body", "status"), BAD)
def test_what_cannot_be_is_refused_and_leaves_nothing(desk: Desk, body: dict[str, Any], status: int) -> None:
    hoa = save(desk, "Hoa")
    answer = desk.post("/orders", {"customer_id": hoa, **body})
    assert answer.status_code == status, answer.text
    assert set(answer.json["error"]) == {"code", "message", "details"}
    assert desk.get("/orders").json["items"] == []
    assert metrics(desk, hoa)["orders"] is None


def test_an_unknown_order_is_not_found(desk: Desk) -> None:
    assert desk.get("/orders/ord_none").status_code == 404
    assert patch(desk, "/orders/ord_none", {"status": "paid"}).status_code == 404
    assert desk.get("/customers/cus_none/orders").status_code == 404


def test_markup_stays_what_it_is(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    made = order(desk, hoa, lines=[{"name": "<b>=1+1</b>", "price_minor": 5}])
    assert made["lines"][0]["name"] == "<b>=1+1</b>"


def test_the_buyer_is_found_by_number_or_saved_and_never_guessed(desk: Desk) -> None:
    hoa = save(desk, "Hoa", "0901234567")
    by_phone = desk.post("/orders", {"phone": "+84 901 234 567", "total_minor": 5}).json
    assert by_phone["customer_id"] == hoa
    new = desk.post("/orders", {"phone": "0912000111", "display_name": "Long", "total_minor": 5}).json
    assert desk.get(f"/customers/{new['customer_id']}").json["phones"][0]["e164"] == "+84912000111"
    assert desk.post("/orders", {"phone": "0912000999", "total_minor": 5}).json["error"]["code"] == "unknown_buyer"
    second = desk.http.post(
        "/api/v1/customers?allow_duplicate=1",
        json={"display_name": "Chồng Hoa", "phones": ["0901234567"]},
        headers={"X-CSRF-Token": desk.csrf},
    )
    assert second.status_code == 201
    several = desk.post("/orders", {"phone": "0901234567", "display_name": "Hoa", "total_minor": 5})
    assert (several.status_code, several.json["error"]["code"]) == (409, "several_customers")


def test_orders_are_listed_by_filters_and_pages(desk: Desk) -> None:
    hoa, mai = save(desk, "Nguyễn Thị Hoa"), save(desk, "Trần Mai")
    quat = product(desk, "QUAT", 100)
    for number in range(5):
        order(desk, hoa, 100 + number, code=f"HOA-{number}", placed_at=f"2026-01-0{number + 1}T00:00:00Z")
    order(desk, mai, code="MAI-1", lines=[{"product_code": "QUAT"}], channel="store", status="paid")

    def codes(query: str) -> list[str]:
        answer = desk.get(f"/orders?{query}")
        assert answer.status_code == 200, answer.text
        return [one["code"] for one in answer.json["items"]]

    assert codes("") == ["MAI-1", "HOA-4", "HOA-3", "HOA-2", "HOA-1", "HOA-0"]
    assert codes("status=paid") == codes("channel=store") == codes(f"product_id={quat}") == ["MAI-1"]
    assert codes("q=hoa-3") == ["HOA-3"]
    assert codes("q=thi hoa&limit=2") == ["HOA-4", "HOA-3"]
    assert codes("from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z") == ["HOA-2", "HOA-1"]
    first = desk.get("/orders?limit=4").json
    rest = desk.get(f"/orders?limit=4&cursor={first['next_cursor']}").json
    assert [one["code"] for one in rest["items"]] == ["HOA-1", "HOA-0"]
    assert [one["code"] for one in desk.get(f"/customers/{mai}/orders").json["items"]] == ["MAI-1"]
    assert desk.get("/orders?status=lost").status_code == 422


def test_many_at_once_stand_or_fail_one_by_one(desk: Desk) -> None:
    hoa = save(desk, "Hoa", "0901234567")
    rows: list[Any] = [{"code": f"B{n}", "customer_id": hoa, "total_minor": 10} for n in range(60)]
    rows[3] = {"code": "B3", "customer_id": hoa, "total_minor": -10}
    rows[4] = {"code": "B4", "customer_id": "cus_none", "total_minor": 10}
    rows[5] = {"code": "B5", "phone": "0901234567", "lines": [{"product_code": "none"}]}
    told = desk.post("/orders/bulk", {"items": rows}).json
    assert (told["created"], told["updated"], told["failed"]) == (57, 0, 3)
    assert [one["row"] for one in told["items"] if one["outcome"] == "failed"] == [4, 5, 6]
    assert told["items"][4]["error"]["code"] == "customer_not_found"
    assert metrics(desk, hoa)["orders"] == 57
    again = desk.post("/orders/bulk", {"items": rows}).json
    assert (again["created"], again["unchanged"], again["failed"]) == (0, 57, 3)
    too_many = desk.post("/orders/bulk", {"items": [{}] * 1001})
    assert too_many.status_code == 422


def test_an_agent_takes_orders_but_does_not_change_the_price_list(app: Flask) -> None:
    lan = Desk(app, "Lan").sit_down()
    hoa = save(lan, "Hoa")
    assert order(lan, hoa, 5)["status"] == "placed"
    assert lan.post("/products", {"code": "A", "name": "B"}).status_code == 403


def test_an_order_without_lines_needs_its_total_told(desk: Desk) -> None:
    made = order(desk, save(desk, "Hoa"), lines=[{"name": "Nồi", "price_minor": 500}], status="paid")
    refused = patch(desk, f"/orders/{made['id']}", {"lines": []})
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "total_missing")
    kept = patch(desk, f"/orders/{made['id']}", {"lines": [], "total_minor": 500})
    assert (kept.status_code, kept.json["total_minor"], kept.json["lines"]) == (200, 500, [])
