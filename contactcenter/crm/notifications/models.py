"""What a person should notice: somebody named them, something is due."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class Notification(Base):
    """One line in one person's list. `occasion` names what caused it, so that it is told once.

    `kind` is its owner's (`contribute_texts`); `ref_id` is the note, task or lead it is about; texts are read from
    there, so that nothing said in a note outlives it here. `actor_id` is who caused it, a person or a key; null for
    the clock.
    """

    __tablename__ = "user_notifications"  # the job queue has a `notifications` of its own beside ours on SQLite

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "ntf"))
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    occasion: Mapped[str] = mapped_column(sa.String(160), unique=True)
    ref_id: Mapped[str] = mapped_column(sa.String(40))
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("ix_notifications_user_page", "user_id", "at", "id"),
        sa.Index("ix_notifications_unread", "user_id", "read_at"),
    )
