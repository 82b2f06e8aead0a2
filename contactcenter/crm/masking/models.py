"""What is hidden from whom, and who saw what was not."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

WHATS = ("phone", "email", "sensitive")


class MaskingRule(Base):
    """This is hidden from people of that role. No row: they see it."""

    __tablename__ = "masking_rules"

    role: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    what: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    set_by: Mapped[str | None] = mapped_column(sa.String(40))
    set_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.CheckConstraint("role IN ('agent', 'supervisor', 'admin')", name="role"),
        sa.CheckConstraint("what IN ('phone', 'email', 'sensitive')", name="what"),
    )


class SensitiveView(Base):
    """Somebody saw a sensitive value: of a field, or (`identity_id`) of a line.

    With a `reason` it was hidden from them and they asked to see it. Without, their role sees
    it anyway; such looks are kept once per person, customer and field in a quarter of an hour.
    """

    __tablename__ = "sensitive_views"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "sen"))
    customer_id: Mapped[str] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    field: Mapped[str] = mapped_column(sa.String(60))
    identity_id: Mapped[str | None] = mapped_column(sa.String(40))
    reason: Mapped[str | None] = mapped_column(sa.String(300))

    __table_args__ = (sa.Index("ix_sensitive_views_customer_page", "customer_id", "at", "id"),)
