"""A desk that takes orders."""

from typing import Any

from tests.flows.desk import Desk


def save(desk: Desk, name: str, *phones: str, **more: Any) -> str:
    answer = desk.post("/customers", {"display_name": name, "phones": list(phones), **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def product(desk: Desk, code: str = "ML-01", price: int = 6_490_000, **more: Any) -> str:
    answer = desk.post("/products", {"code": code, "name": f"Máy {code}", "price_minor": price, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def order(desk: Desk, customer_id: str, total: int | None = None, **more: Any) -> dict[str, Any]:
    body = {"customer_id": customer_id, **({} if total is None else {"total_minor": total}), **more}
    answer = desk.post("/orders", body)
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json)


def metrics(desk: Desk, customer_id: str) -> dict[str, Any]:
    return dict(desk.get(f"/customers/{customer_id}").json["metrics"])


def patch(desk: Desk, path: str, body: dict[str, Any], version: int | None = None) -> Any:
    headers = {"X-CSRF-Token": desk.csrf, **({} if version is None else {"If-Match": f'"{version}"'})}
    return desk.http.patch(f"/api/v1{path}", json=body, headers=headers)
