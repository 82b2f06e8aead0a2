"""Leads.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lead_lost_reasons",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("label_vi", sa.String(length=80), nullable=False),
        sa.Column("label_en", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_lost_reasons")),
    )
    op.create_table(
        "lead_policies",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("strategy", sa.String(length=30), nullable=False),
        sa.Column("presence", sa.String(length=10), nullable=False),
        sa.Column("goes_to_last_owner", sa.Boolean(), nullable=False),
        sa.Column("has_own_pool", sa.Boolean(), nullable=False),
        sa.Column("max_per_hour", sa.Integer(), nullable=True),
        sa.Column("max_per_day", sa.Integer(), nullable=True),
        sa.Column("max_open", sa.Integer(), nullable=True),
        sa.CheckConstraint("presence IN ('available', 'signed_in', 'any')", name=op.f("ck_lead_policies_presence")),
        sa.CheckConstraint(
            "strategy IN ('weighted_round_robin', 'least_loaded', 'longest_idle')",
            name=op.f("ck_lead_policies_strategy"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_policies")),
    )
    op.create_table(
        "lead_stages",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("label_vi", sa.String(length=60), nullable=False),
        sa.Column("label_en", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('open', 'won', 'lost')", name=op.f("ck_lead_stages_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_stages")),
    )
    op.create_table(
        "lead_agents",
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("receives_leads", sa.Boolean(), nullable=False),
        sa.Column("max_per_hour", sa.Integer(), nullable=True),
        sa.Column("max_per_day", sa.Integer(), nullable=True),
        sa.Column("max_open", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lead_agents_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_lead_agents")),
    )
    op.create_table(
        "lead_forms",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("allowed_origins", JSON, nullable=False),
        sa.Column("interest", sa.String(length=200), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=True),
        sa.Column("thanks", sa.String(length=300), nullable=False),
        sa.Column("redirect_url", sa.String(length=500), nullable=True),
        sa.Column("max_per_hour", sa.Integer(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trapped", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_lead_forms_product_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_forms")),
        sa.UniqueConstraint("key", name=op.f("uq_lead_forms_key")),
    )
    with op.batch_alter_table("lead_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_forms_product_id"), ["product_id"], unique=False)

    op.create_table(
        "lead_handovers",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("from_agent_id", sa.String(length=40), nullable=False),
        sa.Column("moves", JSON, nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_agent_id"], ["users.id"], name=op.f("fk_lead_handovers_from_agent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_handovers")),
    )
    with op.batch_alter_table("lead_handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_handovers_from_agent_id"), ["from_agent_id"], unique=False)

    op.create_table(
        "lead_pool_members",
        sa.Column("policy_id", sa.String(length=40), nullable=False),
        sa.Column("agent_id", sa.String(length=40), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_lead_pool_members_weight")),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["users.id"], name=op.f("fk_lead_pool_members_agent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["lead_policies.id"], name=op.f("fk_lead_pool_members_policy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("policy_id", "agent_id", name=op.f("pk_lead_pool_members")),
    )
    op.create_table(
        "lead_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("acknowledge_seconds", sa.Integer(), nullable=False),
        sa.Column("touch_seconds", sa.Integer(), nullable=False),
        sa.Column("warn_percent", sa.Integer(), nullable=False),
        sa.Column("max_recalls", sa.Integer(), nullable=False),
        sa.Column("floats_to", sa.String(length=5), nullable=False),
        sa.Column("hides_history", sa.Boolean(), nullable=False),
        sa.Column("opens_from_calls", sa.Boolean(), nullable=False),
        sa.Column("calendar_id", sa.String(length=40), nullable=True),
        sa.CheckConstraint("floats_to IN ('team', 'all')", name=op.f("ck_lead_settings_floats_to")),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_lead_settings_calendar_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_settings")),
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("party", sa.String(length=254), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("candidates", JSON, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=True),
        sa.Column("form_id", sa.String(length=40), nullable=True),
        sa.Column("campaign", JSON, nullable=False),
        sa.Column("state", sa.String(length=5), nullable=False),
        sa.Column("stage_id", sa.String(length=40), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interest", sa.String(length=200), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=True),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("province", sa.String(length=60), nullable=True),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_reason_id", sa.String(length=40), nullable=True),
        sa.Column("lost_note", sa.String(length=300), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=True),
        sa.Column("routing", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=True),
        sa.Column("policy_id", sa.String(length=40), nullable=True),
        sa.Column("excluded", JSON, nullable=False),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("limbo_reason", sa.String(length=40), nullable=True),
        sa.Column("decision", JSON, nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_touch_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_touch_kind", sa.String(length=10), nullable=True),
        sa.Column("first_touch_by", sa.String(length=40), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("timer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(routing = 'assigned') = (owner_id IS NOT NULL)", name=op.f("ck_leads_owner")),
        sa.CheckConstraint("routing IN ('waiting', 'assigned', 'floating')", name=op.f("ck_leads_routing")),
        sa.CheckConstraint("state IN ('open', 'won', 'lost')", name=op.f("ck_leads_state")),
        sa.CheckConstraint("value_minor >= 0", name=op.f("ck_leads_value")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_leads_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["form_id"], ["lead_forms.id"], name=op.f("fk_leads_form_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["lost_reason_id"], ["lead_lost_reasons.id"], name=op.f("fk_leads_lost_reason_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_leads_order_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_leads_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["lead_policies.id"], name=op.f("fk_leads_policy_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_leads_product_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["stage_id"], ["lead_stages.id"], name=op.f("fk_leads_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
        sa.UniqueConstraint("origin", name=op.f("uq_leads_origin")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index("ix_leads_customer_page", ["customer_id", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_form_id"), ["form_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_leads_owner_state", ["owner_id", "state"], unique=False)
        batch_op.create_index("ix_leads_page", ["created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_party"), ["party"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_product_id"), ["product_id"], unique=False)
        batch_op.create_index("ix_leads_stage_page", ["stage_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leads_timer_at"), ["timer_at"], unique=False)
        batch_op.create_index("ix_leads_waiting", ["routing", "state", "created_at", "id"], unique=False)

    op.create_table(
        "lead_assignments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("lead_id", sa.String(length=40), nullable=False),
        sa.Column("agent_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(length=15), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=True),
        sa.Column("policy_id", sa.String(length=40), nullable=True),
        sa.Column("policy_version", sa.Integer(), nullable=True),
        sa.Column("decision", JSON, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["users.id"], name=op.f("fk_lead_assignments_agent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["leads.id"], name=op.f("fk_lead_assignments_lead_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_assignments")),
    )
    with op.batch_alter_table("lead_assignments", schema=None) as batch_op:
        batch_op.create_index("ix_lead_assignments_agent_at", ["agent_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_assignments_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lead_assignments_policy_id"), ["policy_id"], unique=False)

    op.create_table(
        "lead_events",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("lead_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=True),
        sa.Column("data", JSON, nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_lead_events_lead_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_events")),
    )
    with op.batch_alter_table("lead_events", schema=None) as batch_op:
        batch_op.create_index("ix_lead_events_lead_page", ["lead_id", "at", "id"], unique=False)

    with op.batch_alter_table("user_notifications", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_user_notifications_kind"), type_="check")


def downgrade() -> None:
    op.execute("DELETE FROM user_notifications WHERE kind NOT IN ('mention', 'task_due', 'task_assigned')")
    with op.batch_alter_table("user_notifications", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_user_notifications_kind"), "kind IN ('mention', 'task_due', 'task_assigned')"
        )
    with op.batch_alter_table("lead_events", schema=None) as batch_op:
        batch_op.drop_index("ix_lead_events_lead_page")

    op.drop_table("lead_events")
    with op.batch_alter_table("lead_assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_assignments_policy_id"))
        batch_op.drop_index(batch_op.f("ix_lead_assignments_lead_id"))
        batch_op.drop_index("ix_lead_assignments_agent_at")

    op.drop_table("lead_assignments")
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index("ix_leads_waiting")
        batch_op.drop_index(batch_op.f("ix_leads_timer_at"))
        batch_op.drop_index("ix_leads_stage_page")
        batch_op.drop_index(batch_op.f("ix_leads_product_id"))
        batch_op.drop_index(batch_op.f("ix_leads_party"))
        batch_op.drop_index("ix_leads_page")
        batch_op.drop_index("ix_leads_owner_state")
        batch_op.drop_index(batch_op.f("ix_leads_order_id"))
        batch_op.drop_index(batch_op.f("ix_leads_form_id"))
        batch_op.drop_index("ix_leads_customer_page")

    op.drop_table("leads")
    op.drop_table("lead_settings")
    op.drop_table("lead_pool_members")
    with op.batch_alter_table("lead_handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_handovers_from_agent_id"))

    op.drop_table("lead_handovers")
    with op.batch_alter_table("lead_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lead_forms_product_id"))

    op.drop_table("lead_forms")
    op.drop_table("lead_agents")
    op.drop_table("lead_stages")
    op.drop_table("lead_policies")
    op.drop_table("lead_lost_reasons")
