"""What a file may be about: the form that customers, orders and products fill in (kinds.py lists them).

The way of an import - upload, mapping, check, run, pause, report, undo - is the same for all and knows
none of them; all that differs is here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.targets import Target


class Item(NamedTuple):
    """Written whole or not at all: `rows` rows of the file, `number` the last; no draft where they are blank."""

    number: int
    rows: int
    draft: Any


class Written(NamedTuple):
    """How many rows of each outcome, and how many of the drafts were dealt with, from the first on."""

    outcomes: Counter[str]
    drafts: int


class Findings(Protocol):
    """What a check has seen so far."""

    rows: int

    def add(self, session: Session, drafts: list[Any]) -> None: ...

    def as_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Kind:
    """`name` is kept in `imports.kind`; `permission` is needed besides that for imports.

    `synonyms`: target → headers it is known by, folded, separated by |. `finders`: of each set one target has to be
    chosen, else `missing` is what is wrong. `groups`: (code, vi, en) of targets. `gather` makes drafts of rows;
    `write` carries out drafts and keeps the ledger; `take_back` undoes ledger rows, the last first.
    Both ways know how far the importer sees: rows about customers out of reach are `outside`, and change nothing.
    `name_made` tells what the ledger's `made_id` is called.
    """

    name: str
    permission: str
    groups: tuple[tuple[str, str, str], ...]
    list_targets: Callable[[Session], list[Target]]
    synonyms: dict[str, str]
    finders: tuple[frozenset[str], ...]
    missing: tuple[str, str]
    new_reader: Callable[[Session, list[str | None], dict[str, Any], str], Any]
    gather: Callable[[Iterable[Row], Any], Iterator[Item]]
    new_findings: Callable[[Any, dict[str, Any], Reach], Findings]
    write: Callable[[Session, Import, list[Any], Any, Reach], Written]
    take_back: Callable[[Session, Import, list[ImportRow]], None]
    examples: tuple[dict[str, Any], ...]
    options: dict[str, Any] = field(default_factory=dict)
    name_made: Callable[[Session, Sequence[str]], dict[str, str]] = lambda _session, _ids: {}


def one_by_one(rows: Iterable[Row], reader: Any) -> Iterator[Item]:
    """Each row by itself."""
    for row in rows:
        yield Item(row.number, 1, reader.read(row))
