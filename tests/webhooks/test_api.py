"""The deliveries' console over HTTP."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_smorest import Api

from contactcenter.agents import api_keys, session
from contactcenter.core import db
from contactcenter.web import errors
from contactcenter.webhooks.api import blp
from tests.webhooks.conftest import CALL, Edge

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Console:
    """A machine with a role, asking the API."""

    def __init__(self, client: FlaskClient, role: str) -> None:
        with db.transaction() as session:
            _, key = api_keys.create_key(session, role, role)
        self.client, self.headers = client, {"Authorization": f"Bearer {key}"}

    def get(self, path: str = "", **query: str | int) -> Any:
        return self.client.get(f"/api/v1/deliveries{path}", query_string=query, headers=self.headers)

    def replay(self, delivery_id: str) -> Any:
        return self.client.post(f"/api/v1/deliveries/{delivery_id}/replay", headers=self.headers)


@pytest.fixture
def api(edge: Edge) -> FlaskClient:
    app = Flask("deliveries", root_path=str(Path(errors.__file__).parent))
    app.config.update(API_TITLE="t", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    session.install(app)
    errors.install(app)
    Api(app).register_blueprint(blp)
    return app.test_client()


def test_deliveries_are_listed_newest_first_in_pages(edge: Edge, api: FlaskClient) -> None:
    for n in range(5):
        edge.progress(f"CA{n:032x}")
    console = Console(api, "supervisor")
    seen, cursor = [], None
    while True:
        page = console.get(limit=2, **({"cursor": cursor} if cursor else {})).json
        seen += [item["event_key"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"CA{n:032x}:0:completed" for n in reversed(range(5))]


def test_a_delivery_shows_how_it_went_and_nobodys_data(edge: Edge, api: FlaskClient) -> None:
    edge.domain.failure = RuntimeError()
    edge.arrive()
    (item,) = Console(api, "admin").get().json["items"]
    assert (item["provider"], item["hook"], item["event_key"]) == ("twilio", "voice/inbound", f"{CALL}:inbound")
    assert (item["state"], item["attempts"], item["handled_at"]) == ("failed", 1, None)
    assert item["error"].startswith("RuntimeError at contactcenter/")
    assert item["received_at"].endswith("Z")
    assert not {"body", "headers", "path", "reply_body"} & set(item)


def test_filters(edge: Edge, api: FlaskClient) -> None:
    edge.progress()
    edge.domain.failure = RuntimeError()
    edge.arrive()
    console = Console(api, "supervisor")
    for query, count in (
        ({"state": "failed"}, 1),
        ({"state": "done"}, 1),
        ({"hook": "voice/status"}, 1),
        ({"provider": "simulator"}, 0),
        ({"event_key": CALL}, 2),
        ({"event_key": "%"}, 0),
    ):
        assert len(console.get(**query).json["items"]) == count
    assert console.get(state="lost").status_code == 422
    assert console.get(cursor="x").status_code == 422


def test_a_failed_delivery_is_run_again(edge: Edge, api: FlaskClient) -> None:
    edge.domain.failure = RuntimeError()
    edge.progress()
    console = Console(api, "supervisor")
    again = console.replay(edge.row().id)
    assert (again.status_code, again.json["state"], again.json["attempts"]) == (200, "failed", 2)
    edge.domain.failure = None
    again = console.replay(edge.row().id)
    assert (again.json["state"], again.json["error"]) == ("done", None)
    assert console.replay(edge.row().id).json["attempts"] == 3
    assert edge.domain.effects() == 1
    assert again.json.items() <= console.get(f"/{edge.row().id}").json.items()
    assert console.replay("dlv_nothing").status_code == 404
    assert console.get("/dlv_nothing").status_code == 404


def test_agents_and_strangers_see_nothing(edge: Edge, api: FlaskClient) -> None:
    edge.progress()
    agent = Console(api, "agent")
    assert agent.get().status_code == 403
    assert agent.replay(edge.row().id).status_code == 403
    assert api.get("/api/v1/deliveries").status_code == 401
    assert api.post(f"/api/v1/deliveries/{edge.row().id}/replay").status_code == 401
