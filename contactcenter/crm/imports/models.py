"""Imports, and one ledger row for each row of the file that was dealt with."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Import(Base):
    """One uploaded file and how far it has got. `kind`: what it is about (kinds.py).

    `columns`: [{header, samples, guess}]; `mapping`: a target or None for each column;
    `options`: see OptionsSchema; `findings`: what checking found. `rows_done` is the number
    of the last row of the file that is committed: a killed run goes on after it. `touched_at`
    moves with every batch, so that a lost job can be told from a slow one.
    """

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "imp"))
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(sa.String(10), default="customers", server_default="customers")
    state: Mapped[str] = mapped_column(sa.String(10), default="mapping")
    file_name: Mapped[str] = mapped_column(sa.String(200))
    file_format: Mapped[str] = mapped_column(sa.String(4))
    file_key: Mapped[str | None] = mapped_column(sa.String(200))
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    headers_key: Mapped[str] = mapped_column(sa.String(64), index=True)
    columns: Mapped[list[Any]] = mapped_column(default=list)
    mapping: Mapped[list[Any]] = mapped_column(default=list)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    findings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    total_rows: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undo_counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    touched_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.Index("ix_imports_page", "created_at", "id"),
        sa.CheckConstraint(
            "state IN ('mapping', 'checking', 'checked', 'running', 'paused', 'done', 'canceled', 'failed', "
            "'undoing', 'undone')",
            name="state",
        ),
    )


class ImportRow(Base):
    """What became of one row: created, updated, unchanged, skipped, outside, failed; `line`: part of the order above.

    `number` is the row's in the spreadsheet (the first line is 1). `made_id` and `made_version` are
    the customer, order or product as the import left it: undo compares. `customer_id`: whom the row is
    about, of an order its buyer. `added`: ids of lines that an update added, and the buyer that an order
    brought. `before`: the order or product as it was. `problems`: [{column, code, value}].
    `undo`: removed, restored, kept; `undo_reason`.
    """

    __tablename__ = "import_rows"

    import_id: Mapped[str] = mapped_column(sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(sa.String(10))
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    made_id: Mapped[str | None] = mapped_column(sa.String(40))
    made_version: Mapped[int | None]
    added: Mapped[list[Any]] = mapped_column(default=list)
    before: Mapped[dict[str, Any] | None]
    problems: Mapped[list[Any]] = mapped_column(default=list)
    undo: Mapped[str | None] = mapped_column(sa.String(10))
    undo_reason: Mapped[str | None] = mapped_column(sa.String(30))

    __table_args__ = (sa.Index("ix_import_rows_outcome", "import_id", "outcome", "number"),)
