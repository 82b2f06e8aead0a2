"""The roll-up: true after every transaction, and again after every night."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict
from contactcenter.core.ids import new_id
from contactcenter.crm import service as crm
from contactcenter.crm.models import Customer
from contactcenter.crm.orders.models import Order
from contactcenter.crm.orders.service import put_order
from contactcenter.crm.stats import edges, nightly, rfm
from contactcenter.crm.stats.models import CustomerStats, RfmEdges
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk


def figures() -> dict[str, dict[str, Any]]:
    with read() as session:
        rows = session.scalars(sa.select(CustomerStats)).all()
        columns = [c.name for c in CustomerStats.__table__.columns if c.name != "updated_at"]
        return {row.customer_id: {name: getattr(row, name) for name in columns} for row in rows}


def add_buyers(count: int) -> list[str]:
    """Buyers of 1 … `count` orders of rising worth, the last one yesterday."""
    ids = [new_id("cus") for _ in range(count)]
    moment = now()
    with transaction() as session:
        session.execute(
            sa.insert(Customer),
            [{"id": i, "display_name": "B", "name_folded": "b", "custom": {}} for i in ids],
        )
        rows = [
            {
                "id": new_id("ord"),
                "code": f"{n}-{k}",
                "customer_id": i,
                "placed_at": moment - timedelta(days=(count - n) * 3 + 1),
                "total_minor": (n + 1) * 100_000,
                "status": "delivered",
            }
            for n, i in enumerate(ids)
            for k in range(n // 10 + 1)
        ]
        session.execute(sa.insert(Order), rows)
    return ids


def test_the_night_finds_the_same_figures_as_the_day(app: Flask) -> None:
    with transaction() as session:
        hoa = crm.create_customer(session, display_name="Hoa").id
        crm.create_customer(session, display_name="Mai")
        for number in range(3):
            put_order(session, customer_id=hoa, total_minor=100 + number, currency="USD" if number else "VND")
    by_day = figures()[hoa]
    assert by_day["orders"] == 2
    with transaction() as session:
        session.execute(sa.update(CustomerStats).values(orders=77, spent_minor=0, other_currencies=[]))
    assert nightly.rebuild_everybody() == 2
    assert figures()[hoa] == by_day


def _order_and_fail(session: Session, customer_id: str) -> None:
    put_order(session, customer_id=customer_id, total_minor=100)
    raise Conflict("stop", "No.")


def test_a_rolled_back_order_leaves_the_figures_alone(app: Flask) -> None:
    with transaction() as session:
        hoa = crm.create_customer(session, display_name="Hoa").id
    with pytest.raises(Conflict), transaction() as session:
        _order_and_fail(session, hoa)
    assert figures() == {}


def test_fifths_of_all_buyers_class_everybody(app: Flask) -> None:
    ids = add_buyers(100)
    nightly.rebuild_everybody()
    with read() as session:
        row = session.get_one(RfmEdges, "VND")
    assert row.customers == 100
    assert row.frequency == [2, 4, 6, 8]
    told = figures()
    points = [(told[i]["r"], told[i]["m"]) for i in ids]
    for fifth in range(5):
        assert {r for r, _ in points[fifth * 20 : fifth * 20 + 20]} == {fifth + 1}
        assert points[fifth * 20 + 10][1] == fifth + 1
    assert told[ids[0]]["rfm"] == "111"
    assert told[ids[0]]["rfm_class"] == "lost"
    assert told[ids[-1]]["rfm_class"] == "champions"
    assert edges.classify_everybody() == 0


def test_the_database_names_classes_as_python_does(app: Flask) -> None:
    scores = [rfm.Score(r, f, m) for r in range(1, 6) for f in range(1, 6) for m in range(1, 6)]
    with read() as session:
        for one in scores:
            literals = [sa.literal(n, sa.Integer) for n in (one.r, one.f, one.m)]
            assert session.scalar(sa.select(rfm.name_sql(*literals))) == one.name
    assert {one.name for one in scores} == set(rfm.CLASSES)


def test_few_buyers_are_classed_by_the_first_edges(app: Flask) -> None:
    add_buyers(3)
    nightly.rebuild_everybody()
    with read() as session:
        assert edges.find_edges(session, "VND").frequency == rfm.first_edges("VND", now()).frequency
    assert all(row["rfm_class"] for row in figures().values())


def test_a_night_is_claimed_once(app: Flask) -> None:
    evening = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)  # 03:30 in Saigon
    assert nightly.claim("x", evening)
    assert not nightly.claim("x", evening + timedelta(hours=5))
    assert not nightly.claim("x", evening + timedelta(hours=22))
    assert nightly.claim("x", evening + timedelta(hours=23))
    assert nightly.claim("y", evening)


def test_calls_and_ratings_are_counted_when_they_end(app: Flask) -> None:
    desk = Desk(app, "Lan").sit_down()
    hoa = desk.post("/customers", {"display_name": "Hoa", "phones": ["0901234567"]}).json["id"]
    call = PhoneCall(app.test_client(), caller="+84901234567")
    call.arrive()
    call.leave_queue("hangup", status="completed")
    call.end()
    call.end()
    told = figures()[hoa]
    assert (told["calls"], told["missed_calls"], told["contacts"]) == (1, 1, 1)
    assert told["last_contact_at"] is not None
    assert told["orders"] == 0


def test_the_rebuild_is_a_command(app: Flask) -> None:
    add_buyers(2)
    from contactcenter import cli

    cli.install(app)
    answer = app.test_cli_runner().invoke(args=["stats", "rebuild"])
    assert answer.exit_code == 0, answer.output
    assert "2 customers" in answer.output
