"""The fields a company adds for itself."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id


class CustomField(Base):
    """`key` and `type` never change: stored values depend on them. An archived field keeps its values."""

    __tablename__ = "custom_fields"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "fld"))
    version: Mapped[int] = mapped_column(default=1)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    type: Mapped[str] = mapped_column(sa.String(20))
    label_vi: Mapped[str] = mapped_column(sa.String(80))
    label_en: Mapped[str] = mapped_column(sa.String(80))
    choices: Mapped[list[Any]] = mapped_column(default=list)
    currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.CheckConstraint(
            "type IN ('text', 'long_text', 'number', 'date', 'choice', 'multi_choice', 'money', 'boolean')",
            name="type",
        ),
    )
