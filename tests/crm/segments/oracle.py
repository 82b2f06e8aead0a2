"""Rules read in plain Python, slowly and without SQL: what the compiled statement must agree with."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contactcenter.crm.service import fold

NEGATIVE = {"is_not": "is", "not_contains": "contains", "ne": "eq", "not_in": "in", "none": "any", "not_empty": "empty"}


@dataclass
class Happening:
    """One call or note."""

    at: datetime
    rating: int | None = None
    direction: str = "inbound"


@dataclass
class Person:
    """All that rules may ask of one customer; a missing value is not there."""

    values: dict[str, Any]
    lines: set[str]
    facts: dict[str, list[Happening]] = field(default_factory=dict)


@dataclass
class World:
    at: datetime
    zone: ZoneInfo
    me: str

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()


TYPES = {
    "display_name": "name", "company": "text", "gender": "choice", "household_size": "number", "birthday": "date",
    "do_not_call": "boolean", "owner_id": "person", "created_at": "moment", "orders": "number", "spent": "number",
    "average_order": "number", "last_order_at": "moment", "lines": "lines", "custom.pets": "list",
    "custom.budget": "number", "custom.rate": "number", "custom.since": "date", "custom.has_car": "boolean",
    "custom.wood": "choice", "custom.hobby": "text",
}  # fmt: skip
ZERO = {"orders", "spent"}


def holds(rule: dict[str, Any], person: Person, world: World) -> bool:
    if "all" in rule:
        return all(holds(part, person, world) for part in rule["all"])
    if "any" in rule:
        return any(holds(part, person, world) for part in rule["any"])
    if "not" in rule:
        return not holds(rule["not"], person, world)
    return _happened(rule, person, world) if "fact" in rule else _fits(rule, person, world)


def _happened(rule: dict[str, Any], person: Person, world: World) -> bool:
    rows = person.facts.get(rule["fact"], [])
    if rule.get("within_days"):
        rows = [row for row in rows if row.at >= world.at - timedelta(days=rule["within_days"])]
    for name, asked in rule.get("where", {}).items():
        if name == "direction":
            rows = [row for row in rows if row.direction in asked]
        else:
            op, number = asked.split(" ")
            rows = [row for row in rows if row.rating is not None and _compare(row.rating, op, float(number))]
    op, number = rule.get("count", ">= 1").split(" ")
    return _compare(len(rows), op, float(number))


def _compare(a: float, op: str, b: float) -> bool:
    return {"=": a == b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def _fits(rule: dict[str, Any], person: Person, world: World) -> bool:
    name, op, value = rule["field"], rule["op"], rule.get("value")
    if op in NEGATIVE:
        return not _fits({**rule, "op": NEGATIVE[op]}, person, world)
    kind = TYPES[name]
    if kind == "lines":
        wanted = set(value or [])
        return {"any": bool(wanted & person.lines), "all": wanted <= person.lines, "empty": not person.lines}[op]
    held = person.values.get(name)
    if held is None and name in ZERO:
        held = 0
    if op == "empty":
        return held in (None, "", []) or (name in ZERO and held == 0)
    if kind == "boolean":
        return held is value
    return held is not None and _KINDS[kind](held, op, value, world)


def _text(held: str, op: str, value: str, _world: World) -> bool:
    small = value.lower()
    ways = {
        value, small, value.upper(), small[:1].upper() + small[1:],
        " ".join(w[:1].upper() + w[1:] for w in small.split(" ")),
    }  # fmt: skip
    test = {"is": str.__eq__, "contains": str.__contains__, "starts": str.startswith}[op]
    return any(test(held, way) for way in ways)


def _name(held: str, op: str, value: str, _world: World) -> bool:
    test = {"is": str.__eq__, "contains": str.__contains__, "starts": str.startswith}[op]
    return bool(test(fold(held), fold(value)))


def _number(held: float, op: str, value: Any, _world: World) -> bool:
    if op == "between":
        return bool(value[0] <= held <= value[1])
    return _compare(held, {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}[op], value)


def _date(held: date, op: str, value: Any, world: World) -> bool:
    today = world.today
    if op == "anniversary_month":
        return held.month in value
    if op == "anniversary_days":
        return any(_is_yearly(held, today + timedelta(days=n)) for n in range(value + 1))
    if op in ("last_days", "older_days", "next_days"):
        ago = (today - held).days
        return {"last_days": 0 <= ago <= value, "older_days": ago > value, "next_days": 0 <= -ago <= value}[op]
    days = [date.fromisoformat(one) for one in (value if op == "between" else [value])]
    return {"on": held == days[0], "before": held < days[0], "after": held > days[0],
            "between": days[0] <= held <= days[-1]}[op]  # fmt: skip


def _is_yearly(born: date, day: date) -> bool:
    if (born.month, born.day) == (day.month, day.day):
        return True
    is_last_of_february = (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3
    return (born.month, born.day) == (2, 29) and is_last_of_february


def _moment(held: datetime, op: str, value: Any, world: World) -> bool:
    if op in ("last_days", "older_days"):
        is_recent = held >= world.at - timedelta(days=value)
        return is_recent if op == "last_days" else not is_recent
    return _date(held.astimezone(world.zone).date(), op, value, world)


def _choice(held: str, _op: str, value: list[str], world: World) -> bool:
    return held in [world.me if one == "me" else one for one in value]


def _list(held: list[str], op: str, value: list[str], _world: World) -> bool:
    return {"any": bool(set(value) & set(held)), "all": set(value) <= set(held)}[op]


_KINDS = {
    "text": _text, "name": _name, "number": _number, "date": _date, "moment": _moment, "choice": _choice,
    "person": _choice, "list": _list,
}  # fmt: skip
