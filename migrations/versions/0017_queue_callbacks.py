"""Being called back with one's place in line."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queue_callbacks",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("queue_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("open_key", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("retry_minutes", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_queue_callbacks_call_id_calls"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_queue_callbacks_customer_id_customers"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_callbacks")),
        sa.UniqueConstraint("call_id", name=op.f("uq_queue_callbacks_call_id")),
        sa.UniqueConstraint("open_key", name=op.f("uq_queue_callbacks_open_key")),
    )
    for column in ("customer_id", "number", "next_at"):
        op.create_index(op.f(f"ix_queue_callbacks_{column}"), "queue_callbacks", [column])
    op.create_table(
        "callback_attempts",
        sa.Column("call_id", sa.String(length=40), nullable=False),
        sa.Column("callback_id", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_callback_attempts_call_id_calls"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["callback_id"],
            ["queue_callbacks.id"],
            name=op.f("fk_callback_attempts_callback_id_queue_callbacks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_callback_attempts")),
    )
    op.create_index(op.f("ix_callback_attempts_callback_id"), "callback_attempts", ["callback_id"])
    op.add_column("calls", sa.Column("callback_step", sa.String(length=10), nullable=True))
    op.add_column("calls", sa.Column("callback_number", sa.String(length=40), nullable=True))
    op.add_column("calls", sa.Column("callback_turn", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    for column in ("callback_turn", "callback_number", "callback_step"):
        op.drop_column("calls", column)
    for table in ("callback_attempts", "queue_callbacks"):
        op.drop_table(table)
