"""Things somebody promised to do, with a clock."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

STATES = ("open", "done", "canceled")
PRIORITIES = ("low", "normal", "high")
KINDS = ("task", "callback")


class Task(Base):
    """Something to do, for a customer, a company or neither.

    `reminder_at` is what people chose; `remind_next_at` is when the clock still has to say it, null once it has.
    A task of the kind `callback` is a call that was promised: from `due_at` till `until_at`, to the customer or, of
    somebody nobody knows, to `party`; without an assignee it is for whoever of `queue_id` is there. `hand_on_at` is
    when the clock looks whether its assignee is (routing/callbacks).
    `origin` names what made the task by itself (`wrap_up:<call id>`), so that a repeat corrects it.
    """

    __tablename__ = "tasks"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "tsk"))
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(sa.String(10), default="task")
    title: Mapped[str] = mapped_column(sa.String(300))
    details: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[str] = mapped_column(sa.String(10), default="open")
    priority: Mapped[str] = mapped_column(sa.String(10), default="normal")
    due_at: Mapped[datetime | None]
    reminder_at: Mapped[datetime | None]
    remind_next_at: Mapped[datetime | None] = mapped_column(index=True)
    until_at: Mapped[datetime | None]
    hand_on_at: Mapped[datetime | None] = mapped_column(index=True)
    party: Mapped[str | None] = mapped_column(sa.String(254), index=True)
    queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    assignee_id: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    created_by: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    company_id: Mapped[str | None] = mapped_column(sa.ForeignKey("companies.id", ondelete="SET NULL"), index=True)
    call_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    origin: Mapped[str | None] = mapped_column(sa.String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'done', 'canceled')", name="state"),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high')", name="priority"),
        sa.CheckConstraint("kind IN ('task', 'callback')", name="kind"),
        sa.Index("ix_tasks_assignee_due", "assignee_id", "state", "due_at"),
        sa.Index("ix_tasks_customer_due", "customer_id", "state", "due_at"),
        sa.Index("ix_tasks_state_closed", "state", "closed_at"),
    )
