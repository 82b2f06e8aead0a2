"""Every domain event reaches the wire or is declared silent; numbers have no gaps."""

import importlib
import pkgutil
from dataclasses import is_dataclass
from threading import Thread

import pytest
import sqlalchemy as sa
from flask import Flask

import contactcenter
from contactcenter.core import events as kernel
from contactcenter.core.db import read, transaction
from contactcenter.realtime import log, routes
from contactcenter.realtime.models import WireEvent

NOT_DOMAIN = {"contactcenter.providers.events", "contactcenter.core.events"}


def domain_events() -> set[type]:
    found = set()
    for module in pkgutil.walk_packages(contactcenter.__path__, "contactcenter."):
        if module.name.endswith("events") and module.name not in NOT_DOMAIN:
            loaded = importlib.import_module(module.name)
            found |= {v for v in vars(loaded).values() if is_dataclass(v) and v.__module__ == module.name}
    return found


def routed() -> set[type]:
    told = "contactcenter.realtime.told."
    return {t for t, fns in kernel._within.items() if any(fn.__module__.startswith(told) for fn in fns)}


def test_every_event_is_routed_or_declared_silent() -> None:
    assert domain_events() - routed() - routes.SILENT == set()
    assert routed() & routes.SILENT == set()


def test_the_same_thing_is_told_once_a_transaction_in_its_last_state(app: Flask) -> None:
    state = {"n": 0}
    with transaction() as session:
        for n in range(3):
            state["n"] = n
            log.tell(session, "call.updated", "cal_1", lambda _s: dict(state), recipients=("usr_1",))
    with read() as session:
        assert [e.data for e in session.scalars(sa.select(WireEvent))] == [{"n": 2}]


def test_numbers_have_no_gaps_whatever_runs_at_once(app: Flask) -> None:
    def tell(n: int) -> None:
        for k in range(10):
            with transaction() as session:
                log.tell(session, "x", f"{n}-{k}", lambda _s: {}, recipients=("usr_b", "usr_a"))

    threads = [Thread(target=tell, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read() as session:
        for who in ("usr_a", "usr_b"):
            rows = session.scalars(
                sa.select(WireEvent.seq).where(WireEvent.recipient_id == who).order_by(WireEvent.seq)
            )
            assert list(rows) == list(range(1, 41))


def test_what_failed_was_never_told(app: Flask) -> None:
    def tell_and_break() -> None:
        with transaction() as session:
            log.tell(session, "x", "1", lambda _s: {}, recipients=("usr_1",))
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        tell_and_break()
    with read() as session:
        assert log.head(session, "usr_1") == 0


def test_a_gap_is_replayed_and_an_impossible_one_asks_for_a_snapshot(app: Flask) -> None:
    for n in range(5):
        with transaction() as session:
            log.tell(session, "x", str(n), lambda _s, n=n: {"n": n}, recipients=("usr_1",))
    with read() as session:
        assert [b["seq"] for b in log.missed(session, "usr_1", 3) or []] == [4, 5]
        assert log.missed(session, "usr_1", 5) == []
        assert log.missed(session, "usr_1", 6) is None
        assert log.missed(session, "usr_1", -1) is None
    with transaction() as session:
        session.execute(sa.delete(WireEvent).where(WireEvent.seq < 3))
    with read() as session:
        assert log.missed(session, "usr_1", 0) is None
