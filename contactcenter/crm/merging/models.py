"""Merges, and what is needed to take each of them back."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

_STAYS = {"info": {"stays_on_merge": True}}


class Merge(Base):
    """One act of merging; active until `undone_at`.

    `before` and `after` hold every field of the survivor around it, as JSON values by the field's name. `moved`
    counts rows by table. `cause`: manual, or automatic (the rule for verified identities).
    """

    __tablename__ = "merges"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "mrg"))
    survivor_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    cause: Mapped[str] = mapped_column(sa.String(10), default="manual")
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.CheckConstraint("cause IN ('manual', 'automatic')", name="cause"),
        sa.Index("ix_merges_page", "created_at", "id"),
        _STAYS,
    )


class MergeMember(Base):
    """Whom a merge took in, in the order they were named."""

    __tablename__ = "merge_members"

    merge_id: Mapped[str] = mapped_column(sa.ForeignKey("merges.id", ondelete="CASCADE"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(
        sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (_STAYS,)


class MergeMove(Base):
    """A row that a merge handed to the survivor: its key (the primary key without the customer), and whose it was."""

    __tablename__ = "merge_moves"

    merge_id: Mapped[str] = mapped_column(sa.ForeignKey("merges.id", ondelete="CASCADE"), primary_key=True)
    table_name: Mapped[str] = mapped_column(sa.String(63), primary_key=True)
    column_name: Mapped[str] = mapped_column(sa.String(63), primary_key=True)
    row_key: Mapped[str] = mapped_column(sa.String(400), primary_key=True)
    from_id: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (_STAYS,)


class MergeAside(Base):
    """A row that the survivor had an equal of already, as it was; it comes back when there is a place for it."""

    __tablename__ = "merge_asides"

    merge_id: Mapped[str] = mapped_column(sa.ForeignKey("merges.id", ondelete="CASCADE"), primary_key=True)
    table_name: Mapped[str] = mapped_column(sa.String(63), primary_key=True)
    column_name: Mapped[str] = mapped_column(sa.String(63), primary_key=True)
    row_key: Mapped[str] = mapped_column(sa.String(400), primary_key=True)
    from_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    row: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (_STAYS,)
