"""From rules to one SQL condition, for SQLite and PostgreSQL alike.

Three-valued logic stays out of sight: a comparison with something unknown does not hold, and its
negation does. AND and OR are true exactly when they are with every unknown taken as false, so it is
enough that each negation asks IS NOT TRUE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from contactcenter.core.clock import now
from contactcenter.core.db import UtcDateTime
from contactcenter.core.settings import current
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.facts import compare
from contactcenter.crm.segments.rules import ME, Counted, Group, Node, Not, Test, list_leaves
from contactcenter.crm.segments.sql import at_last, month_day, position_of
from contactcenter.crm.service import fold
from contactcenter.crm.stats.models import CustomerStats

_PEOPLE = sa.inspect(Customer).local_table
_COMPARISONS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_POSITIVE = {
    "is_not": "is",
    "not_contains": "contains",
    "ne": "eq",
    "not_in": "in",
    "none": "any",
    "not_empty": "empty",
}


@dataclass(frozen=True)
class Moment:
    """When, where and for whom rules are read: days are the company's own, "me" is a user id."""

    at: datetime
    zone: ZoneInfo
    me: str | None = None

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


def this_moment(me: str | None = None) -> Moment:
    return Moment(now(), ZoneInfo(current().timezone), me)


def select_ids(node: Node, moment: Moment, *, among: sa.ColumnElement[bool] | None = None) -> sa.Select[tuple[str]]:
    """Everybody who fits, as one statement; `among` some, who are few."""
    people = from_people(sa.select(Customer.id), [node])
    if among is not None:
        return people.where(among, at_last(condition(node, moment)))
    return people.where(*_conditions(node, moment))


def _conditions(node: Node, moment: Moment) -> list[sa.ColumnElement[bool]]:
    """Where all rules must hold and some are of the person alone, these are asked first, then the roll-up of whoever is
    left: to begin with the roll-up, SQLite would look for each of its people all over their table."""
    if not (isinstance(node, Group) and node.word == "all" and any(map(_is_of_person, node.parts))):
        return [condition(node, moment)]
    return [at_last(condition(part, moment)) if _asks_stats([part]) else condition(part, moment) for part in node.parts]


def _is_of_person(node: Node) -> bool:
    return isinstance(node, Test) and not node.subject.is_from_stats and node.subject.has is None


def _asks_stats(nodes: Iterable[Node]) -> bool:
    leaves = (leaf for node in nodes for leaf in list_leaves(node))
    return any(isinstance(leaf, Test) and leaf.subject.is_from_stats for leaf in leaves)


def from_people(statement: sa.Select[Any], nodes: list[Node]) -> sa.Select[Any]:
    """`statement` over customers that stand for themselves, with the roll-up beside them where rules ask for it."""
    source: Any = Customer
    if _asks_stats(nodes):
        source = sa.outerjoin(Customer, CustomerStats, CustomerStats.customer_id == Customer.id)
    return statement.select_from(source).where(Customer.merged_into_id.is_(None))


def condition(node: Node, moment: Moment) -> sa.ColumnElement[bool]:
    """True for whom the rules hold; false or NULL for others."""
    if isinstance(node, Group):
        parts = [condition(part, moment) for part in node.parts]
        return sa.or_(sa.false(), *parts) if node.word == "any" else sa.and_(sa.true(), *parts)
    if isinstance(node, Not):
        return condition(node.part, moment).is_not(sa.true())
    return _counted(node, moment) if isinstance(node, Counted) else _test(node, moment)


def _test(test: Test, moment: Moment) -> sa.ColumnElement[bool]:
    positive = _POSITIVE.get(test.op)
    if positive is not None:
        return _test(Test(test.subject, positive, test.value), moment).is_not(sa.true())
    if test.subject.has is not None:
        return _listed(test)
    if test.op == "empty":
        return _is_empty(test)
    return _TESTS[test.subject.type](test, moment)


def _is_empty(test: Test) -> sa.ColumnElement[bool]:
    column: Any = test.subject.column
    if test.subject.unknown is not None:
        return sa.func.coalesce(column, test.subject.unknown) == test.subject.unknown
    return sa.or_(column.is_(None), column == "") if test.subject.type == "text" else column.is_(None)


def _text(test: Test, _moment: Moment) -> sa.ColumnElement[bool]:
    """Names without diacritics; other texts as typed, in lower case, in capitals or with initials.

    Neither database can tell "Đ" from "đ" apart from its case in every locale, so the usual ways of
    writing are asked for one by one, which is the same on both.
    """
    column: Any = test.subject.folded if test.subject.folded is not None else test.subject.column
    written = [fold(test.value)] if test.subject.folded is not None else _ways_to_write(test.value)
    if test.op == "is":
        return column.in_(written)
    if test.op == "starts":
        return sa.or_(*(sa.func.substr(column, 1, len(one)) == one for one in written))
    return sa.or_(*(position_of(column, sa.literal(one)) > 0 for one in written))


def _ways_to_write(text: str) -> list[str]:
    small = text.lower()
    initials = " ".join(word[:1].upper() + word[1:] for word in small.split(" "))
    return list(dict.fromkeys((text, small, text.upper(), small[:1].upper() + small[1:], initials)))


def _number(test: Test, _moment: Moment) -> sa.ColumnElement[bool]:
    column: Any = test.subject.column
    if test.op == "between":
        low, high = test.value
        made = sa.and_(column >= low, column <= high)
        fits_unknown = test.subject.unknown is not None and low <= test.subject.unknown <= high
    else:
        op = _COMPARISONS[test.op]
        made = compare(column, op, test.value)
        fits_unknown = test.subject.unknown is not None and _holds(test.subject.unknown, op, test.value)
    # Only where nothing at all would fit too: a plain comparison lets the database begin with the roll-up.
    return sa.or_(made, column.is_(None)) if fits_unknown else made


