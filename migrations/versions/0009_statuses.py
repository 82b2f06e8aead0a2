"""Statuses as rows; what presence remembers about shifts and long breaks.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ADDED = ("is_status_ready", "nudged_at", "shift_ended_at", "next_actor_id")


def upgrade() -> None:
    op.create_table(
        "agent_statuses",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label_vi", sa.String(length=40), nullable=False),
        sa.Column("label_en", sa.String(length=40), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("icon", sa.String(length=30), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_ready", sa.Boolean(), nullable=False),
        sa.Column("is_pickable", sa.Boolean(), nullable=False),
        sa.Column("is_paid", sa.Boolean(), nullable=False),
        sa.Column("is_break", sa.Boolean(), nullable=False),
        sa.Column("is_builtin", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agent_statuses")),
    )
    op.add_column("presence", sa.Column("is_status_ready", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("presence", sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("presence", sa.Column("shift_ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("presence", sa.Column("next_actor_id", sa.String(length=40), nullable=True))
    presence = sa.table("presence", sa.column("status", sa.String), sa.column("is_status_ready", sa.Boolean))
    op.execute(presence.update().where(presence.c.status == "available").values(is_status_ready=sa.true()))


def downgrade() -> None:
    for name in ADDED:
        op.drop_column("presence", name)
    op.drop_table("agent_statuses")
