"""A long line and a large team in a database of their own, without a server: this process decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from bench import databases, servers
from bench.stage import Options
from contactcenter import migrate
from contactcenter.agents.models import Presence, PresenceChange, User
from contactcenter.core import db
from contactcenter.core import jobs as job_queue
from contactcenter.core import settings as settings_module
from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.settings import Settings
from contactcenter.factory import create_app, ensure_defaults
from contactcenter.routing.models import Decision, Offer, Queue, QueueMember, WorkItem
from tests.services.ports import free_ports


@dataclass(frozen=True)
class Line:
    """This process is bound to the database and takes the jobs that are enqueued."""

    database: str
    settings: Settings


@contextmanager
def lined_up(kind: str, server_url: str, folder: Path, _options: Options) -> Iterator[Line]:
    folder.mkdir(parents=True, exist_ok=True)
    (port,) = free_ports(1)
    environment = servers.product_environment(databases.new_database(kind, "line", folder, server_url), folder, port)
    settings = settings_module.use(settings_module.load_settings(environment, folder))
    db.configure(settings.database_url)
    migrate.upgrade(settings.database_url)
    create_app(settings)
    job_queue.use(job_queue.MemoryQueue())
    ensure_defaults()
    yield Line(kind, settings)
    db.engine().dispose()


def agent_id(n: int) -> str:
    return f"usr_{n:026d}"


def fill(*, agents: int, waiting: int, queues: int = 1, pending_for: float = 0.0) -> None:
    """Start anew: agents shared out over queues, all of them talking; `waiting` items in the first queue.

    With `pending_for` every agent rings for an item, and the rings run out evenly over that many seconds.
    """
    moment = now()
    activity = "ringing" if pending_for else "talking"
    with transaction() as session:
        for table in (Offer, Decision, WorkItem, QueueMember, PresenceChange, Presence, User):
            session.execute(sa.delete(table))
        session.execute(sa.delete(Queue).where(Queue.is_default.is_(False)))
        session.execute(sa.insert(Queue), [_queue(n) for n in range(queues)])
        people = [agent_id(n) for n in range(agents)]
        session.execute(sa.insert(User), [_user(one, n) for n, one in enumerate(people)])
        session.execute(
            sa.insert(Presence),
            [
                {
                    "user_id": one, "status": "available", "is_status_ready": True, "is_reachable": True,
                    "activity": activity, "idle_since": moment - timedelta(seconds=n),
                    "lease_until": moment + timedelta(days=1),
                }
                for n, one in enumerate(people)
            ],
        )  # fmt: skip
        members = [{"queue_id": _queue(n % queues)["id"], "user_id": one} for n, one in enumerate(people)]
        session.execute(sa.insert(QueueMember), members)
        items = [_item(n, moment, "waiting", 0) for n in range(waiting)]
        if pending_for:
            items = [_item(n, moment, "offered", n % queues) for n in range(agents)]
        if items:
            session.execute(sa.insert(WorkItem), items)
        if pending_for:
            session.execute(
                sa.insert(Offer),
                [
                    {
                        "work_item_id": items[n]["id"], "kind": "work", "ref_id": items[n]["ref_id"], "agent_id": one,
                        "state": "pending", "expires_at": moment + timedelta(seconds=1 + pending_for * n / agents),
                    }
                    for n, one in enumerate(people)
                ],
            )  # fmt: skip
    analyze()


def analyze() -> None:
    """Let the database count its rows, which a server does by itself a minute after they came, and SQLite never."""
    if db.engine().dialect.name == "postgresql":
        with db.writer().begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def _queue(n: int) -> dict[str, object]:
    return {"id": f"que_{n:026d}", "name": f"Queue {n}", "ring_seconds": 20}


def _user(user_id: str, n: int) -> dict[str, object]:
    return {
        "id": user_id,
        "email": f"line_{n}@bench.example",
        "name": f"Agent {n}",
        "role": "agent",
        "password_hash": "!",
        "voice_identity": f"line_{n}",
    }


def _item(n: int, moment: object, state: str, queue: int) -> dict[str, object]:
    waited = moment - timedelta(seconds=600 - n % 600)  # type: ignore[operator]
    return {
        "id": f"wrk_{n:026d}",
        "kind": "work",
        "ref_id": f"ref_{n}",
        "channel": "call",
        "queue_id": _queue(queue)["id"],
        "state": state,
        "entered_at": waited,
        "rank": int(waited.timestamp() * 1000),
        "limbo_reason": "nobody_free" if state == "waiting" else None,
    }
