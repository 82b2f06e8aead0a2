"""Heartbeats keep people reachable, many of them with one write."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from contactcenter.agents.models import Presence, UserSession
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.realtime import heartbeats
from tests.flows.desk import Desk


def leases() -> dict[str, tuple[bool, bool]]:
    """By user: whether they are reachable, and whether their lease is a new one."""
    with read() as session:
        rows = session.scalars(sa.select(Presence)).all()
        soon = now() + timedelta(seconds=40)
        return {row.user_id: (row.is_reachable, row.lease_until is not None and row.lease_until > soon) for row in rows}


def age(**columns: Any) -> None:
    with transaction() as session:
        session.execute(sa.update(Presence).values(lease_until=now() + timedelta(seconds=5), **columns))


def test_leases_are_renewed_together_and_the_lost_and_the_removed_by_themselves(app: Flask) -> None:
    desks = [Desk(app, name).sit_down().available() for name in ("Lan", "Minh", "Hoa")]
    age()
    with transaction() as session:
        session.get_one(Presence, desks[1].user_id).is_reachable = False
    heartbeats._renew([desks[0].user_id, "usr_gone", desks[1].user_id])
    assert [leases()[desk.user_id] for desk in desks] == [(True, True), (True, True), (True, False)]
    assert "agent.updated" in [event["type"] for event in desks[1].events()]


def test_a_heartbeat_renews_and_tells_the_last_number_until_the_session_ends(app: Flask) -> None:
    lan = Desk(app, "Lan").sit_down().available()
    age()
    told = lan.socket.emit("heartbeat", {}, callback=True)
    assert told["seq"] == lan.snapshot()["seq"]
    assert leases()[lan.user_id] == (True, True)
    age()
    with transaction() as session:
        session.execute(sa.update(UserSession).values(revoked_at=now()))
    assert lan.socket.emit("heartbeat", {}, callback=True) == {"error": "signed_out"}
    assert leases()[lan.user_id] == (True, False)
    assert not lan.socket.is_connected()
