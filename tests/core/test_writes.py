"""Writes that are put aside come with the next flush, whole, or not at all."""

from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.agents.models import Presence, PresenceChange, User
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.writes import insert_soon, update_soon

LEDGER = PresenceChange.__table__
AT = now()


@pytest.fixture
def lan(app: Flask) -> str:
    with transaction() as session:
        session.add(User(id="usr_lan", email="l@x.vn", name="Lan", role="agent", password_hash="!", voice_identity="l"))
        session.flush()
        session.add(Presence(user_id="usr_lan"))
    return "usr_lan"


def note(cause: str) -> dict[str, object]:
    return {
        "id": f"prc_{cause}", "user_id": "usr_lan", "at": AT, "status": "offline", "activity": "idle",
        "is_reachable": False, "actor_id": None, "cause": cause, "version": 1,
    }  # fmt: skip


def causes() -> list[str]:
    with read() as session:
        return sorted(session.scalars(sa.select(PresenceChange.cause)))


def test_a_query_of_the_same_session_sees_them(lan: str) -> None:
    with transaction() as session:
        insert_soon(session, LEDGER, note('a "quoted"\n cause'))
        insert_soon(session, LEDGER, note("b"))
        row = session.get_one(Presence, lan)
        update_soon(session, row, status="available", idle_since=AT)
        update_soon(session, row, status="lunch", next_status=None)
        assert session.scalar(sa.select(sa.func.count()).select_from(PresenceChange)) == 2
        assert session.scalar(sa.select(Presence.status)) == "lunch"
    with read() as session:
        assert session.scalars(sa.select(PresenceChange.at).distinct()).all() == [AT]
        assert session.get_one(Presence, lan).idle_since == AT


def test_the_commit_writes_what_nobody_asked_for(lan: str) -> None:
    with transaction() as session:
        insert_soon(session, LEDGER, note("late"))
        update_soon(session, session.get_one(Presence, lan), version=7)
    assert causes() == ["late"]
    with read() as session:
        assert session.get_one(Presence, lan).version == 7


def test_the_last_word_counts_whichever_way_it_was_said(lan: str) -> None:
    with transaction() as session:
        row = session.get_one(Presence, lan)
        row.status = "lunch"
        update_soon(session, row, status="break", idle_since=AT)
        row.idle_since = AT + timedelta(seconds=1)
    with read() as session:
        stored = session.get_one(Presence, lan)
    assert (stored.status, stored.idle_since) == ("break", AT + timedelta(seconds=1))


def test_what_is_rolled_back_takes_them_along(lan: str) -> None:
    with suppress(ZeroDivisionError), transaction() as session:
        insert_soon(session, LEDGER, note("gone"))
        raise ZeroDivisionError
    with transaction() as session:
        insert_soon(session, LEDGER, note("before"))
        with suppress(ZeroDivisionError), session.begin_nested():
            insert_soon(session, LEDGER, note("within"))
            update_soon(session, session.get_one(Presence, lan), status="lunch")
            raise ZeroDivisionError
        assert session.get_one(Presence, lan).status == "offline"
        insert_soon(session, LEDGER, note("after"))
    assert causes() == ["after", "before"]
