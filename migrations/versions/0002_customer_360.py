"""Customer 360.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "custom_fields",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("label_vi", sa.String(length=80), nullable=False),
        sa.Column("label_en", sa.String(length=80), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "type IN ('text', 'long_text', 'number', 'date', 'choice', 'multi_choice', 'money', 'boolean')",
            name=op.f("ck_custom_fields_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
        sa.UniqueConstraint("key", name=op.f("uq_custom_fields_key")),
    )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("honorific", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("province", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("birthday", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("gender", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("marital_status", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("education", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("occupation", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("income_band", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("household_size", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("preferences", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("needs", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reasons_to_buy", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("habits", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("best_time", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("job_title", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("industry", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("company_size", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.String(length=40), nullable=True))
        batch_op.create_index(batch_op.f("ix_customers_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_customers_merged_into_id"), "customers", ["merged_into_id"], ["id"])

    with op.batch_alter_table("field_changes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(length=10), server_default="manual", nullable=False))
        batch_op.add_column(sa.Column("batch_id", sa.String(length=40), nullable=True))
        batch_op.drop_index(batch_op.f("ix_field_changes_customer_id"))
        batch_op.create_index(batch_op.f("ix_field_changes_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index("ix_field_changes_customer_page", ["customer_id", "at", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("field_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_field_changes_customer_page")
        batch_op.drop_index(batch_op.f("ix_field_changes_batch_id"))
        batch_op.create_index(batch_op.f("ix_field_changes_customer_id"), ["customer_id"], unique=False)
        batch_op.drop_column("batch_id")
        batch_op.drop_column("cause")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_customers_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_customers_merged_into_id"))
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("company_size")
        batch_op.drop_column("industry")
        batch_op.drop_column("job_title")
        batch_op.drop_column("best_time")
        batch_op.drop_column("habits")
        batch_op.drop_column("reasons_to_buy")
        batch_op.drop_column("needs")
        batch_op.drop_column("preferences")
        batch_op.drop_column("household_size")
        batch_op.drop_column("income_band")
        batch_op.drop_column("occupation")
        batch_op.drop_column("education")
        batch_op.drop_column("marital_status")
        batch_op.drop_column("gender")
        batch_op.drop_column("birthday")
        batch_op.drop_column("province")
        batch_op.drop_column("honorific")

    op.drop_table("custom_fields")
