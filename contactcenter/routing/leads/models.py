"""Leads: what somebody may buy, who has it, and what was done with it."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

STATES = ("open", "won", "lost")
ROUTINGS = ("waiting", "assigned", "floating")


class Lead(Base):
    """A chance to sell something to somebody. Amounts are whole minor units of `currency`.

    `customer_id` is empty while nobody knows (or nobody has said) whose it is; `party` is the number it came with.
    `routing` says where it is: waiting for distribution, somebody's (`owner_id`), or floating, free to take.
    `timer_at` is when the clock has to look at it next: the warning, then the deadline. `origin` names what made
    it (a form's submission, a call, an outside program's key), so that a repeat makes no second one.
    `excluded` are the people it was taken from: it does not come back to them by itself.
    """

    __tablename__ = "leads"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "lea"))
    version: Mapped[int] = mapped_column(default=1)
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    party: Mapped[str | None] = mapped_column(sa.String(254), index=True)
    contact_name: Mapped[str] = mapped_column(sa.String(200), default="")
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    source: Mapped[str] = mapped_column(sa.String(40))
    origin: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    form_id: Mapped[str | None] = mapped_column(sa.ForeignKey("lead_forms.id", ondelete="SET NULL"), index=True)
    campaign: Mapped[dict[str, Any]] = mapped_column(default=dict)

    state: Mapped[str] = mapped_column(sa.String(5), default="open")
    stage_id: Mapped[str] = mapped_column(sa.ForeignKey("lead_stages.id"))
    stage_since: Mapped[datetime] = mapped_column(default=now)
    interest: Mapped[str] = mapped_column(sa.String(200), default="")
    product_id: Mapped[str | None] = mapped_column(sa.ForeignKey("products.id", ondelete="SET NULL"), index=True)
    value_minor: Mapped[int | None] = mapped_column(sa.BigInteger)
    currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    language: Mapped[str | None] = mapped_column(sa.String(5))
    province: Mapped[str | None] = mapped_column(sa.String(60))
    next_step: Mapped[str] = mapped_column(sa.String(300), default="")
    next_step_at: Mapped[datetime | None]
    lost_reason_id: Mapped[str | None] = mapped_column(sa.ForeignKey("lead_lost_reasons.id", ondelete="SET NULL"))
    lost_note: Mapped[str] = mapped_column(sa.String(300), default="")
    order_id: Mapped[str | None] = mapped_column(sa.ForeignKey("orders.id", ondelete="SET NULL"), index=True)

    routing: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    owner_id: Mapped[str | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    policy_id: Mapped[str | None] = mapped_column(sa.ForeignKey("lead_policies.id", ondelete="SET NULL"))
    excluded: Mapped[list[Any]] = mapped_column(default=list)
    recalls: Mapped[int] = mapped_column(default=0)
    limbo_reason: Mapped[str | None] = mapped_column(sa.String(40))
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict)

    assigned_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    first_touch_at: Mapped[datetime | None]
    first_touch_kind: Mapped[str | None] = mapped_column(sa.String(10))
    first_touch_by: Mapped[str | None] = mapped_column(sa.String(40))
    due_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    timer_at: Mapped[datetime | None] = mapped_column(index=True)

    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'won', 'lost')", name="state"),
        sa.CheckConstraint("routing IN ('waiting', 'assigned', 'floating')", name="routing"),
        sa.CheckConstraint("(routing = 'assigned') = (owner_id IS NOT NULL)", name="owner"),
        sa.CheckConstraint("value_minor >= 0", name="value"),
        sa.Index("ix_leads_page", "created_at", "id"),
        sa.Index("ix_leads_customer_page", "customer_id", "created_at"),
        sa.Index("ix_leads_owner_state", "owner_id", "state"),
        sa.Index("ix_leads_stage_page", "stage_id", "created_at", "id"),
        sa.Index("ix_leads_waiting", "routing", "state", "created_at", "id"),
    )


class LeadAssignment(Base):
    """One owner of a lead, from when to when, and why them. `cause`: distribution, manual, taken, handover, rebalanced,
    kept.

    `decision` is the whole explanation: candidates, the filter each failed, scores, the policy and its version.
    """

    __tablename__ = "lead_assignments"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "las"))
    lead_id: Mapped[str] = mapped_column(sa.ForeignKey("leads.id", ondelete="CASCADE"), index=True)
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=now)
    cause: Mapped[str] = mapped_column(sa.String(15))
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    policy_id: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    policy_version: Mapped[int | None]
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(sa.String(20))

    __table_args__ = (sa.Index("ix_lead_assignments_agent_at", "agent_id", "at"),)


class LeadEvent(Base):
    """What was done with a lead, by whom; `actor_id` is empty for the clock and the rules."""

    __tablename__ = "lead_events"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "lde"))
    lead_id: Mapped[str] = mapped_column(sa.ForeignKey("leads.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (sa.Index("ix_lead_events_lead_page", "lead_id", "at", "id"),)


class LeadHandover(Base):
    """One agent's open leads (and tasks) given to others at once; `moves` says what went to whom, for undoing.

    A move is `{kind: lead | task, id, to}`.
    """

    __tablename__ = "lead_handovers"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "lho"))
    from_agent_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    moves: Mapped[list[Any]] = mapped_column(default=list)
    created_by: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
