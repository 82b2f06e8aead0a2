"""What supervisors do on the floor, queues' own targets and closures, and screens on the wall.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def _queue_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("target_percent", sa.Integer(), nullable=False, server_default=sa.text("80")),
        sa.Column("level_formula", sa.String(20), nullable=False, server_default="default"),
        sa.Column("alerts", JSON, nullable=False, server_default="{}"),
        sa.Column("closed_at", TIME),
        sa.Column("closed_by", sa.String(40)),
        sa.Column("closure_message", sa.String(300), nullable=False, server_default=""),
        sa.Column("closure_sends_on", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def upgrade() -> None:
    for column in _queue_columns():
        op.add_column("work_queues", column)
    op.create_table(
        "floor_acts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor_id", sa.String(40), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("work_item_id", sa.String(40)),
        sa.Column("queue_id", sa.String(40)),
        sa.Column("agent_id", sa.String(40)),
        sa.Column("detail", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_acts")),
    )
    op.create_index("ix_floor_acts_log", "floor_acts", ["at", "id"])
    op.create_table(
        "wall_screens",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("queue_ids", JSON, nullable=False),
        sa.Column("rotate_seconds", sa.Integer(), nullable=False),
        sa.Column("shows_names", sa.Boolean(), nullable=False),
        sa.Column("theme", sa.String(10), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME),
        sa.Column("revoked_at", TIME),
        sa.Column("revoked_by", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_screens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_wall_screens_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("wall_screens")
    op.drop_table("floor_acts")
    for column in reversed(_queue_columns()):
        op.drop_column("work_queues", column.name)
