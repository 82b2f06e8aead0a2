"""The webhook edge by itself: the real inbox over a real database, with a domain of the test's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contactcenter.core import db, jobs
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.providers import events as said
from contactcenter.providers import registry
from contactcenter.providers.base import TelephonyProvider
from contactcenter.providers.instructions import Acknowledge, Instruction, SayAndHangUp, Speech
from contactcenter.webhooks import dispatch, views
from contactcenter.webhooks.models import Delivery
from tests.fixtures import PUBLIC_URL, Recorded, secrets
from tests.providers.signing import FORM, sign_body

ACCOUNT, TOKEN = secrets()["account_sid"], secrets()["auth_token"]
CALL = "CA" + "1" * 32
EFFECTS = sa.table("webhook_effects", sa.column("event_key"))
Handler = Callable[[Session, said.ProviderEvent, TelephonyProvider], Instruction]


@dataclass
class Domain:
    """Stands for everything below the edge: notes each event in the transaction, fails on demand."""

    seen: list[said.ProviderEvent] = field(default_factory=list)
    failure: Exception | None = None
    instead: Handler | None = None

    def handle(self, session: Session, event: said.ProviderEvent, provider: TelephonyProvider) -> Instruction:
        self.seen.append(event)
        session.execute(sa.insert(EFFECTS).values(event_key=event.event_key))
        if self.failure is not None:
            raise self.failure
        if self.instead is not None:
            return self.instead(session, event, provider)
        if provider.is_interactive("voice/inbound") and isinstance(event, said.CallArrived):
            return SayAndHangUp(Speech(f"Hello {len(self.seen)}", "en-US"))
        return Acknowledge()

    def effects(self) -> int:
        with db.read() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(EFFECTS)) or 0


@dataclass
class Edge:
    """The edge as a carrier meets it."""

    app: Flask
    client: FlaskClient
    domain: Domain
    queue: jobs.MemoryQueue

    def deliver(self, recorded: Recorded, **changes: Any) -> TestResponse:
        """A recorded delivery as it came; `body` or `headers` may be another."""
        given = {"body": recorded.body, "headers": recorded.headers, **changes}
        return self.client.open(recorded.path, method=recorded.method, data=given["body"], headers=given["headers"])

    def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]] | bytes) -> TestResponse:
        """A signed form; its path is below /webhooks/twilio/."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        target = f"/webhooks/twilio/{path}"
        signature = sign_body(TOKEN, PUBLIC_URL + target, body)
        return self.client.post(target, data=body, headers={"Content-Type": FORM, "X-Twilio-Signature": signature})

    def arrive(self, call: str = CALL, **fields: str) -> TestResponse:
        """A signed, interactive request."""
        values = {"AccountSid": ACCOUNT, "CallSid": call, "CallStatus": "ringing", "From": "+84901234567"}
        return self.post("voice/inbound", {**values, "To": "+842871090001", "Direction": "inbound", **fields})

    def progress(self, call: str = CALL, status: str = "completed", **fields: str) -> TestResponse:
        """A signed notification."""
        values = {"AccountSid": ACCOUNT, "CallSid": call, "CallStatus": status, "SequenceNumber": "0"}
        return self.post("voice/status", {**values, **fields})

    def rows(self) -> list[Delivery]:
        with db.read() as session:
            return list(session.scalars(sa.select(Delivery).order_by(Delivery.received_at, Delivery.id)))

    def row(self) -> Delivery:
        (row,) = self.rows()
        return row


@pytest.fixture
def inbox_database(database_url: str) -> Iterator[str]:
    """An empty database, on each of the two, with a table for the domain's effects."""
    with db.engine().begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS webhook_effects")
        connection.exec_driver_sql("CREATE TABLE webhook_effects (event_key VARCHAR(200))")
    yield database_url
    db.configure(database_url)  # the test may have gone elsewhere
    with db.engine().begin() as connection:
        connection.exec_driver_sql("DROP TABLE webhook_effects")


@pytest.fixture
def edge_settings(inbox_database: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=inbox_database,
        secret_key="a test's key that opens nothing",
        instance_path=tmp_path,
        public_url=PUBLIC_URL,
        is_testing=True,
        twilio=TwilioSettings(ACCOUNT, TOKEN),
    )


@pytest.fixture
def edge(edge_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Edge:
    monkeypatch.setattr(settings_module, "_current", [edge_settings])
    monkeypatch.setattr(registry, "_providers", registry.build(edge_settings))
    queue = jobs.MemoryQueue()
    monkeypatch.setitem(jobs._state, "queue", queue)
    domain = Domain()
    monkeypatch.setattr(dispatch, "handle", domain.handle)
    app = Flask("webhooks only")
    app.register_blueprint(views.blueprint)
    return Edge(app, app.test_client(), domain, queue)
