"""Rows of a file as the orders they describe: one after another with the same code are lines of one.

Programs that sell write an order's code, date and buyer on its first row only, or on each; both are read.
Rows of one order have to stand together: a code that comes again further down is refused in words, because
the order is written by then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from contactcenter.core.errors import Invalid
from contactcenter.core.settings import current
from contactcenter.crm.imports import drafts
from contactcenter.crm.imports.amounts import AmountReader
from contactcenter.crm.imports.drafts import Draft, Line
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.kind import Item
from contactcenter.crm.imports.orders.targets import LINE, ORDER, list_targets
from contactcenter.crm.imports.values.moments import read_moment
from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.orders.lines import MOST_LINES, MOST_OF_ONE
from contactcenter.crm.orders.models import key_of
from contactcenter.crm.orders.service import check_moment

MOST_ROWS = 1_000
"""Of one order: what has more is no order, and must not fill the memory."""


@dataclass(slots=True)
class OrderDraft:
    """`values` by target, `lines` the buyer's numbers and addresses, `items` of the order; `problems` by row."""

    number: int
    rows: int
    numbers: list[int]
    values: dict[str, Any]
    lines: list[Line]
    customer_id: str | None
    items: list[dict[str, Any]] = field(default_factory=list)
    problems: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    is_repaired: bool = False

    def blame(self, code: str, column: int | None = None, value: Any = None, *, row: int | None = None) -> None:
        problem = {"column": column, "code": code, "value": drafts.shown(value)}
        self.problems.setdefault(row or self.numbers[0], []).append(problem)


class OrderReader:
    """Reads rows by a mapping."""

    def __init__(self, rows: AmountReader, zone: ZoneInfo, date_order: str) -> None:
        self._rows, self._zone, self._date_order = rows, zone, date_order
        self.columns = rows.columns

    def read(self, row: Row) -> Draft | None:
        """The row by itself, or None when there is nothing in it that counts."""
        draft = self._rows.read(row)
        if draft is None:
            return None
        if draft.values.pop("placed_at", None) is not None:
            self._read_moment(draft, self._rows.cell(row, "placed_at"))
        for problem in draft.problems:
            if problem["code"] == "bad_number":
                problem["code"] = "bad_quantity"
        quantity = draft.values.get("quantity", 1)
        if not isinstance(quantity, int) or not 0 < quantity <= MOST_OF_ONE:
            draft.blame("bad_quantity", self.columns["quantity"], draft.values.pop("quantity"))
        return draft

    def _read_moment(self, draft: Draft, cell: Any) -> None:
        try:
            draft.values["placed_at"] = check_moment(read_moment(cell, self._date_order, self._zone))
        except BadValue as problem:
            draft.blame(problem.code, self.columns["placed_at"], cell)
        except Invalid:
            draft.blame("unlikely_date", self.columns["placed_at"], cell)


def new_reader(session: Session, mapping: list[str | None], options: dict[str, Any], region: str) -> OrderReader:
    """The reader of one import."""
    rows = AmountReader(session, list_targets, mapping, options, region, ("total", "price"))
    return OrderReader(rows, ZoneInfo(current().timezone), options.get("date_order", "dmy"))


def gather(rows: Iterable[Row], reader: OrderReader) -> Iterator[Item]:
    """Orders in the file's order; the same file is gathered the same way every time."""
    standing: OrderDraft | None = None
    seen: set[str] = set()
    for row in rows:
        draft = reader.read(row)
        if standing is not None and (draft is None or _continues(standing, draft)):
            standing.number = row.number
            standing.rows += 1
            if draft is not None:
                _add(standing, draft, reader)
            continue
        if standing is not None:
            yield Item(standing.number, standing.rows, standing)
        standing = None
        if draft is None:
            yield Item(row.number, 1, None)
            continue
        standing = _open(draft, reader, seen)
    if standing is not None:
        yield Item(standing.number, standing.rows, standing)


def _continues(standing: OrderDraft, draft: Draft) -> bool:
    if len(standing.numbers) >= MOST_ROWS:
        return False
    code = draft.values.get("code")
    if code is not None:
        return key_of(code) == key_of(standing.values.get("code", ""))
    says_order = any(name in draft.values for name in ORDER) or draft.lines or draft.customer_id
    return not says_order and any(name in draft.values for name in LINE)


def _open(draft: Draft, reader: OrderReader, seen: set[str]) -> OrderDraft:
    order = OrderDraft(draft.number, 1, [], {}, [], None)
    _add(order, draft, reader)
    code = order.values.get("code")
    if code is None:
        if not any(one["column"] == reader.columns.get("code") for one in draft.problems):
            order.blame("code_missing")
    elif key_of(code) in seen:
        order.blame("order_split", reader.columns["code"], code)
    else:
        seen.add(key_of(code))
    return order


def _add(order: OrderDraft, draft: Draft, reader: OrderReader) -> None:
    """One more row: what it says of the order has to agree, and it may be a line."""
    order.numbers.append(draft.number)
    order.is_repaired = order.is_repaired or draft.is_repaired
    if draft.problems:
        order.problems.setdefault(draft.number, []).extend(draft.problems)
    for name in ORDER:
        value = draft.values.get(name)
        if value is not None and order.values.setdefault(name, value) != value and name != "code":  # but for capitals
            order.blame("differs_in_order", reader.columns[name], value, row=draft.number)
    order.customer_id = order.customer_id or draft.customer_id
    order.lines += [line for line in draft.lines if line not in order.lines]
    item = {name: draft.values[name] for name in LINE if name in draft.values}
    if not item:
        return
    if len(order.items) < MOST_LINES:
        order.items.append({"row": draft.number, **item})
    else:
        order.blame("too_many_items", row=draft.number)
