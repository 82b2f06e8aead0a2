"""Fill an empty install with the demo company. Nothing is touched where it is there already."""

import json
import os
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.agents import accounts, api_keys
from contactcenter.agents.queries import find_user_by_email
from contactcenter.calls.dispositions import ensure_dispositions
from contactcenter.core import clock, db, storage
from contactcenter.core.settings import Settings
from contactcenter.crm.models import Customer
from contactcenter.crm.search.rebuilding import rebuild_all
from contactcenter.crm.segments.builtin import ensure_segments
from contactcenter.demo import (
    front_door,
    history,
    leads,
    missed,
    office,
    profiles,
    purchases,
    rota,
    routed,
    rows,
    sounds,
    teams,
)
from contactcenter.demo.company import (
    AGENTS,
    CARE_SCRIPT,
    DEMO_PASSWORD,
    SALES_KEY,
    SALES_QUEUE,
    SALES_SCRIPT,
    STAFF,
    Colleague,
)
from contactcenter.demo.people import SEED, customers, phone_book
from contactcenter.providers.simulator import phone_book as phone_books
from contactcenter.providers.simulator.carrier import CHANNEL_ORDER
from contactcenter.providers.simulator.traffic import KEY_FILE
from contactcenter.routing import queues
from contactcenter.routing.models import Queue

_log = structlog.get_logger(__name__)


def seed(settings: Settings, now: datetime | None = None) -> None:
    """The company, its customers and a month of calls up to `now` (aware), on an install without the demo.

    The bound database and store are used. People first, then audio, then all customers and calls in one
    transaction: whatever a crash leaves behind, the next try completes.
    """
    phone_books.save(phone_book(), settings.instance_path / phone_books.PHONE_BOOK)
    if _is_seeded():
        _keep_api_key(settings.instance_path / KEY_FILE, only_if_missing=True)
        _add_what_is_newer(now or clock.now())
        return
    now = now or clock.now()
    with db.transaction() as session:
        users, care_queue, sales_queue = _add_company(session)
    known = profiles.build(customers(), users, now, SEED)
    names = rows.Names(
        account=settings.simulator.account_sid,
        customers=[row["id"] for row in known.customers],
        users=users,
        care_queue=care_queue,
        sales_queue=sales_queue,
        channel_map=["agent", "customer"] if CHANNEL_ORDER == "agent_first" else ["customer", "agent"],
    )
    planned, month = _month(settings, names, now)
    kept = routed.build(planned, month.calls, names, now, SEED)
    with db.transaction() as session:
        for table, values in (*known.by_table(), *month.by_table(), *kept):
            session.execute(sa.insert(table), values)
    _add_what_is_newer(now)
    _keep_api_key(settings.instance_path / KEY_FILE, only_if_missing=False)
    _log.info("the demo company is seeded", calls=len(month.calls), recordings=len(month.recordings))


def _add_what_is_newer(now: datetime) -> None:
    """Parts that an install with an older demo lacks; each looks for itself."""
    purchases.add_shop(now, SEED)
    leads.add_leads(now, SEED)
    rota.add_rota(now)
    teams.add_teams()
    missed.add_missed(now, SEED)
    front_door.add_front_door()
    if office.add_office(now, SEED):
        rebuild_all()  # most rows, the month's too, were written without the services that index them


def _month(settings: Settings, names: rows.Names, now: datetime) -> tuple[list[history.PlannedCall], rows.Rows]:
    """The month's plan and its rows; their audio is in the store when this returns."""
    planned = history.plan_month(customers(), now, settings.timezone, phone_book().shared, SEED)
    store = storage.current_store()
    with sounds.prepared(store, {call.dialogue.id for call in planned if call.dialogue}) as prepared:
        month = rows.build(planned, names, prepared, SEED)
        sounds.keep(store, month.recordings, prepared)
    return planned, month


def _is_seeded() -> bool:
    with db.read() as session:
        return session.scalar(sa.select(Customer.id).where(Customer.source == profiles.SOURCE).limit(1)) is not None


def _add_company(session: Session) -> tuple[list[str], str, str]:
    """(ids of the agents, the care queue's, the sales queue's); adds what is missing."""
    ensure_dispositions(session)
    ensure_segments(session)
    care, sales = _queues(session)
    users = [_colleague(session, one) for one in STAFF]
    for user_id in users[: len(AGENTS)]:
        queues.add_member(session, care.id, user_id)
        queues.add_member(session, sales.id, user_id)
    return users[: len(AGENTS)], care.id, sales.id


def _colleague(session: Session, one: Colleague) -> str:
    user = find_user_by_email(session, one.email)
    if user is None:
        user = accounts.create_user(
            session,
            email=one.email,
            name=one.name,
            role=one.role,
            password=DEMO_PASSWORD,
            is_demo=True,
            voice_identity=one.identity,
        )
    return user.id


def _queues(session: Session) -> tuple[Queue, Queue]:
    """The default queue (key 1, care) and one for sales (key 2)."""
    care = queues.ensure_default_queue(session)
    care.script = care.script or CARE_SCRIPT
    sales = queues.find_by_key(session, SALES_KEY)
    if sales is None:
        sales = Queue(name=SALES_QUEUE, menu_key=SALES_KEY, script=SALES_SCRIPT)
        session.add(sales)
    session.flush()
    return care, sales


def _keep_api_key(path: Path, *, only_if_missing: bool) -> None:
    """The key with which the demo's traffic asks who is Available; readable by this user only."""
    if only_if_missing and path.exists():
        return
    with db.transaction() as session:
        _, key = api_keys.create_key(session, "Demo traffic", "supervisor")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as out:
        json.dump({"api_key": key}, out)
