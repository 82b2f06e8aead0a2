"""One row of a file as the customer it describes, with all that is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.errors import Invalid
from contactcenter.core.phone import parse_phone
from contactcenter.crm.fields.field import Field
from contactcenter.crm.fields.values import clean, is_ahead
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.targets import CUSTOMER_ID, Target, list_targets
from contactcenter.crm.imports.values.choices import read_boolean, read_choice, read_choices
from contactcenter.crm.imports.values.dates import read_date
from contactcenter.crm.imports.values.numbers import read_money, read_number
from contactcenter.crm.imports.values.phones import read_phones
from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text
from contactcenter.crm.lines import canonical_email
from contactcenter.crm.service import fold

Line = tuple[str, str]
MAX_LINES = 20
_PLAIN_LOCAL = re.compile(r"(?a:[\w+-]{1,32}(?:\.[\w+-]{1,16}){0,2})")
SHOWN_CHARS = 60
FATAL = frozenset({"name_missing", "unknown_customer", "several_people", "too_many_lines"})


@dataclass(slots=True)
class Draft:
    """`values` by field name, `lines` canonical; `problems`: {column, code, value}, column None for the row."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    customer_id: str | None = None
    problems: list[dict[str, Any]] = field(default_factory=list)
    is_repaired: bool = False

    def blame(self, code: str, column: int | None = None, value: Any = None) -> None:
        self.problems.append({"column": column, "code": code, "value": shown(value)})


@dataclass(frozen=True)
class Reader:
    """Reads rows by a mapping; knows nothing of who is there already."""

    columns: tuple[tuple[int, Target], ...]
    people: dict[str, str]
    region: str
    locale: str
    date_order: str
    strict: bool

    def read(self, row: Row) -> Draft | None:
        """The draft, or None for a row without anything in the columns that count."""
        draft = Draft(row.number)
        cells = row.cells
        parts: dict[str, list[str]] = {}
        is_empty = True
        for column, target in self.columns:
            cell = cells[column] if column < len(cells) else None
            if cell is None or cell == "":
                continue
            is_empty = False
            try:
                self._take(draft, parts, target, cell)
            except BadValue as problem:
                draft.blame(problem.code, column, cell)
        if is_empty:
            return None
        self._join(draft, parts)
        if len(draft.lines) > MAX_LINES:
            draft.blame("too_many_lines")
        return draft

    @property
    def fields(self) -> list[Field]:
        """What the columns fill, each once."""
        return list(dict.fromkeys(target.field for _, target in self.columns if target.field is not None))

    def is_refused(self, draft: Draft) -> bool:
        """Whether the row as a whole is not taken."""
        return any(self.strict or p["code"] in FATAL for p in draft.problems)

    def _take(self, draft: Draft, parts: dict[str, list[str]], target: Target, cell: Any) -> None:
        if target.field is None:
            self._take_line(draft, target.name, cell)
        elif target.takes_many:
            text = unicodedata.normalize("NFC", as_text(cell))
            if text:
                parts.setdefault(target.name, []).append(text)
        else:
            draft.values[target.name] = self._value(target.field, cell)

    def _take_line(self, draft: Draft, name: str, cell: Any) -> None:
        lines: list[Line] = []
        if name == "phone":
            phones = read_phones(cell, self.region)
            draft.is_repaired = draft.is_repaired or phones.is_repaired
            lines = [("phone", number) for number in phones.numbers]
        elif name == "email":
            lines = [("email", address) for address in _emails(as_text(cell))]
        elif name == CUSTOMER_ID:
            draft.customer_id = _customer_id(as_text(cell))
        draft.lines += [line for line in lines if line not in draft.lines]

    def _value(self, field: Field, cell: Any) -> Any:
        raw: Any
        if field.type == "person":
            raw = self.people.get(fold(as_text(cell)))
            if raw is None:
                raise BadValue("unknown_person")
            return raw
        value = _cleaned(field, _READERS[field.type](self, field, cell))
        if field.name == "birthday" and is_ahead(value):
            raise BadValue("birthday_ahead")
        return value

    def _join(self, draft: Draft, parts: dict[str, list[str]]) -> None:
        """Several columns of one text are one text: parts of a name by spaces, of an address by commas."""
        for column, target in self.columns:
            texts = parts.pop(target.name, None)
            if not texts or target.field is None:
                continue
            joined = (" " if target.name == "display_name" else ", ").join(texts)
            if target.field.type == "text":
                joined = " ".join(joined.split())
            try:
                draft.values[target.name] = _cleaned(target.field, joined)
            except BadValue as problem:
                draft.blame(problem.code, column, joined)


