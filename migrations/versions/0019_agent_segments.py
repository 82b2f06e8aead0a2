"""Each agent's own part of a call."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent_segments",
        sa.Column("leg_id", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("agent_id", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("talk_seconds", sa.Integer(), nullable=False),
        sa.Column("hold_seconds", sa.Integer(), nullable=False),
        sa.Column("wrap_up_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_agent_segments_call_id_calls"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["leg_id"], ["legs.id"], name=op.f("fk_agent_segments_leg_id_legs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("leg_id", name=op.f("pk_agent_segments")),
    )
    op.create_index(op.f("ix_agent_segments_call_id"), "agent_segments", ["call_id"])
    op.create_index("ix_agent_segments_agent", "agent_segments", ["agent_id", "started_at"])


def downgrade() -> None:
    op.drop_table("agent_segments")
