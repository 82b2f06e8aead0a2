"""Queues by policy, skills, capacity, decisions; several offers of one item; a new item of the same reference.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
IS_OPEN = sa.text("state IN ('waiting', 'offered', 'accepted')")
IS_PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    _queues()
    _people()
    _items()
    _offers()


def _queues() -> None:
    for column in (
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("priority", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("wrap_up_mode", sa.String(10), nullable=False, server_default="timed"),
        sa.Column("sticky_seconds", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("call_blocks_chats", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("required_skills", JSON, nullable=False, server_default="[]"),
        sa.Column("relaxation", JSON, nullable=False, server_default="[]"),
        sa.Column("overflow_queue_id", sa.String(40)),
        sa.Column("overflow_after_seconds", sa.Integer),
        sa.Column("calendar_id", sa.String(40)),
        sa.Column("is_recorded", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("dispositions", JSON, nullable=False, server_default="[]"),
        sa.Column("updated_at", TIME),
    ):
        op.add_column("work_queues", column)
    op.execute(sa.text("UPDATE work_queues SET updated_at = CURRENT_TIMESTAMP"))
    with op.batch_alter_table("work_queues") as table:
        table.alter_column("updated_at", existing_type=TIME, nullable=False, server_default=sa.func.now())
    for column in (
        sa.Column("weight", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("position", sa.Integer, nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("queue_members", column)
    op.create_index("ix_queue_members_user_id", "queue_members", ["user_id"])
    op.create_table(
        "rotation_credits",
        sa.Column("pool", sa.String(80), nullable=False),
        sa.Column("credits", JSON, nullable=False),
        sa.PrimaryKeyConstraint("pool", name="pk_rotation_credits"),
    )


def _people() -> None:
    op.create_table(
        "skills",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_skills"),
        sa.UniqueConstraint("name", name="uq_skills_name"),
    )
    op.create_table(
        "agent_skills",
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("skill_id", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_agent_skills_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.id"], name="fk_agent_skills_skill_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "skill_id", name="pk_agent_skills"),
    )
    op.create_index("ix_agent_skills_skill_id", "agent_skills", ["skill_id"])
    op.create_table(
        "agent_capacities",
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("chats", sa.Integer, nullable=False),
        sa.Column("emails", sa.Integer, nullable=False),
        sa.Column("leads", sa.Integer),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_agent_capacities_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name="pk_agent_capacities"),
    )


def _items() -> None:
    with op.batch_alter_table("work_items") as table:
        table.drop_constraint("uq_work_items_kind_ref_id", type_="unique")
        table.add_column(sa.Column("channel", sa.String(10), nullable=False, server_default="call"))
        table.add_column(sa.Column("party", sa.String(254)))
        table.add_column(sa.Column("needs", JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("offers_made", sa.Integer, nullable=False, server_default=sa.text("0")))
        table.add_column(sa.Column("is_parked", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("previous_id", sa.String(40)))
        table.add_column(sa.Column("superseded_by", sa.String(40)))
        table.add_column(sa.Column("overflowed_at", TIME))
        table.add_column(sa.Column("alerted_at", TIME))
    op.execute(
        sa.text("UPDATE work_items SET offers_made = 1 WHERE EXISTS "
                "(SELECT 1 FROM offers WHERE offers.work_item_id = work_items.id)")
    )  # fmt: skip
    op.create_index("ix_work_items_ref", "work_items", ["kind", "ref_id"])
    op.create_index("ix_work_items_line", "work_items", ["queue_id", "state", "rank"])
    op.create_index("ix_work_items_party", "work_items", ["party", "state"])
    op.create_index(
        "uq_work_items_one_open",
        "work_items",
        ["kind", "ref_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def _offers() -> None:
    """What was kept with each offer becomes a decision of its own."""
    op.create_table(
        "routing_decisions",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("work_item_id", sa.String(40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("queue_id", sa.String(40), nullable=False),
        sa.Column("queue_version", sa.Integer, nullable=False),
        sa.Column("strategy", sa.String(30), nullable=False),
        sa.Column("chosen", sa.String(40)),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_items.id"], name="fk_routing_decisions_work_item_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_routing_decisions"),
    )
    op.create_index("ix_routing_decisions_work_item_id", "routing_decisions", ["work_item_id"])
    is_postgres = op.get_bind().dialect.name == "postgresql"
    reason = "decision ->> 'reason'" if is_postgres else "json_extract(decision, '$.reason')"
    op.execute(
        sa.text(
            "INSERT INTO routing_decisions (id, work_item_id, at, queue_id, queue_version, strategy, chosen, reason, "  # noqa: S608
            "detail) SELECT 'dec_' || substr(offers.id, 5), work_item_id, offers.created_at, work_items.queue_id, 1, "
            f"'longest_idle', offers.agent_id, coalesce({reason}, 'longest_idle'), decision "
            "FROM offers JOIN work_items ON work_items.id = offers.work_item_id"
        )
    )
    op.drop_index("uq_offers_one_pending_per_item", "offers")
    op.add_column("offers", sa.Column("decision_id", sa.String(40)))
    op.execute(sa.text("UPDATE offers SET decision_id = 'dec_' || substr(id, 5)"))
    with op.batch_alter_table("offers") as table:
        table.drop_column("decision")
    op.create_index(
        "uq_offers_one_pending_per_agent",
        "offers",
        ["work_item_id", "agent_id"],
        unique=True,
        sqlite_where=IS_PENDING,
        postgresql_where=IS_PENDING,
    )


def downgrade() -> None:
    """Not offered: several offers of one item, and several items of one reference, have no place in the old tables."""
    raise NotImplementedError("0011 has no way back: restore a backup")
