"""Screens on the wall."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class WallScreen(Base):
    """A television that shows figures without anybody's session. Of its token only a hash is kept.

    `queue_ids`: shown in turn, each for `rotate_seconds`; empty: all. `shows_names`: first names of agents.
    """

    __tablename__ = "wall_screens"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "scr"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(80))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    queue_ids: Mapped[list[Any]] = mapped_column(default=list)
    rotate_seconds: Mapped[int] = mapped_column(default=20)
    shows_names: Mapped[bool] = mapped_column(default=False)
    theme: Mapped[str] = mapped_column(sa.String(10), default="dark")
    locale: Mapped[str] = mapped_column(sa.String(5), default="vi")
    created_by: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(sa.String(40))
