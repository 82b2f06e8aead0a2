"""Whoever sees few of very many customers lists them without everybody being asked."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.crm import reach_page, service
from tests.flows.desk import Desk


def names(desk: Desk, query: str = "", *, at_once: int = 2) -> list[str]:
    """All that the list shows, page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        page: Any = desk.get(f"/customers?limit={at_once}{query}{cursor}").json
        found += [one["display_name"] for one in page["items"]]
        if not page["next_cursor"]:
            return found
        cursor = f"&cursor={page['next_cursor']}"


@pytest.mark.parametrize("looked_through", [1, 3, 10_000])
def test_pages_hold_a_teams_own_nobodys_and_those_dealt_with_in_one_order(
    app: Flask,
    looked_through: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reach_page, "LOOKED_THROUGH", looked_through)
    admin = Desk(app, "Bich", "admin").sit_down()
    lan, minh, huong = (Desk(app, name).sit_down() for name in ("Lan", "Minh", "Huong"))
    admin.post("/teams", {"name": "Bán lẻ", "member_ids": [lan.user_id, minh.user_id]})
    owners = {"Lan": lan.user_id, "Minh": minh.user_id, "Huong": huong.user_id, "": None}
    order = ["Lan", "Huong", "Minh", "", "Huong", "Huong", "Lan", "", "Huong", "Minh", "Huong", "Huong"]
    asked = ""
    for n, whose in enumerate(order):
        with transaction() as session:  # each changed after the one before
            one = service.create_customer(session, display_name=f"Khách {n}", owner_id=owners[whose])
            asked = one.id if n == 4 else asked
    admin.post("/tasks", {"title": "Gọi lại", "customer_id": asked, "assignee_id": lan.user_id})
    everybody = names(admin)
    assert len(everybody) == len(order)
    assert admin.put("/reach", {"agent": "team"}).status_code == 200
    seen = [f"Khách {n}" for n, whose in enumerate(order) if whose != "Huong" or n == 4]
    assert names(lan) == [name for name in everybody if name in seen]
    assert names(lan, f"&owner={minh.user_id}", at_once=1) == ["Khách 9", "Khách 2"]
    assert names(lan, "&owner=none") == ["Khách 7", "Khách 3"]
    assert names(lan, f"&owner={huong.user_id}") == ["Khách 4"]
