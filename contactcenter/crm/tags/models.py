"""Short words that people hang on customers."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

COLOURS = ("grey", "green", "orange", "red", "amber", "violet")
"""Names of roles that screens have a light and a dark value for."""


class Tag(Base):
    """`name_folded` (no diacritics, lower case) is unique: "Khách sỉ" and "khach si" are one tag."""

    __tablename__ = "tags"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "tag"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(40))
    name_folded: Mapped[str] = mapped_column(sa.String(80), unique=True)
    colour: Mapped[str] = mapped_column(sa.String(10), default="grey")
    created_at: Mapped[datetime] = mapped_column(default=now)


class CustomerTag(Base):
    __tablename__ = "customer_tags"

    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[str] = mapped_column(sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True)
    tagged_by: Mapped[str | None] = mapped_column(sa.String(40))
    tagged_at: Mapped[datetime] = mapped_column(default=now)