def _holds(number: Any, op: str, value: Any) -> bool:
    return {
        "=": number == value, "<": number < value, "<=": number <= value, ">": number > value, ">=": number >= value,
    }[op]  # fmt: skip


def _date(test: Test, moment: Moment) -> sa.ColumnElement[bool]:
    column: Any = test.subject.column
    today = moment.today

    def day(value: date) -> Any:
        return value.isoformat() if test.subject.is_text_date else value

    if test.op == "anniversary_month":
        months = [f"{month:02}" for month in test.value]
        return sa.func.substr(month_day(column), 1, 2).in_(months)
    if test.op == "anniversary_days":
        return _anniversary(month_day(column), today, today + timedelta(days=test.value))
    if test.op == "older_days":
        return column < day(_earlier(today, test.value))
    low, high = {
        "last_days": lambda: (_earlier(today, test.value), today),
        "next_days": lambda: (today, today + timedelta(days=test.value)),
        "on": lambda: (test.value, test.value),
        "before": lambda: (None, test.value - timedelta(days=1)),
        "after": lambda: (test.value + timedelta(days=1), None),
        "between": lambda: test.value,
    }[test.op]()
    if low == high:
        return column == day(low)
    return sa.and_(*([column >= day(low)] if low else []), *([column <= day(high)] if high else []))


def _earlier(day: date, days: int) -> date:
    return day - timedelta(days=days)


def _anniversary(column: Any, first: date, last: date) -> sa.ColumnElement[bool]:
    """Whether the yearly day falls between two days; 29 February is kept on the 28th in other years."""
    if (last - first).days >= 365:
        return column.is_not(None)
    low, high = first.strftime("%m-%d"), last.strftime("%m-%d")
    if high == "02-28" and not _is_leap(last.year):
        high = "02-29"
    if first.year == last.year:
        return sa.and_(column >= low, column <= high)
    return sa.or_(column >= low, column <= high)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _moment(test: Test, moment: Moment) -> sa.ColumnElement[bool]:
    column: Any = test.subject.column

    def at(value: datetime) -> Any:
        return sa.literal(value, UtcDateTime())

    if test.op in ("last_days", "older_days"):
        edge = at(moment.at - timedelta(days=test.value))
        return column >= edge if test.op == "last_days" else column < edge
    one_day = timedelta(days=1)
    if test.op == "before":
        return column < at(moment.start_of(test.value))
    if test.op == "after":
        return column >= at(moment.start_of(test.value + one_day))
    first, last = test.value if test.op == "between" else (test.value, test.value)
    return sa.and_(column >= at(moment.start_of(first)), column < at(moment.start_of(last + one_day)))


def _choice(test: Test, _moment: Moment) -> sa.ColumnElement[bool]:
    column: Any = test.subject.column
    return column.in_(test.value)


def _person(test: Test, moment: Moment) -> sa.ColumnElement[bool]:
    column: Any = test.subject.column
    return column.in_(_people(test.value, moment))


def _people(ids: list[str], moment: Moment) -> list[str]:
    return [one if one != ME else moment.me or "" for one in ids]


def _boolean(test: Test, _moment: Moment) -> sa.ColumnElement[bool]:
    column: Any = test.subject.column
    return column.is_(sa.true()) if test.value else column.is_(sa.false())


def _listed(test: Test) -> sa.ColumnElement[bool]:
    has: Any = test.subject.has
    if test.op == "empty":
        if test.subject.column is not None:
            return sa.or_(test.subject.column.is_(None), test.subject.column == "[]")
        return sa.and_(*(sa.not_(has(code)) for code in sorted(test.subject.codes)))
    found = [has(code) for code in test.value]
    return sa.and_(*found) if test.op == "all" else sa.or_(*found)


def _counted(counted: Counted, moment: Moment) -> sa.ColumnElement[bool]:
    rows = _rows(counted, moment)
    op, count = counted.op, counted.count
    if op == ">":
        op, count = ">=", count + 1
    if op == ">=":
        if count == 0:
            return sa.true()
        if count == 1:
            return sa.exists(rows)
        some = rows.limit(count).subquery()  # counting stops where the answer is known
        return sa.select(sa.func.count()).select_from(some).scalar_subquery() >= count
    if (op, count) in (("=", 0), ("<", 1), ("<=", 0)):
        return sa.not_(sa.exists(rows))
    every = rows.subquery()
    return compare(sa.select(sa.func.count()).select_from(every).scalar_subquery(), op, count)


def _rows(counted: Counted, moment: Moment) -> sa.Select[Any]:
    fact = counted.fact
    named = {dimension.code for dimension, _op, _value in counted.where}
    rows: sa.Select[Any] = sa.select(sa.literal_column("1").label("one")).select_from(fact.source)
    rows = rows.where(fact.customer_id == Customer.id, *fact.always)
    rows = rows.where(*(held for code, held in fact.unless_named if code not in named))
    if counted.within_days is not None:
        rows = rows.where(fact.at >= moment.at - timedelta(days=counted.within_days))
    for dimension, op, value in counted.where:
        rows = rows.where(dimension.condition(op, _people(value, moment) if dimension.type == "person" else value))
    return rows.correlate(_PEOPLE)


_TESTS = {
    "text": _text, "number": _number, "money": _number, "date": _date, "moment": _moment, "choice": _choice,
    "person": _person, "boolean": _boolean,
}  # fmt: skip
