"""Queues, the work that waits in them, the offers made to agents, and why each was made."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

OPEN_STATES = ("waiting", "offered", "accepted")
"""An item that is still to be served, or being served; a reference has at most one of these."""

_IS_OPEN = sa.text("state IN ('waiting', 'offered', 'accepted')")
_IS_PENDING = sa.text("state = 'pending'")


class Queue(Base):
    """Where work of one sort waits, and how it is handed out. Any change raises `version`.

    `required_skills`: [{skill_id, level}]. `relaxation`: [{after_seconds, skill_id | null for all, action: drop |
    lower, levels}], by the item's age. `dispositions`: codes offered at wrap-up, empty for all.
    `calendar_id` names the business hours that the queue keeps; null: always open. Its service level: so many
    percent (`target_percent`) within `target_seconds`, counted by `level_formula` (reporting.figures). `alerts`: from
    where on a wallboard's figure is coloured, where it differs from the defaults (routing.alarms).
    `closed_at`: shut by hand until somebody opens it again; callers hear `closure_message`, and those in line are
    sent on too if `closure_sends_on`.
    """

    __tablename__ = "work_queues"  # "queues" is the job queue's own on SQLite

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "que"))
    version: Mapped[int] = mapped_column(default=1, server_default=sa.text("1"))
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    menu_key: Mapped[str | None] = mapped_column(sa.String(5), unique=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    strategy: Mapped[str] = mapped_column(sa.String(30), default="longest_idle")
    priority: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    ring_seconds: Mapped[int] = mapped_column(default=20)
    wrap_up_mode: Mapped[str] = mapped_column(sa.String(10), default="timed", server_default="timed")
    wrap_up_seconds: Mapped[int] = mapped_column(default=30)
    max_wait_seconds: Mapped[int] = mapped_column(default=180)
    target_seconds: Mapped[int] = mapped_column(default=20)
    target_percent: Mapped[int] = mapped_column(default=80, server_default=sa.text("80"))
    level_formula: Mapped[str] = mapped_column(sa.String(20), default="default", server_default="default")
    alerts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    sticky_seconds: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    call_blocks_chats: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    required_skills: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    relaxation: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    overflow_queue_id: Mapped[str | None] = mapped_column(sa.String(40))
    overflow_after_seconds: Mapped[int | None]
    calendar_id: Mapped[str | None] = mapped_column(sa.String(40))
    is_recorded: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    dispositions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    script: Mapped[str] = mapped_column(sa.Text, default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(sa.String(40))
    closure_message: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    closure_sends_on: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    updated_at: Mapped[datetime] = mapped_column(default=now, server_default=sa.func.now())


class QueueVersion(Base):
    """A queue's settings as a version of them stood from `at` on: old decisions keep theirs, and trials of other
    policies know what was in force."""

    __tablename__ = "queue_versions"

    queue_id: Mapped[str] = mapped_column(sa.ForeignKey("work_queues.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    settings: Mapped[dict[str, Any]]


class QueueMember(Base):
    """Who serves a queue; `weight` is their share of a rotation, `position` their place from the top."""

    __tablename__ = "queue_members"

    queue_id: Mapped[str] = mapped_column(sa.ForeignKey("work_queues.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    weight: Mapped[int] = mapped_column(default=1, server_default=sa.text("1"))
    position: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))


class Skill(Base):
    """Something some agents can and others cannot: a skill, a language, a territory or a product."""

    __tablename__ = "skills"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "skl"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(20), default="skill")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class AgentSkill(Base):
    """How well an agent can it: level 1 (a little) to 5 (best)."""

    __tablename__ = "agent_skills"

    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[str] = mapped_column(sa.ForeignKey("skills.id", ondelete="CASCADE"), primary_key=True, index=True)
    level: Mapped[int] = mapped_column(default=3)


class AgentCapacity(Base):
    """How much an agent takes at once, where it differs from the defaults. `leads` null: no limit here."""

    __tablename__ = "agent_capacities"

    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    calls: Mapped[int] = mapped_column(default=1)
    chats: Mapped[int] = mapped_column(default=4)
    emails: Mapped[int] = mapped_column(default=1)
    leads: Mapped[int | None]


class RotationCredit(Base):
    """What a smooth weighted rotation owes each agent. One row a pool (a queue's or lead policy's id): rotations.py."""

    __tablename__ = "rotation_credits"

    pool: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    credits: Mapped[dict[str, Any]] = mapped_column(default=dict)


class WorkItem(Base):
    """Something that waits for an agent: waiting → offered → accepted → wrapping → done | canceled.

    `kind` and `ref_id` name it (routing/kinds.py), `channel` the slot it takes: call | chat | email | lead.
    Order of work (`rank`): entered_ms − 60 000 × priority, lowest first. `seen_at`: when the caller was last
    known to be there, by the waiting music's poll. `needs`: skills beyond the queue's. `previous_id`: the item
    that this one goes on from. `superseded_by`: the same person called again, and that item has the place.
    """

    __tablename__ = "work_items"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "wrk"))
    kind: Mapped[str] = mapped_column(sa.String(20), default="call")
    ref_id: Mapped[str] = mapped_column(sa.String(40))
    channel: Mapped[str] = mapped_column(sa.String(10), default="call", server_default="call")
    queue_id: Mapped[str] = mapped_column(sa.ForeignKey("work_queues.id"))
    customer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    party: Mapped[str | None] = mapped_column(sa.String(254))
    state: Mapped[str] = mapped_column(sa.String(20), default="waiting")
    priority: Mapped[int] = mapped_column(default=0)
    needs: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    entered_at: Mapped[datetime] = mapped_column(default=now)
    rank: Mapped[int] = mapped_column(sa.BigInteger)
    agent_id: Mapped[str | None] = mapped_column(sa.String(40))
    offers_made: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    is_parked: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    previous_id: Mapped[str | None] = mapped_column(sa.String(40))
    superseded_by: Mapped[str | None] = mapped_column(sa.String(40))
    overflowed_at: Mapped[datetime | None]
    alerted_at: Mapped[datetime | None]
    seen_at: Mapped[datetime] = mapped_column(default=now, server_default=sa.func.now())
    no_prospect_since: Mapped[datetime | None]
    limbo_reason: Mapped[str | None] = mapped_column(sa.String(40))
    closed_reason: Mapped[str | None] = mapped_column(sa.String(40))
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("ix_work_items_ref", "kind", "ref_id"),
        sa.Index("ix_work_items_waiting", "state", "rank"),
        sa.Index("ix_work_items_agent_state", "agent_id", "state"),
        sa.Index("ix_work_items_line", "queue_id", "state", "rank"),
        sa.Index("ix_work_items_party", "party", "state"),
        sa.Index(
            "uq_work_items_one_open",
            "kind",
            "ref_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )


class Decision(Base):
    """Why an item was offered to somebody, or to nobody: kept with the policy it was made by.

    `detail`: {considered: [agent ids, best first], skipped: {agent id: [filters failed]}, scores: {agent id:
    number}, rings: [agent ids], needs, policy}. Of large teams some are named (`strategies.NAMED`), and `others`
    counts the rest: {considered: how many, skipped: [[filters failed, how many]]}.
    """

    __tablename__ = "routing_decisions"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "dec"))
    work_item_id: Mapped[str] = mapped_column(sa.ForeignKey("work_items.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    queue_id: Mapped[str] = mapped_column(sa.String(40))
    queue_version: Mapped[int] = mapped_column(default=1)
    strategy: Mapped[str] = mapped_column(sa.String(30))
    chosen: Mapped[str | None] = mapped_column(sa.String(40))
    reason: Mapped[str] = mapped_column(sa.String(40))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Offer(Base):
    """A reservation of one agent for one item: pending → accepted | declined | timed_out | canceled | rescinded."""

    __tablename__ = "offers"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "off"))
    work_item_id: Mapped[str] = mapped_column(sa.ForeignKey("work_items.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    ref_id: Mapped[str] = mapped_column(sa.String(40))
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(sa.String(20), default="pending")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    connect_sent_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None] = mapped_column(sa.String(40))
    decision_id: Mapped[str | None] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.Index("ix_offers_due", "state", "expires_at"),
        sa.Index("ix_offers_agent_state", "agent_id", "state"),
        sa.Index(
            "uq_offers_one_pending_per_agent",
            "work_item_id",
            "agent_id",
            unique=True,
            sqlite_where=_IS_PENDING,
            postgresql_where=_IS_PENDING,
        ),
    )
