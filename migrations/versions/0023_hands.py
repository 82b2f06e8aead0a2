"""Raised hands.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "raised_hands",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(40), nullable=False),
        sa.Column("up_key", sa.String(40)),
        sa.Column("call_id", sa.String(40)),
        sa.Column("raised_at", TIME, nullable=False),
        sa.Column("coming_id", sa.String(40)),
        sa.Column("coming_at", TIME),
        sa.Column("lowered_at", TIME),
        sa.Column("lowered_by", sa.String(40)),
        sa.Column("lowered_reason", sa.String(20)),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["users.id"], name=op.f("fk_raised_hands_agent_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_raised_hands_call_id_calls"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_hands")),
        sa.UniqueConstraint("up_key", name=op.f("uq_raised_hands_up_key")),
    )
    op.create_index(op.f("ix_raised_hands_agent_id"), "raised_hands", ["agent_id"])
    op.create_index(op.f("ix_raised_hands_call_id"), "raised_hands", ["call_id"])
    op.create_index("ix_raised_hands_log", "raised_hands", ["raised_at", "id"])


def downgrade() -> None:
    op.drop_table("raised_hands")
