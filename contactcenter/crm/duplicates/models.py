"""Who may be the same person, who is known not to be, and what the search for them needs."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

_STAYS = {"info": {"stays_on_merge": True}}


class DuplicatePair(Base):
    """Two customers who may be one, with why. `first_id` < `second_id`; `score` 0–100.

    `reasons` are `{code, value?}`; the codes are in evidence.py. Computed: may be deleted and found anew.
    """

    __tablename__ = "duplicate_pairs"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "dup"))
    first_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    second_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    score: Mapped[int]
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    is_dismissed: Mapped[bool] = mapped_column(default=False)
    found_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id"),
        sa.CheckConstraint("first_id < second_id", name="order"),
        sa.Index("ix_duplicate_pairs_queue", "is_dismissed", "score", "id"),
        _STAYS,
    )


class DistinctPair(Base):
    """Somebody said that these two are not the same person. Kept as said; read through merges."""

    __tablename__ = "distinct_pairs"

    first_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[str] = mapped_column(
        sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    decided_by: Mapped[str | None] = mapped_column(sa.String(40))
    decided_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (sa.CheckConstraint("first_id < second_id", name="order"), _STAYS)


class DuplicateKey(Base):
    """A customer's blocking keys: only people who share one (or a number or address) are ever compared."""

    __tablename__ = "duplicate_keys"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(400), primary_key=True)

    __table_args__ = (sa.Index("ix_duplicate_keys_block", "kind", "value", "customer_id"), _STAYS)


class DuplicateMark(Base):
    """Somebody changed and is to be compared anew: written with the change, taken by the clock."""

    __tablename__ = "duplicate_marks"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    marked_at: Mapped[datetime] = mapped_column(default=now, index=True)

    __table_args__ = (_STAYS,)


class DuplicateRule(Base):
    """The one row of settings, and how far the nightly round has come (`cursor` is the last customer marked)."""

    __tablename__ = "duplicate_rules"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    merges_verified: Mapped[bool] = mapped_column(default=False)
    changed_by: Mapped[str | None] = mapped_column(sa.String(40))
    changed_at: Mapped[datetime | None]
    round_started_at: Mapped[datetime | None]
    cursor: Mapped[str | None] = mapped_column(sa.String(40))
