"""A desk to merge from."""

from typing import Any

from tests.flows.desk import Desk


class Merger(Desk):
    """A signed-in agent, with the verbs of these tests."""

    def save(self, name: str, *phones: str, **more: Any) -> dict[str, Any]:
        body = {"display_name": name, "phones": list(phones), **more}
        answer = self.http.post("/api/v1/customers?allow_duplicate=1", json=body, headers={"X-CSRF-Token": self.csrf})
        assert answer.status_code == 201, answer.text
        return dict(answer.json)

    def customer(self, customer_id: str) -> dict[str, Any]:
        return dict(self.get(f"/customers/{customer_id}").json)

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        return self.http.patch(f"/api/v1{path}", json=body, headers={"X-CSRF-Token": self.csrf})

    def delete(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.http.delete(f"/api/v1{path}", json=body or {}, headers={"X-CSRF-Token": self.csrf})

    def merge(self, survivor: str, *others: str, **choose: str) -> Any:
        return self.post(f"/customers/{survivor}/merge", {"with": list(others), "choose": choose})

    def unmerge(self, merge_id: str, **choose: str) -> Any:
        return self.delete(f"/customers/merges/{merge_id}", {"choose": choose})
