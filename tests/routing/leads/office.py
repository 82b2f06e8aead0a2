"""A small sales office: people at their desks, and leads that come in."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.policies import DEFAULT_ID
from tests.flows.desk import Desk


def desk(app: Flask, name: str, *, is_available: bool = True, role: str = "agent") -> Desk:
    made = Desk(app, name, role).sit_down()
    return made.available() if is_available else made


def come_in(who: Desk, phone: str = "0901 234 567", **more: Any) -> dict[str, Any]:
    """A lead through the API, as any program would send it."""
    customer = {"display_name": more.pop("display_name", "Chị Hoa"), "phones": [phone]}
    answer = who.post("/leads", {"source": "api", "interest": "Máy lọc nước", "customer": customer, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def read_lead(who: Desk, lead: dict[str, Any]) -> dict[str, Any]:
    return dict(who.get(f"/leads/{lead['id']}").json)


def patch(who: Desk, path: str, body: dict[str, Any], version: int | None = None) -> Any:
    headers = {"X-CSRF-Token": who.csrf} | ({"If-Match": f'"{version}"'} if version else {})
    return who.http.patch(f"/api/v1{path}", json=body, headers=headers)


def delete(who: Desk, path: str) -> Any:
    return who.http.delete(f"/api/v1{path}", headers={"X-CSRF-Token": who.csrf})


def set_policy(boss: Desk, **changes: Any) -> None:
    """Change the policy for everything else."""
    answer = patch(boss, f"/lead-policies/{DEFAULT_ID}", changes)
    assert answer.status_code == 200, answer.text


def pass_time(lead: dict[str, Any], seconds: float) -> None:
    """Let a lead's clock be as if so much time had gone by."""
    past = timedelta(seconds=seconds)
    with transaction() as session:
        row = session.get_one(Lead, lead["id"])
        for name in ("created_at", "assigned_at", "acknowledged_at", "due_at", "timer_at", "warned_at"):
            if getattr(row, name) is not None:
                setattr(row, name, getattr(row, name) - past)


def count(table: Any, *where: Any) -> int:
    with read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0


def moment() -> Any:
    return now()
