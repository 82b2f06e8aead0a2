"""Calls passed on, and who listened in on which.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

from contactcenter.core.db import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(40), sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("talk_to", sa.String(10)),
        *(sa.Column(name, sa.String(40)) for name in ("from_agent_id", "to_agent_id", "to_queue_id", "to_number")),
        sa.Column("taken_by_id", sa.String(40)),
        sa.Column("participant_id", sa.String(40)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
    )
    for name in ("call_id", "state", "participant_id"):
        op.create_index(f"ix_transfers_{name}", "transfers", [name])
    op.create_table(
        "monitor_acts",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("call_id", sa.String(40), sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "participant_id",
            sa.String(40),
            sa.ForeignKey("call_participants.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("actor_id", sa.String(40), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_monitor_acts_call_id", "monitor_acts", ["call_id"])


def downgrade() -> None:
    op.drop_table("monitor_acts")
    op.drop_table("transfers")
