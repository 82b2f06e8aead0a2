"""What a person at a desk does besides getting and posting."""

from typing import Any

from tests.flows.desk import Desk


def patch(desk: Desk, path: str, body: dict[str, Any], etag: str | None = None) -> Any:
    headers = {"X-CSRF-Token": desk.csrf, **({"If-Match": etag} if etag else {})}
    return desk.http.patch(f"/api/v1{path}", json=body, headers=headers)


def delete(desk: Desk, path: str) -> Any:
    return desk.http.delete(f"/api/v1{path}", headers={"X-CSRF-Token": desk.csrf})


def save_customer(desk: Desk, name: str, *phones: str) -> str:
    """The new customer's id."""
    answer = desk.post("/customers?allow_duplicate=1", {"display_name": name, "phones": list(phones)})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])
