"""What packages above know of a customer, told to the roll-up: how often we spoke, and how it was rated.

A fact is a column of `CustomerStats` from `calls` on. Whoever owns it contributes a reader of many
customers at once, and calls `service.touch_contacts` when it changes.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

Facts = dict[str, dict[str, Any]]
Reader = Callable[[Session, list[str]], Facts]

NONE = {"calls": 0, "missed_calls": 0, "last_rating": None, "average_rating": None}
"""Every contributed fact, with its value where nobody has anything to tell."""

_readers: list[Reader] = []
_contact_kinds: set[str] = set()


def contribute_facts(fn: Reader) -> None:
    """Let a package above tell facts: `fn(session, customer_ids) -> {customer_id: {fact: value}}`."""
    if fn not in _readers:
        _readers.append(fn)


def declare_contact_kind(kind: str) -> None:
    """Say that timeline items of this kind are contacts: somebody spoke or wrote. Notes and orders are none."""
    _contact_kinds.add(kind)


def contact_kinds() -> list[str]:
    return sorted(_contact_kinds)


def read_facts(session: Session, customer_ids: list[str]) -> Facts:
    """Every contributed fact of each customer."""
    facts: Facts = {customer_id: dict(NONE) for customer_id in customer_ids}
    for read in _readers:
        for customer_id, told in read(session, customer_ids).items():
            facts[customer_id].update({name: value for name, value in told.items() if name in NONE})
    return facts
