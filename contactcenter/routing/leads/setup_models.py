"""How a company handles its leads: stages, reasons, policies with their pools, people, deadlines, forms."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

STRATEGIES = ("weighted_round_robin", "least_loaded", "longest_idle")
PRESENCES = ("available", "signed_in", "any")
STAGE_KINDS = ("open", "won", "lost")
SETTINGS_ID = 1


class LeadStage(Base):
    """A column of the board. A lead in a stage of kind won or lost is closed."""

    __tablename__ = "lead_stages"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "lst"))
    label_vi: Mapped[str] = mapped_column(sa.String(60))
    label_en: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(5), default="open")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (sa.CheckConstraint("kind IN ('open', 'won', 'lost')", name="kind"),)


class LeadLostReason(Base):
    __tablename__ = "lead_lost_reasons"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "llr"))
    label_vi: Mapped[str] = mapped_column(sa.String(80))
    label_en: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class LeadPolicy(Base):
    """Which leads go to which people, and by which order. The first active policy that fits is used.

    `conditions`: `{sources, products, languages, provinces, classes}`, each a list; an empty or missing one asks
    nothing. Without `has_own_pool` everybody who is an agent is in the pool. `presence` says how present somebody
    must be: available, signed_in or any.
    """

    __tablename__ = "lead_policies"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "lpo"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    strategy: Mapped[str] = mapped_column(sa.String(30), default="weighted_round_robin")
    presence: Mapped[str] = mapped_column(sa.String(10), default="available")
    goes_to_last_owner: Mapped[bool] = mapped_column(default=True)
    has_own_pool: Mapped[bool] = mapped_column(default=False)
    max_per_hour: Mapped[int | None]
    max_per_day: Mapped[int | None]
    max_open: Mapped[int | None]

    __table_args__ = (
        sa.CheckConstraint("strategy IN ('weighted_round_robin', 'least_loaded', 'longest_idle')", name="strategy"),
        sa.CheckConstraint("presence IN ('available', 'signed_in', 'any')", name="presence"),
    )


class LeadPoolMember(Base):
    """Somebody's share of a policy: `weight` is what they are entitled to. What they are owed: rotations.py."""

    __tablename__ = "lead_pool_members"

    policy_id: Mapped[str] = mapped_column(sa.ForeignKey("lead_policies.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    weight: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),)


class LeadAgent(Base):
    """One person's own switch and caps; a cap of theirs stands before the policy's. No row: takes leads, no own cap."""

    __tablename__ = "lead_agents"

    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    receives_leads: Mapped[bool] = mapped_column(default=True)
    max_per_hour: Mapped[int | None]
    max_per_day: Mapped[int | None]
    max_open: Mapped[int | None]


class LeadSettings(Base):
    """The one row of deadlines and rules. Whoever distributes locks it: caps and shares are then exact.

    Deadlines run on the business calendar `calendar_id`, else on the company's.
    `floats_to`: who may take a floating lead, the policy's pool (`team`) or anybody (`all`).
    """

    __tablename__ = "lead_settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(default=1)
    acknowledge_seconds: Mapped[int] = mapped_column(default=300)
    touch_seconds: Mapped[int] = mapped_column(default=1800)
    warn_percent: Mapped[int] = mapped_column(default=80)
    max_recalls: Mapped[int] = mapped_column(default=3)
    floats_to: Mapped[str] = mapped_column(sa.String(5), default="all")
    hides_history: Mapped[bool] = mapped_column(default=False)
    opens_from_calls: Mapped[bool] = mapped_column(default=False)
    calendar_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calendars.id", ondelete="SET NULL"))

    __table_args__ = (sa.CheckConstraint("floats_to IN ('team', 'all')", name="floats_to"),)


class LeadForm(Base):
    """A form on a website. `key` is in the page for all to see; `allowed_origins` are the sites it works on."""

    __tablename__ = "lead_forms"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "lfo"))
    version: Mapped[int] = mapped_column(default=1)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    source: Mapped[str] = mapped_column(sa.String(40), default="form")
    is_active: Mapped[bool] = mapped_column(default=True)
    allowed_origins: Mapped[list[Any]] = mapped_column(default=list)
    interest: Mapped[str] = mapped_column(sa.String(200), default="")
    product_id: Mapped[str | None] = mapped_column(sa.ForeignKey("products.id", ondelete="SET NULL"), index=True)
    thanks: Mapped[str] = mapped_column(sa.String(300), default="")
    redirect_url: Mapped[str | None] = mapped_column(sa.String(500))
    max_per_hour: Mapped[int] = mapped_column(default=500)
    last_used_at: Mapped[datetime | None]
    trapped: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
