"""Rules: what they find on both databases, and what is refused with the place named."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Invalid
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.orders.models import Order, OrderLine, Product
from contactcenter.crm.segments.compiling import Moment, select_ids, this_moment
from contactcenter.crm.segments.tree import read_rules
from contactcenter.crm.service import create_customer, update_customer
from contactcenter.crm.stats.models import CustomerStats
from contactcenter.quality.models import Rating

MARCH = datetime(2026, 3, 10, 5, tzinfo=UTC)


def make(name: str, **fields: Any) -> str:
    with transaction() as session:
        return create_customer(session, display_name=name, allow_duplicate=True, **fields).id


def names(rules: dict[str, Any], moment: Moment | None = None) -> list[str]:
    from contactcenter.crm.models import Customer

    with read() as session:
        ids = select_ids(read_rules(session, rules).node, moment or this_moment())
        found = session.query(Customer.display_name).where(Customer.id.in_(ids))
        return sorted(row[0] for row in found)


def is_(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op, **({} if value is None else {"value": value})}


def at(moment: datetime) -> Moment:
    return Moment(moment, this_moment().zone)


FIELD_CASES = [
        (is_("display_name", "contains", "NGUYEN"), ["Nguyễn Hoa"]),
        (is_("display_name", "starts", "dang"), ["Đặng Long"]),
        (is_("display_name", "is", "đặng long"), ["Đặng Long"]),
        (is_("company", "contains", "nhà"), ["Nguyễn Hoa"]),
        (is_("company", "is", "NHÀ XANH"), ["Nguyễn Hoa"]),
        (is_("company", "empty"), ["Đặng Long"]),
        (is_("company", "not_empty"), ["Nguyễn Hoa"]),
        (is_("company", "is_not", "Nhà Xanh"), ["Đặng Long"]),
        (is_("gender", "in", ["female"]), ["Nguyễn Hoa"]),
        (is_("gender", "not_in", ["female"]), ["Đặng Long"]),
        (is_("household_size", "gte", 4), ["Nguyễn Hoa"]),
        (is_("household_size", "between", [4, 5]), ["Nguyễn Hoa"]),
        (is_("household_size", "ne", 4), ["Đặng Long"]),
        (is_("do_not_call", "is", True), ["Đặng Long"]),
        (is_("lines", "any", ["email", "zalo"]), ["Nguyễn Hoa"]),
        (is_("lines", "none", ["email"]), ["Đặng Long"]),
        (is_("lines", "all", ["email", "phone"]), ["Nguyễn Hoa"]),
        (is_("number_area", "any", ["28"]), ["Nguyễn Hoa"]),
        (is_("orders", "eq", 0), ["Nguyễn Hoa", "Đặng Long"]),
        (is_("spent", "lt", 1), ["Nguyễn Hoa", "Đặng Long"]),
        (is_("spent", "gte", 1), []),
        (is_("created_at", "last_days", 1), ["Nguyễn Hoa", "Đặng Long"]),
        ({"all": [is_("gender", "in", ["female"]), is_("do_not_call", "is", False)]}, ["Nguyễn Hoa"]),
        ({"any": [is_("gender", "in", ["female"]), is_("do_not_call", "is", True)]}, ["Nguyễn Hoa", "Đặng Long"]),
        ({"not": {"any": [is_("gender", "in", ["female"])]}}, ["Đặng Long"]),
        ({"all": []}, ["Nguyễn Hoa", "Đặng Long"]),
    ]  # fmt: skip


def test_each_kind_of_field_is_compared(app: Flask) -> None:
    make(
        "Nguyễn Hoa",
        company="Nhà Xanh",
        gender="female",
        household_size=4,
        phones=["02838221234"],
        emails=["h@vidu.vn"],
    )
    make("Đặng Long", do_not_call=True)
    for rules, found in FIELD_CASES:
        assert names(rules) == found, rules


BIRTHDAYS = [
        ("1990-03-15", 7, date(2026, 3, 10), True),
        ("1990-03-09", 7, date(2026, 3, 10), False),
        ("1990-01-02", 7, date(2026, 12, 29), True),
        ("1990-12-30", 7, date(2026, 12, 29), True),
        ("1990-06-30", 7, date(2026, 12, 29), False),
        ("1992-02-29", 0, date(2026, 2, 28), True),
        ("1992-02-29", 0, date(2028, 2, 28), False),
        ("1992-02-29", 1, date(2028, 2, 28), True),
        ("1992-02-29", 5, date(2026, 3, 1), False),
        ("1992-07-01", 366, date(2026, 3, 1), True),
    ]  # fmt: skip


def test_birthdays_come_round_at_the_year_end_and_in_leap_years(app: Flask) -> None:
    for n, (born, days, today, is_found) in enumerate(BIRTHDAYS):
        make(f"Hoa {n}", birthday=born)
        noon = datetime(today.year, today.month, today.day, 5, tzinfo=UTC)  # noon in Vietnam
        assert (f"Hoa {n}" in names(is_("birthday", "anniversary_days", days), at(noon))) == is_found, (born, today)


def test_a_day_is_the_companys_own_and_not_utcs(app: Flask) -> None:
    make("Hoa", birthday="1990-03-11")
    late = datetime(2026, 3, 10, 18, tzinfo=UTC)  # one in the morning of the 11th in Vietnam
    assert names(is_("birthday", "anniversary_days", 0), at(late)) == ["Hoa"]
    assert names(is_("birthday", "anniversary_days", 0), at(late - timedelta(hours=3))) == []


def test_relative_dates_move_with_today(app: Flask) -> None:
    make("Hoa", birthday="2026-03-04")
    assert names(is_("birthday", "last_days", 7), at(MARCH)) == ["Hoa"]
    assert names(is_("birthday", "older_days", 7), at(MARCH)) == []
    assert names(is_("birthday", "last_days", 7), at(MARCH + timedelta(days=7))) == []
    assert names(is_("birthday", "older_days", 7), at(MARCH + timedelta(days=7))) == ["Hoa"]
    assert names(is_("birthday", "next_days", 7), at(MARCH - timedelta(days=9))) == ["Hoa"]
    assert names(is_("birthday", "anniversary_month", [3, 4]), at(MARCH)) == ["Hoa"]


FIELDS: list[dict[str, Any]] = [
    {"key": "pets", "type": "multi_choice", "choices": ["cat", "dog", "fish"]},
    {"key": "budget", "type": "money"},
    {"key": "rate", "type": "number"},
    {"key": "since", "type": "date"},
    {"key": "has_car", "type": "boolean"},
    {"key": "wood", "type": "choice", "choices": ["oak", "pine"]},
    {"key": "hobby", "type": "text"},
]


def add_custom_fields() -> None:
    with transaction() as session:
        for position, one in enumerate(FIELDS):
            choices = [{"code": c, "label_vi": c, "label_en": c} for c in one.get("choices", [])]
            session.add(
                CustomField(
                    key=one["key"], type=one["type"], label_vi=one["key"], label_en=one["key"],
                    choices=choices, position=position,
                )
            )  # fmt: skip


CUSTOM_CASES = [
        (is_("custom.pets", "any", ["dog", "fish"]), ["A"]),
        (is_("custom.pets", "all", ["dog", "cat"]), ["A"]),
        (is_("custom.pets", "all", ["dog", "fish"]), []),
        (is_("custom.pets", "none", ["cat"]), ["C"]),
        (is_("custom.pets", "empty"), ["C"]),
        (is_("custom.pets", "not_empty"), ["A", "B"]),
        (is_("custom.budget", "gte", 1_000_000), ["A"]),
        (is_("custom.rate", "lt", 0.5), ["B"]),
        (is_("custom.rate", "eq", 1.5), ["A"]),
        (is_("custom.since", "before", "2026-02-01"), ["A"]),
        (is_("custom.since", "between", ["2026-01-01", "2026-03-01"]), ["A", "B"]),
        (is_("custom.since", "anniversary_days", 3), []),
        (is_("custom.has_car", "is", True), ["A"]),
        (is_("custom.has_car", "is", False), ["B"]),
        (is_("custom.has_car", "empty"), ["C"]),
        (is_("custom.wood", "in", ["oak"]), ["A"]),
        (is_("custom.wood", "not_in", ["oak"]), ["B", "C"]),
        (is_("custom.hobby", "contains", "đọc"), ["A"]),
        ({"not": is_("custom.budget", "gte", 1_000_000)}, ["B", "C"]),
    ]  # fmt: skip


def test_the_companys_own_fields_are_compared_by_their_type(app: Flask) -> None:
    add_custom_fields()
    a, b, _c = make("A"), make("B"), make("C")
    first = {"pets": ["cat", "dog"], "budget": 2_000_000, "rate": 1.5, "since": "2026-01-31", "has_car": True,
             "wood": "oak", "hobby": "Đọc sách"}  # fmt: skip
    second = {"pets": ["cat"], "budget": 5, "rate": 0.25, "since": "2026-02-01", "has_car": False, "wood": "pine"}
    with transaction() as session:
        update_customer(session, a, {"custom": first}, version=None, actor_id=None)
        update_customer(session, b, {"custom": second}, version=None, actor_id=None)
    for rules, found in CUSTOM_CASES:
        assert names(rules, at(MARCH)) == found, rules


def call(customer_id: str, days_ago: float, score: int | None = None, **more: Any) -> None:
    with transaction() as session:
        started = now() - timedelta(days=days_ago)
        row = Call(
            provider="x", account="x", provider_call_id=f"{customer_id}-{days_ago}", customer_id=customer_id,
            started_at=started, ended_at=started + timedelta(minutes=2), **more,
        )  # fmt: skip
        session.add(row)
        session.flush()
        if score is not None:
            session.add(Rating(call_id=row.id, score=score, created_at=started))


def test_called_twice_in_thirty_days_and_rated_three_or_less(app: Flask) -> None:
    often, once, happy, old = make("Often"), make("Once"), make("Happy"), make("Old")
    for customer_id, score in ((often, 2), (once, 2), (happy, 5), (old, 1)):
        call(customer_id, 40 if customer_id == old else 1, score, answered_at=now())
        if customer_id in (often, happy):
            call(customer_id, 2, answered_at=now())
    rules = {
        "all": [
            {"fact": "call", "count": ">= 2", "within_days": 30},
            {"fact": "rating", "where": {"score": "<= 3"}, "within_days": 30},
        ]
    }
    assert names(rules) == ["Often"]
    assert names({"fact": "call", "where": {"rating": "<= 3"}}) == ["Often", "Old", "Once"]
    assert names({"fact": "call", "count": "= 0"}) == []
    assert names({"fact": "call", "count": "< 2"}) == ["Old", "Once"]
    assert names({"fact": "call", "count": "= 2"}) == ["Happy", "Often"]
    assert names({"fact": "missed_call"}) == []


def test_a_call_is_narrowed_by_direction_outcome_and_agent(app: Flask) -> None:
    a, b = make("A"), make("B")
    call(a, 1, direction="outbound", disposition="resolved", talk_seconds=200)
    call(b, 1)
    assert names({"fact": "call", "where": {"direction": "outbound"}}) == ["A"]
    assert names({"fact": "call", "where": {"outcome": ["resolved"], "talk_seconds": "> 100"}}) == ["A"]
    assert names({"fact": "missed_call"}) == ["B"]


def test_orders_are_counted_by_product_category_and_amount(app: Flask) -> None:
    a, b = make("A"), make("B")
    with transaction() as session:
        sofa = Product(code="SF", name="Sofa", category="Phòng khách", price_minor=9)
        session.add(sofa)
        session.flush()
        sofa_id = sofa.id
        for n, (customer_id, status, total) in enumerate(((a, "paid", 5_000_000), (b, "canceled", 9_000_000))):
            order = Order(code=f"D{n}", customer_id=customer_id, placed_at=now(), status=status, total_minor=total)
            order.lines = [OrderLine(product_id=sofa_id, name="Sofa"), OrderLine(product_id=sofa_id, name="Sofa 2")]
            session.add(order)
    assert names({"fact": "order"}) == ["A"]
    assert names({"fact": "order", "where": {"status": ["canceled"]}}) == ["B"]
    assert names({"fact": "order", "where": {"product": [sofa_id]}, "count": "= 1"}) == ["A"]
    assert names({"fact": "order", "where": {"category": "Phòng khách", "total": ">= 5000000"}}) == ["A"]
    assert names({"fact": "order", "where": {"total": "> 5000000"}}) == []


def test_purchase_figures_come_from_the_roll_up(app: Flask) -> None:
    rich = make("Rich")
    make("New")
    with transaction() as session:
        row = session.get(CustomerStats, rich) or CustomerStats(customer_id=rich)
        row.orders, row.spent_minor, row.last_order_at = 4, 60_000_000, now() - timedelta(days=10)
        session.add(row)
    assert names(is_("spent", "gte", 50_000_000)) == ["Rich"]
    assert names(is_("orders", "lte", 3)) == ["New"]
    assert names(is_("last_order_at", "last_days", 30)) == ["Rich"]
    assert names({"not": is_("last_order_at", "last_days", 30)}) == ["New"]


REFUSED: list[tuple[Any, str]] = [
        (None, "rules"),
        ([], "rules"),
        ({}, "rules"),
        ({"any": []}, "rules.any"),
        ({"all": [is_("birthday", "is", 1)]}, "rules.all[0].op"),
        ({"all": [{"not": is_("nobody", "is", "x")}]}, "rules.all[0].not.field"),
        (is_("display_name", "contains", "x" * 50_000), "rules.value"),
        (is_("display_name", "contains", "a\x00b"), "rules.value"),
        (is_("display_name", "contains", "\u200b"), "rules.value"),
        (is_("display_name", "contains", 5), "rules.value"),
        (is_("status", "in", ["nonsense"]), "rules.value"),
        (is_("status", "in", []), "rules.value"),
        (is_("spent", "gte", "1"), "rules.value"),
        (is_("spent", "gte", True), "rules.value"),
        (is_("spent", "gte", 1.5), "rules.value"),
        (is_("spent", "gte", 10**30), "rules.value"),
        (is_("orders", "between", [5, 1]), "rules.value"),
        (is_("birthday", "on", "31/01/1990"), "rules.value"),
        (is_("birthday", "last_days", 0), "rules.value"),
        (is_("birthday", "anniversary_month", [13]), "rules.value"),
        (is_("company", "empty", "x"), "rules.value"),
        ({"field": "status", "op": "in", "value": ["past"], "colour": 1}, "rules"),
        ({"fact": "nothing"}, "rules.fact"),
        ({"fact": "call", "where": {"shoe": 3}}, "rules.where"),
        ({"fact": "call", "where": {"rating": "about 3"}}, "rules.where.rating"),
        ({"fact": "call", "count": ">= 1e9"}, "rules.count"),
        ({"fact": "call", "count": ">= ٣"}, "rules.count"),
        ({"fact": "call", "within_days": -1}, "rules.within_days"),
        ({"not": {"not": {"not": {"not": {"not": is_("company", "empty")}}}}}, "rules.not.not.not.not.not"),
        ({"all": [is_("company", "empty")] * 51}, "rules.all"),
        ({"any": [{"all": [is_("company", "empty")] * n} for n in (30, 21)]}, "rules.any[1].all[20]"),
    ]  # fmt: skip


def test_what_is_no_rule_is_refused_with_its_place(app: Flask) -> None:
    for rules, place in REFUSED:
        with read() as session, pytest.raises(Invalid) as refused:
            read_rules(session, rules)
        assert list(refused.value.details) == [place]
