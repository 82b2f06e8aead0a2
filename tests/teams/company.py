"""A company of two teams: Lan and Minh with Nam, who leads them, and Huong in another."""

from dataclasses import dataclass
from typing import Any

from flask import Flask

from tests.flows.desk import Desk

PHONE = "+84901234567"
"""Who calls when nothing else is said (tests/flows/carrier.py)."""


@dataclass
class Company:
    """`admin` sees everything, each other only what their team reaches."""

    admin: Desk
    lan: Desk
    minh: Desk
    nam: Desk
    huong: Desk

    def customer_of(self, owner: Desk, name: str, *phones: str) -> str:
        values: dict[str, Any] = {"display_name": name, "phones": list(phones), "owner_id": owner.user_id}
        answer = self.admin.post("/customers?allow_duplicate=1", values)
        assert answer.status_code == 201, answer.text
        return str(answer.json["id"])


def open_company(app: Flask) -> Company:
    admin = Desk(app, "Bich", "admin").sit_down()
    lan, minh, huong = (Desk(app, name).sit_down() for name in ("Lan", "Minh", "Huong"))
    nam = Desk(app, "Nam", "supervisor").sit_down()
    for name, people in (("Bán lẻ", (lan, minh, nam)), ("Dự án", (huong,))):
        made = admin.post("/teams", {"name": name, "member_ids": [one.user_id for one in people]})
        assert made.status_code == 201, made.text
    assert admin.put("/reach", {"agent": "team", "supervisor": "team"}).status_code == 200
    return Company(admin, lan, minh, nam, huong)


def refusal(answer: Any) -> str | None:
    """Why not, or None."""
    return str(answer.json["error"]["code"]) if answer.status_code == 403 else None
