"""Deliveries know their call and time; reconciliation, replays of many, and refusals have their tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("call_ref", sa.String(80)))
    op.add_column("deliveries", sa.Column("happened_at", TIME))
    op.add_column("deliveries", sa.Column("forgotten_at", TIME))
    op.create_index("ix_deliveries_call_ref", "deliveries", ["call_ref", "received_at"])
    _refusals()
    _replays()
    _reconciliation()


def _refusals() -> None:
    op.create_table(
        "webhook_refusals",
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("hook", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("hour", TIME, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("provider", "hook", "outcome", "hour", name="pk_webhook_refusals"),
    )


def _replays() -> None:
    op.create_table(
        "delivery_replays",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("filters", JSON, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("after_at", TIME),
        sa.Column("after_id", sa.String(40)),
        sa.Column("created_by", sa.String(40)),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("started_at", TIME),
        sa.Column("ended_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_replays"),
    )
    op.create_index("ix_delivery_replays_created_at", "delivery_replays", ["created_at"])


def _reconciliation() -> None:
    op.create_table(
        "reconcile_points",
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("resource", sa.String(20), nullable=False),
        sa.Column("good_until", TIME),
        sa.Column("not_before", TIME),
        sa.Column("lease_run_id", sa.String(40)),
        sa.Column("lease_until", TIME),
        sa.PrimaryKeyConstraint("provider", "account", "resource", name="pk_reconcile_points"),
    )
    op.create_table(
        "reconcile_runs",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("account", sa.String(80), nullable=False),
        sa.Column("cause", sa.String(10), nullable=False),
        sa.Column("actor_id", sa.String(40)),
        sa.Column("is_dry_run", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        *(sa.Column(name, TIME) for name in ("wanted_since", "since", "until", "good_until")),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("seen", JSON, nullable=False),
        sa.Column("filled", JSON, nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(80)),
        sa.Column("retry_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        *(sa.Column(name, TIME) for name in ("started_at", "alive_at", "ended_at")),
        sa.PrimaryKeyConstraint("id", name="pk_reconcile_runs"),
    )
    op.create_index("ix_reconcile_runs_log", "reconcile_runs", ["created_at", "id"])


def downgrade() -> None:
    for table in ("reconcile_runs", "reconcile_points", "delivery_replays", "webhook_refusals"):
        op.drop_table(table)
    op.drop_index("ix_deliveries_call_ref", "deliveries")
    for column in ("forgotten_at", "happened_at", "call_ref"):
        op.drop_column("deliveries", column)
