"""Missed callers with their calls and each queue's promise; the window, number and hand-over of promised calls.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

from contactcenter.core.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TASK_COLUMNS = (
    sa.Column("until_at", UtcDateTime()),
    sa.Column("hand_on_at", UtcDateTime()),
    sa.Column("party", sa.String(254)),
    sa.Column("queue_id", sa.String(40)),
)


def upgrade() -> None:
    for column in TASK_COLUMNS:
        op.add_column("tasks", column)
    op.create_index("ix_tasks_hand_on_at", "tasks", ["hand_on_at"])
    op.create_index("ix_tasks_party", "tasks", ["party"])
    _missed_callers()
    op.create_table(
        "missed_calls",
        sa.Column("call_id", sa.String(40), sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("item_id", sa.String(40), sa.ForeignKey("missed_callers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_missed_calls_item_id", "missed_calls", ["item_id"])
    op.create_table(
        "missed_policies",
        sa.Column("queue_id", sa.String(40), sa.ForeignKey("work_queues.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("call_back_minutes", sa.Integer(), nullable=False),
        sa.Column("owner_rule", sa.String(20), nullable=False),
    )


def _missed_callers() -> None:
    op.create_table(
        "missed_callers",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("open_key", sa.String(254), unique=True),
        sa.Column("party", sa.String(254), nullable=False),
        sa.Column("customer_id", sa.String(40), sa.ForeignKey("customers.id", ondelete="SET NULL")),
        sa.Column("queue_id", sa.String(40)),
        sa.Column("owner_id", sa.String(40), sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("call_count", sa.Integer(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("snoozed_until", UtcDateTime()),
        sa.Column("remind_next_at", UtcDateTime()),
        sa.Column("previous_id", sa.String(40)),
        sa.Column("closed_at", UtcDateTime()),
        sa.Column("closed_by", sa.String(40)),
        sa.Column("close_reason", sa.String(20)),
        sa.Column("close_note", sa.Text(), nullable=False),
        sa.Column("closed_call_id", sa.String(40)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_missed_callers_state")),
    )
    op.create_index("ix_missed_callers_party", "missed_callers", ["party"])
    op.create_index("ix_missed_callers_customer_id", "missed_callers", ["customer_id"])
    op.create_index("ix_missed_callers_remind_next_at", "missed_callers", ["remind_next_at"])
    op.create_index("ix_missed_callers_state_due", "missed_callers", ["state", "due_at"])
    op.create_index("ix_missed_callers_state_closed", "missed_callers", ["state", "closed_at"])
    op.create_index("ix_missed_callers_owner", "missed_callers", ["owner_id", "state"])


def downgrade() -> None:
    for table in ("missed_policies", "missed_calls", "missed_callers"):
        op.drop_table(table)
    op.drop_index("ix_tasks_party", "tasks")
    op.drop_index("ix_tasks_hand_on_at", "tasks")
    for column in TASK_COLUMNS:
        op.drop_column("tasks", column.name)
