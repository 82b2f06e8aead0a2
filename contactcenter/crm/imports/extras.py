"""What areas above give to everybody in a file, such as tags: asked for by an option of the import.

An area registers an `Extra` under the option's name; it is given in the transaction of each
batch, and taken back by undo where this import had given it. What was given is noted in the
ledger's `added` as `<name>:<ref>`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

Give = Callable[[Session, Any, Sequence[str], str | None], dict[str, list[str]]]
Take = Callable[[Session, dict[str, list[str]]], None]


@dataclass(frozen=True)
class Extra:
    """`give(session, value, customer_ids, actor_id) -> {id: [ref newly given]}`; `take(session, {id: [ref]})`.

    `table` is where it hangs: rows there of customers that have nothing else do not count as somebody's work.
    """

    table: str
    give: Give
    take: Take


_extras: dict[str, Extra] = {}


def register(option: str, extra: Extra) -> None:
    _extras[option] = extra


def give(session: Session, options: dict[str, Any], ids: Sequence[str], actor_id: str | None) -> dict[str, list[str]]:
    """Customer id → what they were newly given, as the ledger notes it."""
    given: dict[str, list[str]] = {}
    for name, extra in _extras.items():
        if options.get(name) and ids:
            for customer_id, refs in extra.give(session, options[name], ids, actor_id).items():
                given.setdefault(customer_id, []).extend(f"{name}:{ref}" for ref in refs)
    return given


def take_back(session: Session, added: dict[str, list[str]]) -> None:
    """Take from each customer what the ledger says that they were given."""
    for name, extra in _extras.items():
        prefix = f"{name}:"
        refs = {i: [one.removeprefix(prefix) for one in ones if one.startswith(prefix)] for i, ones in added.items()}
        wanted = {i: ones for i, ones in refs.items() if ones}
        if wanted:
            extra.take(session, wanted)
