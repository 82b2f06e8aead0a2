"""Internal notes about a customer, what they said before, and whom they name."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Note(Base):
    """`text` names colleagues as `<@user id>`, so that a changed name shows changed.

    A deleted note leaves the timeline at once and the database after 30 days.
    """

    __tablename__ = "notes"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "not"))
    version: Mapped[int] = mapped_column(default=1)
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[str | None] = mapped_column(sa.String(40))
    is_pinned: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None] = mapped_column(index=True)
    deleted_by: Mapped[str | None] = mapped_column(sa.String(40))

    __table_args__ = (sa.Index("ix_notes_customer_page", "customer_id", "created_at", "id"),)


class NoteVersion(Base):
    """What a note said until it was edited."""

    __tablename__ = "note_versions"

    note_id: Mapped[str] = mapped_column(sa.ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]


class NoteMention(Base):
    __tablename__ = "note_mentions"

    note_id: Mapped[str] = mapped_column(sa.ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
