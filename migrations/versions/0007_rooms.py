"""Conference rooms of calls: who is in one, what marks tell so, hold time.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

from contactcenter.core.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CALL_COLUMNS = (
    sa.Column("hold_seconds", sa.Integer()),
    sa.Column("wants_hold", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    sa.Column("between_at", UtcDateTime()),
    sa.Column("turns", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("room_state", sa.String(10)),
    sa.Column("room_name", sa.String(80)),
    sa.Column("provider_room_id", sa.String(80)),
    sa.Column("room_opened_at", UtcDateTime()),
    sa.Column("room_seen_at", UtcDateTime()),
    sa.Column("rooms_made", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("is_leg_recorded", sa.Boolean(), nullable=False, server_default=sa.text("false")),
)
FLAGS = ("is_held", "is_muted", "is_coaching", "ends_room", "wants_held", "wants_muted", "wants_out", "wants_ends_room")


def upgrade() -> None:
    for column in CALL_COLUMNS:
        op.add_column("calls", column)
    op.create_index("ix_calls_room_state", "calls", ["room_state"])
    op.add_column("legs", sa.Column("role", sa.String(20), nullable=False, server_default="agent"))
    op.add_column("legs", sa.Column("moved_at", UtcDateTime()))
    _participants()
    _marks()


def _participants() -> None:
    op.create_table(
        "call_participants",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("call_id", sa.String(40), sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
        sa.Column("room_name", sa.String(80), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("agent_id", sa.String(40)),
        sa.Column("phone", sa.String(40)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("offer_id", sa.String(40)),
        sa.Column("created_by", sa.String(40)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("provider_leg_id", sa.String(80)),
        sa.Column("asked_at", UtcDateTime()),
        sa.Column("joined_at", UtcDateTime()),
        sa.Column("left_at", UtcDateTime()),
        sa.Column("error", sa.String(40)),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in FLAGS),
        sa.Column("mode", sa.String(10)),
        sa.UniqueConstraint("room_name", "label"),
    )
    op.create_index("ix_call_participants_call_id", "call_participants", ["call_id"])
    op.create_index("ix_call_participants_agent_id", "call_participants", ["agent_id"])


def _marks() -> None:
    op.create_table(
        "room_marks",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("call_id", sa.String(40), sa.ForeignKey("calls.id", ondelete="CASCADE"), nullable=False),
        sa.Column("room_name", sa.String(80), nullable=False),
        sa.Column("provider_room_id", sa.String(80), nullable=False),
        sa.Column("sequence", sa.Integer()),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("provider_leg_id", sa.String(80)),
        sa.Column("is_muted", sa.Boolean()),
        sa.Column("is_held", sa.Boolean()),
        sa.Column("is_coaching", sa.Boolean()),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("provider_room_id", "sequence"),
    )
    op.create_index("ix_room_marks_call_id", "room_marks", ["call_id"])


def downgrade() -> None:
    op.drop_table("room_marks")
    op.drop_table("call_participants")
    for name in ("role", "moved_at"):
        op.drop_column("legs", name)
    op.drop_index("ix_calls_room_state", "calls")
    for column in CALL_COLUMNS:
        op.drop_column("calls", column.name)
