"""What there is to buy, what somebody wants, and the points they have."""

from typing import Any

import pytest
from flask import Flask

from tests.crm.orders.shop import metrics, order, patch, product, save
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Nam", role="supervisor").sit_down()


def test_products_are_found_without_diacritics_by_any_word(desk: Desk) -> None:
    desk.post("/products", {"code": "ML-9", "name": "Máy lọc nước 9 lõi", "category": "Máy lọc nước", "price_minor": 5})
    product(desk, "QUAT", 7)
    for q in ("loc nuoc", "LÕI", "ml-9"):
        assert [p["code"] for p in desk.get(f"/products?q={q}").json["items"]] == ["ML-9"]
    assert [p["code"] for p in desk.get("/products?category=Máy lọc nước").json["items"]] == ["ML-9"]
    assert desk.get("/products/categories").json["items"] == ["Máy lọc nước"]


def test_two_products_cannot_have_one_code(desk: Desk) -> None:
    first = product(desk, "A")
    product(desk, "B")
    assert desk.post("/products", {"code": "A", "name": "x"}).json["error"]["code"] == "product_code_taken"
    assert patch(desk, f"/products/{first}", {"code": "B"}).json["error"]["code"] == "product_code_taken"


def test_a_new_price_leaves_former_orders_as_they_were(desk: Desk) -> None:
    hoa, fan = save(desk, "Hoa"), product(desk, "QUAT", 100)
    made = order(desk, hoa, lines=[{"product_id": fan}])
    changed = patch(desk, f"/products/{fan}", {"price_minor": 150, "name": "Quạt mới", "is_active": False}, 1)
    assert (changed.json["version"], changed.json["is_active"]) == (2, False)
    assert patch(desk, f"/products/{fan}", {"price_minor": 1}, 1).status_code == 412
    line = desk.get(f"/orders/{made['id']}").json["lines"][0]
    assert (line["name"], line["price_minor"]) == ("Máy QUAT", 100)
    assert desk.get("/products?is_active=true").json["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"code": "", "name": "x"},
        {"code": "A"},
        {"code": "A", "name": "x", "price_minor": -1},
        {"code": "A", "name": "x", "price_minor": 2**60},
        {"code": "A", "name": "x", "currency": "ABC"},
        {"code": "A" * 50_000, "name": "x"},
        {"code": "A", "name": "x\x00"},
    ],
)
def test_products_that_cannot_be_are_refused(desk: Desk, body: dict[str, Any]) -> None:
    assert desk.post("/products", body).status_code == 422
    assert desk.get("/products").json["items"] == []


def test_points_are_a_ledger_whose_sum_is_the_balance(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    made = order(desk, hoa, 100)
    earned = desk.post(f"/customers/{hoa}/loyalty", {"points": 120, "reason": "Mua hàng", "order_id": made["id"]})
    assert (earned.status_code, earned.json["balance"]) == (201, 120)
    assert desk.post(f"/customers/{hoa}/loyalty", {"points": -50, "reason": "Đổi quà"}).json["balance"] == 70
    ledger = desk.get(f"/customers/{hoa}/loyalty").json
    assert [entry["points"] for entry in ledger["items"]] == [-50, 120]
    assert ledger["items"][0]["actor_name"] == "Nam"
    assert metrics(desk, hoa)["points"] == 70


def test_nobody_spends_points_they_have_not(desk: Desk) -> None:
    hoa = save(desk, "Hoa")
    answer = desk.post(f"/customers/{hoa}/loyalty", {"points": -1, "reason": "Đổi quà"})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "not_enough_points")
    assert answer.json["error"]["details"] == {"balance": 0}


@pytest.mark.parametrize(
    "body",
    [
        {"points": 0, "reason": "x"},
        {"points": 10**12, "reason": "x"},
        {"points": 1.5, "reason": "x"},
        {"points": 5, "reason": ""},
        {"points": 5},
        {"points": 5, "reason": "x", "order_id": "ord_none"},
    ],
)
def test_points_that_cannot_be_are_refused(desk: Desk, body: dict[str, Any]) -> None:
    hoa = save(desk, "Hoa")
    assert desk.post(f"/customers/{hoa}/loyalty", body).status_code == 422
    assert desk.get(f"/customers/{hoa}/loyalty").json["items"] == []


def test_another_customers_order_gives_no_points(desk: Desk) -> None:
    made = order(desk, save(desk, "Hoa"), 100)
    answer = desk.post(f"/customers/{save(desk, 'Mai')}/loyalty", {"points": 5, "reason": "x", "order_id": made["id"]})
    assert answer.json["error"]["code"] == "not_their_order"


def test_interests_are_put_as_a_whole(desk: Desk) -> None:
    hoa, fan, filter_ = save(desk, "Hoa"), product(desk, "QUAT"), product(desk, "LOC")

    def put(*items: dict[str, Any]) -> Any:
        return desk.put(f"/customers/{hoa}/interests", {"items": list(items)})

    assert put({"product_id": fan, "level": 2}, {"product_id": filter_, "level": 5}).status_code == 200
    held = desk.get(f"/customers/{hoa}/interests").json["items"]
    assert [(one["code"], one["level"]) for one in held] == [("LOC", 5), ("QUAT", 2)]
    assert [one["level"] for one in put({"product_id": fan, "level": 4}).json["items"]] == [4]
    assert put({"product_id": "prd_none", "level": 1}).json["error"]["code"] == "unknown_product"
    assert put({"product_id": fan, "level": 6}).status_code == 422
    assert [one["level"] for one in desk.get(f"/customers/{hoa}/interests").json["items"]] == [4]
