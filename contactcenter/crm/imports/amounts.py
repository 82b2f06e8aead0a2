"""Rows whose amounts are in a currency that another cell of the row names."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.core.errors import Invalid
from contactcenter.crm.imports import drafts
from contactcenter.crm.imports.drafts import Draft, Reader
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.targets import Target
from contactcenter.crm.imports.values.problem import BadValue
from contactcenter.crm.imports.values.text import as_text
from contactcenter.crm.orders.money import LARGEST, check_currency

Offer = Callable[[Session, str], list[Target]]


class AmountReader:
    """A reader for each currency that comes up; `amounts` are targets that must not be negative.

    A row with a fault is never taken: what is bought or sold is told whole or not at all.
    """

    def __init__(
        self,
        session: Session,
        offer: Offer,
        mapping: list[str | None],
        options: dict[str, Any],
        region: str,
        amounts: tuple[str, ...],
    ) -> None:
        self.columns = {name: n for n, name in enumerate(mapping) if name}
        self._usual = options.get("currency") or "VND"
        self._amounts = amounts
        strict = {**options, "bad_values": "row"}
        self._new = lambda currency: drafts.new_reader(session, mapping, strict, region, offer(session, currency))
        self._readers: dict[str, Reader] = {}

    def read(self, row: Row) -> Draft | None:
        """The row, or None when there is nothing in it that counts."""
        written = self.cell(row, "currency")
        currency = self._usual if written in (None, "") else _currency(written)
        draft = self._in(currency or self._usual).read(row)
        if draft is None:
            return None
        if currency is None:
            draft.blame("bad_currency", self.columns["currency"], written)
        elif "currency" in draft.values:
            draft.values["currency"] = currency
        for name in self._amounts:
            if not 0 <= draft.values.get(name, 0) <= LARGEST:
                draft.blame("bad_money", self.columns[name], draft.values.pop(name))
        return draft

    def cell(self, row: Row, name: str) -> Any:
        """What stands in the column of a target."""
        column = self.columns.get(name)
        return row.cells[column] if column is not None and column < len(row.cells) else None

    def _in(self, currency: str) -> Reader:
        if currency not in self._readers:
            self._readers[currency] = self._new(currency)
        return self._readers[currency]


def _currency(written: Any) -> str | None:
    try:
        return check_currency(
            {"đ": "VND", "₫": "VND", "VNĐ": "VND", "$": "USD"}.get(as_text(written), as_text(written))
        )
    except (Invalid, BadValue):
        return None
