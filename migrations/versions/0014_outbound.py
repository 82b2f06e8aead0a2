"""Calls that we place, and the list of whom not to call."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("calls", sa.Column("placed_via", sa.String(10)))
    op.add_column("calls", sa.Column("answered_by", sa.String(10)))
    op.create_table(
        "placements",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("call_id", sa.String(40), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("via", sa.String(10), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("error", sa.String(60)),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("asked_at", TIME),
        sa.Column("resolved_at", TIME),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_placements_call_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_placements_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
        sa.UniqueConstraint("call_id", name="uq_placements_call_id"),
    )
    op.create_index("ix_placements_user_id", "placements", ["user_id"])
    op.create_index("ix_placements_state", "placements", ["state", "asked_at"])
    _contact_lists()


def _contact_lists() -> None:
    op.create_table(
        "contact_rules",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("customer_id", sa.String(40)),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("value", sa.String(254)),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("created_by", sa.String(40)),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("ended_by", sa.String(40)),
        sa.Column("ended_at", TIME),
        sa.Column("ended_reason", sa.String(300)),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_contact_rules_customer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_rules"),
    )
    op.create_index("ix_contact_rules_customer_id", "contact_rules", ["customer_id"])
    op.create_index("ix_contact_rules_value", "contact_rules", ["value"])
    op.create_table(
        "contact_refusals",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("customer_id", sa.String(40)),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("number_end", sa.String(4), nullable=False),
        sa.Column("actor_id", sa.String(40)),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_contact_refusals_customer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_refusals"),
    )
    op.create_index("ix_contact_refusals_at", "contact_refusals", ["at"])
    op.create_index("ix_contact_refusals_customer_id", "contact_refusals", ["customer_id"])


def downgrade() -> None:
    for table in ("contact_refusals", "contact_rules", "placements"):
        op.drop_table(table)
    op.drop_column("calls", "answered_by")
    op.drop_column("calls", "placed_via")
