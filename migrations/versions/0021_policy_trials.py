"""Queues' settings by version, and trials of other policies over past periods.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

from contactcenter.core.db import Json, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queue_versions",
        sa.Column("queue_id", sa.String(40), sa.ForeignKey("work_queues.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("settings", Json, nullable=False),
    )
    op.create_table(
        "policy_trials",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("queue_id", sa.String(40)),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("variants", Json, nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(60)),
        sa.Column("result", Json),
        sa.Column("created_by", sa.String(40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'canceled')", name=op.f("ck_policy_trials_state")
        ),
    )
    op.create_index("ix_policy_trials_page", "policy_trials", ["created_at", "id"])
    op.create_index("ix_policy_trials_state", "policy_trials", ["state"])


def downgrade() -> None:
    op.drop_table("policy_trials")
    op.drop_table("queue_versions")
