"""The rules of a segment: a tree in JSON, checked and typed before anything runs.

    {"all": [...]} · {"any": [...]} · {"not": {...}}
    {"field": "spent", "op": "gte", "value": 10000000}
    {"fact": "call", "where": {"rating": "<= 3", "agent": ["me"]}, "count": ">= 2", "within_days": 30}

Errors name the place: `rules.all[0].not.value`. An empty `all` as the whole tree is everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contactcenter.core.errors import Invalid
from contactcenter.crm.segments import values
from contactcenter.crm.segments.facts import Dimension, Fact
from contactcenter.crm.segments.subjects import Subject

MAX_DEPTH = 5
MAX_LEAVES = 50
MAX_COUNT = 100_000
ME = "me"
"""As a person: the segment's owner, or whoever asks while the segment is not saved."""

_COMPARISON = re.compile(r"^(>=|<=|=|<|>)\s*(\d{1,15}(?:\.\d{1,4})?)$")
TIMED_OPS = frozenset({"last_days", "older_days", "next_days", "anniversary_days"})


@dataclass(frozen=True)
class Test:
    """A subject, compared."""

    subject: Subject
    op: str
    value: Any


@dataclass(frozen=True)
class Counted:
    """So many of a fact. `where` holds (dimension, comparison, value)."""

    fact: Fact
    where: tuple[tuple[Dimension, str, Any], ...]
    op: str
    count: int
    within_days: int | None


@dataclass(frozen=True)
class Group:
    word: str
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    part: "Node"


Node = Test | Counted | Group | Not


@dataclass(frozen=True)
class Catalogue:
    subjects: dict[str, Subject]
    facts: dict[str, Fact]


def parse(raw: Any, catalogue: Catalogue) -> Node:
    """The tree of a JSON value. Raises Invalid `invalid_rules` with the path of the first slip."""
    reader = _Reader(catalogue)
    if raw == {"all": []}:
        return Group("all", ())
    return reader.node(raw, "rules", 1)


def list_leaves(node: Node) -> Iterator[Test | Counted]:
    if isinstance(node, Group):
        for part in node.parts:
            yield from list_leaves(part)
    elif isinstance(node, Not):
        yield from list_leaves(node.part)
    else:
        yield node


def is_timed(node: Node) -> bool:
    """Whether waiting alone can change who fits."""
    return any(
        leaf.within_days is not None if isinstance(leaf, Counted) else leaf.op in TIMED_OPS
        for leaf in list_leaves(node)
    )


def list_people(node: Node) -> set[str]:
    """Every user id that the rules name."""
    found: set[str] = set()
    for leaf in list_leaves(node):
        if isinstance(leaf, Counted):
            for dimension, _op, codes in leaf.where:
                found |= set(codes) if dimension.type == "person" else set()
        elif leaf.subject.type == "person" and isinstance(leaf.value, list):
            found |= set(leaf.value)
    return found - {ME}


def wrong(path: str, why: str) -> Invalid:
    return Invalid("invalid_rules", f"The rules are not right at {path[:120]}: {why}", **{path[:120]: [why]})


class _Reader:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._leaves = 0

    def node(self, raw: Any, path: str, depth: int) -> Node:
        if not isinstance(raw, dict) or not raw:
            raise wrong(path, "Not a rule.")
        if depth > MAX_DEPTH:
            raise wrong(path, f"Nested more than {MAX_DEPTH} deep.")
        for word in ("all", "any"):
            if word in raw:
                return self._group(raw, word, path, depth)
        if "not" in raw:
            self._only(raw, {"not"}, path)
            return Not(self.node(raw["not"], f"{path}.not", depth + 1))
        self._leaves += 1
        if self._leaves > MAX_LEAVES:
            raise wrong(path, f"More than {MAX_LEAVES} rules.")
        return self._counted(raw, path) if "fact" in raw else self._test(raw, path)

    def _group(self, raw: dict[str, Any], word: str, path: str, depth: int) -> Group:
        self._only(raw, {word}, path)
        parts = raw[word]
        if not isinstance(parts, list) or not parts:
            raise wrong(f"{path}.{word}", "Not a list of rules with at least one.")
        if len(parts) > MAX_LEAVES:
            raise wrong(f"{path}.{word}", f"More than {MAX_LEAVES} rules.")
        return Group(word, tuple(self.node(p, f"{path}.{word}[{i}]", depth + 1) for i, p in enumerate(parts)))

    def _test(self, raw: dict[str, Any], path: str) -> Test:
        self._only(raw, {"field", "op", "value"}, path)
        name = raw.get("field")
        subject = self._catalogue.subjects.get(name) if isinstance(name, str) else None
        if subject is None:
            raise wrong(f"{path}.field", "There is no such field.")
        op = raw.get("op")
        readers = values.OPS[subject.type]
        if not isinstance(op, str) or op not in readers:
            raise wrong(f"{path}.op", f"Not one of {', '.join(readers)}.")
        try:
            return Test(subject, op, readers[op](subject, raw.get("value")))
        except ValueError as error:
            raise wrong(f"{path}.value", str(error)) from None

    def _counted(self, raw: dict[str, Any], path: str) -> Counted:
        self._only(raw, {"fact", "where", "count", "within_days"}, path)
        code = raw["fact"]
        fact = self._catalogue.facts.get(code) if isinstance(code, str) else None
        if fact is None:
            raise wrong(f"{path}.fact", "There is no such fact.")
        where = raw.get("where") or {}
        if not isinstance(where, dict):
            raise wrong(f"{path}.where", "Not an object.")
        named = tuple(self._dimension(fact, name, value, f"{path}.where") for name, value in where.items())
        op, count = self._comparison(raw.get("count", ">= 1"), f"{path}.count")
        if count != int(count) or count > MAX_COUNT:
            raise wrong(f"{path}.count", f"Not a whole number up to {MAX_COUNT}.")
        days = raw.get("within_days")
        if days is not None:
            try:
                days = values.days(days)
            except ValueError as error:
                raise wrong(f"{path}.within_days", str(error)) from None
        return Counted(fact, named, op, int(count), days)

    def _dimension(self, fact: Fact, name: Any, value: Any, path: str) -> tuple[Dimension, str, Any]:
        dimension = fact.dimension(name) if isinstance(name, str) else None
        if dimension is None:
            raise wrong(path, f"{fact.code} knows no {str(name)[:40]}.")
        path = f"{path}.{dimension.code}"
        if dimension.type in ("number", "money"):
            op, number = self._comparison(value, path)
            return dimension, op, int(number) if number == int(number) else number
        try:
            return dimension, "in", values.codes([value] if isinstance(value, str) else value)
        except ValueError as error:
            raise wrong(path, str(error)) from None

    def _comparison(self, raw: Any, path: str) -> tuple[str, float]:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = f">= {raw}"
        found = _COMPARISON.match(raw.strip()) if isinstance(raw, str) and len(raw) < 40 else None
        if found is None or not found[2].isascii():
            raise wrong(path, 'Not a comparison such as ">= 2".')
        return found[1], float(found[2])

    def _only(self, raw: dict[str, Any], allowed: set[str], path: str) -> None:
        if unknown := set(raw) - allowed:
            raise wrong(path, f"Unknown: {', '.join(sorted(str(u)[:40] for u in unknown))}.")
