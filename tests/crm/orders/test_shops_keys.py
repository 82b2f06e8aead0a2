"""Orders that a shop names by its own key only."""

from typing import Any

from flask import Flask

from tests.flows.desk import Desk


def test_the_shops_own_key_names_an_order(app: Flask) -> None:
    nam = Desk(app, "Nam", "supervisor").sit_down()
    customer = nam.post("/customers", {"display_name": "Nguyễn An"}).json
    order: dict[str, Any] = {"external_id": "BK1", "customer_id": customer["id"], "total_minor": 5000, "status": "paid"}
    told = [nam.post("/orders/bulk", {"source": "shopee", "items": [order]}).json for _ in range(3)]
    assert len(nam.get(f"/customers/{customer['id']}/orders").json["items"]) == 1, told
    assert nam.get(f"/customers/{customer['id']}").json["metrics"]["spent"] == 5000
