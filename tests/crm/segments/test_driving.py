"""Built-in groups give customers their status and class, and a person's word counts for more."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Invalid
from contactcenter.crm.models import Customer, FieldChange
from contactcenter.crm.segments import driving, jobs, service
from contactcenter.crm.segments.marks import mark
from contactcenter.crm.segments.models import Segment
from contactcenter.crm.stats.models import CustomerStats
from tests.crm.segments.people import change, make


def bought(customer_id: str, orders: int, spent: int, days_ago: int) -> None:
    with transaction() as session:
        row = session.get(CustomerStats, customer_id) or CustomerStats(customer_id=customer_id)
        row.orders, row.spent_minor, row.last_order_at = orders, spent, now() - timedelta(days=days_ago)
        session.add(row)
        mark(session, [customer_id])
    jobs.settle_segments()


def told(customer_id: str) -> tuple[str, str | None]:
    with read() as session:
        row = session.get_one(Customer, customer_id)
        return row.status, row.segment


def by_code(code: str) -> str:
    with read() as session:
        return session.scalars(sa.select(Segment.id).where(Segment.code == code)).one()


def edit(code: str, **changes: Any) -> None:
    with transaction() as session:
        service.update_segment(session, by_code(code), changes, version=None)


def test_purchases_move_a_customer_through_their_life(app: Flask) -> None:
    hoa = make("Hoa")
    jobs.settle_segments()
    assert told(hoa) == ("potential", None)
    for orders, spent, days_ago, expected in (
        (1, 5_000_000, 10, ("current", "potential")),
        (3, 20_000_000, 10, ("loyal", "potential")),
        (3, 60_000_000, 200, ("lapsed", "vip")),
        (3, 60_000_000, 400, ("past", "vip")),
    ):
        bought(hoa, orders, spent, days_ago)
        assert told(hoa) == expected


def test_the_history_says_that_a_rule_did_it(app: Flask) -> None:
    hoa = make("Hoa")
    bought(hoa, 1, 60_000_000, 10)
    with read() as session:
        rows = session.execute(sa.select(FieldChange.field, FieldChange.cause, FieldChange.actor_id)).all()
    assert sorted(tuple(row) for row in rows) == [("segment", "rule", None), ("status", "rule", None)]


def test_what_a_person_set_stays_until_they_clear_it(app: Flask) -> None:
    hoa = make("Hoa")
    change(hoa, segment="not_potential", status="loyal")
    bought(hoa, 1, 60_000_000, 10)
    assert told(hoa) == ("loyal", "not_potential")
    change(hoa, segment=None)
    jobs.settle_segments()
    assert told(hoa) == ("loyal", "vip")


def test_what_came_with_a_new_customer_is_somebodys_word_too(app: Flask) -> None:
    hoa = make("Hoa", status="loyal", segment="vip")
    bought(hoa, 1, 1_000_000, 10)
    assert told(hoa) == ("loyal", "vip")


def test_a_field_can_be_given_back_to_the_rules(app: Flask) -> None:
    hoa = make("Hoa")
    change(hoa, status="past")
    bought(hoa, 1, 1_000_000, 10)
    assert told(hoa)[0] == "past"
    with transaction() as session:
        driving.follow_rules(session, hoa, "status")
    assert told(hoa)[0] == "current"
    bought(hoa, 1, 1_000_000, 500)
    assert told(hoa)[0] == "past"


def test_switched_off_groups_set_nothing(app: Flask) -> None:
    for code in ("class.vip", "class.potential", "class.not_potential"):
        edit(code, is_active=False)
    hoa = make("Hoa")
    bought(hoa, 1, 60_000_000, 10)
    assert told(hoa) == ("current", None)


def test_edited_rules_set_the_class_of_those_they_now_fit(app: Flask, queue: Any) -> None:
    hoa = make("Hoa", company="Nhà Xanh")
    jobs.settle_segments()
    edit("class.vip", rules={"field": "company", "op": "is", "value": "nhà xanh"})
    queue.drain()
    jobs.settle_segments()
    assert told(hoa)[1] == "vip"
    edit("class.vip", rules={"field": "company", "op": "empty"})
    queue.drain()
    jobs.settle_segments()
    assert told(hoa)[1] is None


def test_a_group_cannot_depend_on_what_it_sets(app: Flask) -> None:
    for code, field in (("class.vip", "segment"), ("lifecycle.loyal", "status"), ("lifecycle.loyal", "segment")):
        value = ["vip"] if field == "segment" else ["past"]
        with pytest.raises(Invalid) as refused:
            edit(code, rules={"all": [{"field": field, "op": "in", "value": value}]})
        assert refused.value.code == "circular_rules"
    edit("class.vip", rules={"field": "status", "op": "in", "value": ["loyal"]})


def test_the_groups_are_there_once_and_stay_as_they_were_left(app: Flask) -> None:
    from contactcenter.factory import ensure_defaults

    edit("class.vip", name="Khách quý")
    ensure_defaults()
    with read() as session:
        names = session.scalars(sa.select(Segment.name).where(Segment.code.is_not(None))).all()
    assert (len(names), "Khách quý" in names, "VIP" in names) == (8, True, False)