def new_reader(
    session: Session,
    mapping: list[str | None],
    options: dict[str, Any],
    region: str,
    offered: list[Target] | None = None,
) -> Reader:
    """The reader of one import; a target that is no more (an archived field) is left out.

    `offered`: the targets, where they are not a customer's.
    """
    targets = {target.name: target for target in offered or list_targets(session)}
    columns = tuple((n, targets[name]) for n, name in enumerate(mapping) if name in targets)
    needs_people = any(target.name == "owner_id" for _, target in columns)
    return Reader(
        columns,
        _people(session) if needs_people else {},
        region,
        options.get("locale", "vi"),
        options.get("date_order", "dmy"),
        strict=options.get("bad_values", "row") == "row",
    )


def shown(cell: Any, limit: int = SHOWN_CHARS) -> str:
    """A cell as a screen may show it and every database keep it."""
    text = "" if cell is None else str(cell)[:limit]
    return text if text.isprintable() else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def line_values(line: Line) -> dict[str, Any]:
    """The columns of an identity that follow from its canonical line."""
    channel, value = line
    phone = parse_phone(value) if channel == "phone" else None
    national = phone.national if phone else value[:40]
    return {"channel": channel, "value": value, "national": national, "last9": phone.last9 if phone else None}


_READERS: dict[str, Callable[[Reader, Field, Any], Any]] = {
    "text": lambda _reader, _field, cell: unicodedata.normalize("NFC", as_text(cell)),
    "number": lambda reader, _field, cell: read_number(cell, reader.locale),
    "money": lambda reader, field, cell: read_money(cell, field.currency, reader.locale),
    "date": lambda reader, _field, cell: read_date(cell, reader.date_order),
    "boolean": lambda _reader, _field, cell: read_boolean(cell),
    "choice": lambda _reader, field, cell: read_choice(cell, field),
    "multi_choice": lambda _reader, field, cell: read_choices(cell, field),
}
"""By type of field; people are looked up, and texts of several columns joined."""


def _emails(text: str) -> list[str]:
    parts = [part for part in text.replace(",", ";").replace("\n", ";").split(";") if part.strip()]
    try:
        return [_email(part.strip()) for part in parts]
    except Invalid:
        raise BadValue("bad_email") from None


def _customer_id(text: str) -> str:
    if not text.isascii() or not text.isprintable() or len(text) > 40:
        raise BadValue("bad_text")
    return text


def _email(written: str) -> str:
    """As canonical_email, whose look at the domain costs most: there are few domains."""
    local, _, domain = written.rpartition("@")
    if _PLAIN_LOCAL.fullmatch(local) and len(written) < 200:
        return f"{local}@{_domain(domain)}".lower()
    return canonical_email(written)


@lru_cache(maxsize=4096)
def _domain(written: str) -> str:
    return canonical_email(f"a@{written}").partition("@")[2]


def _cleaned(field: Field, raw: Any) -> Any:
    try:
        return clean(field, raw)
    except Invalid as error:
        is_long = isinstance(raw, str) and len(raw) > field.max_length
        codes = {"text": "bad_text", "long_text": "bad_text", "number": "bad_number", "money": "bad_money"}
        raise BadValue("too_long" if is_long else codes.get(field.type, f"bad_{field.type}")) from error


def _people(session: Session) -> dict[str, str]:
    """Folded name, email or id → user id, of those who can sign in; a name that two share names nobody."""
    known: dict[str, str] = {}
    shared: set[str] = set()
    for user in session.execute(sa.select(User.id, User.name, User.email).where(User.is_active)):
        for key in (fold(user.name), user.email.lower(), user.id):
            if known.setdefault(key, user.id) != user.id:
                shared.add(key)
    return {key: user_id for key, user_id in known.items() if key not in shared}
