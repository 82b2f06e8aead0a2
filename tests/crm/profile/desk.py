"""People at their desks, and the verbs of a profile as the screens use them."""

from typing import Any

import pytest
from flask import Flask

from tests.flows.desk import Desk


class ProfileDesk(Desk):
    """A desk with the verbs that the customer's page has."""

    def save(self, name: str, *phones: str, **more: Any) -> dict[str, Any]:
        answer = self.post("/customers", {"display_name": name, "phones": list(phones), **more})
        assert answer.status_code == 201, answer.text
        return answer.json

    def patch(self, path: str, body: dict[str, Any], version: int | None = None) -> Any:
        return self.http.patch(f"/api/v1{path}", json=body, headers=self._headers(version))

    def delete(self, path: str, version: int | None = None) -> Any:
        return self.http.delete(f"/api/v1{path}", headers=self._headers(version))

    def send(self, path: str, body: dict[str, Any], version: int | None = None) -> Any:
        return self.http.post(f"/api/v1{path}", json=body, headers=self._headers(version))

    def customer(self, customer_id: str) -> dict[str, Any]:
        return self.get(f"/customers/{customer_id}").json

    def history(self, customer_id: str, **query: Any) -> list[dict[str, Any]]:
        answer = self.http.get(f"/api/v1/customers/{customer_id}/history", query_string=query)
        assert answer.status_code == 200, answer.text
        return answer.json["items"]

    def _headers(self, version: int | None) -> dict[str, str]:
        return {"X-CSRF-Token": self.csrf, **({"If-Match": f'"{version}"'} if version is not None else {})}


@pytest.fixture
def desk(app: Flask) -> ProfileDesk:
    return ProfileDesk(app, "Lan").sit_down()


@pytest.fixture
def admin(app: Flask) -> ProfileDesk:
    return ProfileDesk(app, "Bich", "admin").sit_down()


@pytest.fixture
def supervisor(app: Flask) -> ProfileDesk:
    return ProfileDesk(app, "Nam", "supervisor").sit_down()
