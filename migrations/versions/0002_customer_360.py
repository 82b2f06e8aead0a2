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


def upgrade() -> None:  # noqa: PLR0915 - one statement a table
    op.create_table(
        "bulk_fixes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("target", JSON, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.String(length=40), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'canceled', 'undoing', 'undone')", name=op.f("ck_bulk_fixes_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_fixes")),
    )
    with op.batch_alter_table("bulk_fixes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_fixes_state"), ["state"], unique=False)

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
    op.create_table(
        "duplicate_rules",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("merges_verified", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cursor", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_rules")),
    )
    op.create_table(
        "exports",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("file_format", sa.String(length=4), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("selection", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("total_rows", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=60), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'canceled', 'expired')", name=op.f("ck_exports_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exports_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index("ix_exports_page", ["created_by", "created_at", "id"], unique=False)

    op.create_table(
        "field_quality",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Integer(), nullable=False),
        sa.Column("conflicting", sa.Integer(), nullable=False),
        sa.Column("duplicated", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", "field", name=op.f("pk_field_quality")),
    )
    op.create_table(
        "households",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_format", sa.String(length=4), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("headers_key", sa.String(length=64), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("undo_counts", JSON, nullable=False),
        sa.Column("error", JSON, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('mapping', 'checking', 'checked', 'running', 'paused', 'done', 'canceled', 'failed',"
            " 'undoing', 'undone')",
            name=op.f("ck_imports_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_headers_key"), ["headers_key"], unique=False)
        batch_op.create_index("ix_imports_page", ["created_at", "id"], unique=False)

    op.create_table(
        "masking_rules",
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("set_by", sa.String(length=40), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('agent', 'supervisor', 'admin')", name=op.f("ck_masking_rules_role")),
        sa.CheckConstraint("what IN ('phone', 'email', 'sensitive')", name=op.f("ck_masking_rules_what")),
        sa.PrimaryKeyConstraint("role", "what", name=op.f("pk_masking_rules")),
    )
    op.create_table(
        "nightly_runs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_nightly_runs")),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("search_folded", sa.String(length=700), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_products_price")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("code", name=op.f("uq_products_code")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_products_category"), ["category"], unique=False)

    op.create_table(
        "rfm_edges",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("recency", JSON, nullable=False),
        sa.Column("frequency", JSON, nullable=False),
        sa.Column("monetary", JSON, nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_rfm_edges")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_folded", sa.String(length=80), nullable=False),
        sa.Column("colour", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("name_folded", name=op.f("uq_tags_name_folded")),
    )
    op.create_table(
        "companies",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_folded", sa.String(length=400), nullable=False),
        sa.Column("tax_code", sa.String(length=20), nullable=True),
        sa.Column("industry", sa.String(length=100), nullable=True),
        sa.Column("size", sa.String(length=20), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("owner_id", sa.String(length=40), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_companies_owner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
    )
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_companies_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_companies_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_companies_page", ["updated_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_companies_tax_code"), ["tax_code"], unique=False)

    op.create_table(
        "export_downloads",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("export_id", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.ForeignKeyConstraint(
            ["export_id"], ["exports.id"], name=op.f("fk_export_downloads_export_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_downloads")),
    )
    with op.batch_alter_table("export_downloads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_downloads_export_id"), ["export_id"], unique=False)

    op.create_table(
        "segments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_folded", sa.String(length=240), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("rules", JSON, nullable=True),
        sa.Column("is_timed", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("drives_field", sa.String(length=20), nullable=True),
        sa.Column("drives_value", sa.String(length=20), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.String(length=40), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refresh_state", sa.String(length=10), nullable=False),
        sa.Column("refresh_done", sa.Integer(), nullable=False),
        sa.Column("refresh_total", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('rules', 'static')", name=op.f("ck_segments_kind")),
        sa.CheckConstraint(
            "refresh_state IN ('fresh', 'waiting', 'running', 'failed')", name=op.f("ck_segments_refresh_state")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_segments_owner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
        sa.UniqueConstraint("code", name=op.f("uq_segments_code")),
    )
    op.create_table(
        "company_lines",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("company_id", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("national", sa.String(length=40), nullable=False),
        sa.Column("last9", sa.String(length=9), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_company_lines_company_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_lines")),
        sa.UniqueConstraint("company_id", "value", name=op.f("uq_company_lines_company_id_value")),
    )
    with op.batch_alter_table("company_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_lines_last9"), ["last9"], unique=False)
        batch_op.create_index(batch_op.f("ix_company_lines_value"), ["value"], unique=False)

    op.create_table(
        "company_people",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("company_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_company_people_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_company_people_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_people")),
        sa.UniqueConstraint("company_id", "customer_id", name=op.f("uq_company_people_company_id_customer_id")),
    )
    with op.batch_alter_table("company_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_company_people_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "customer_files",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
        sa.Column("uploaded_by", sa.String(length=40), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by", sa.String(length=40), nullable=True),
        sa.CheckConstraint("state IN ('arriving', 'stored', 'leaving')", name=op.f("ck_customer_files_state")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_files_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_files")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_customer_files_storage_key")),
    )
    with op.batch_alter_table("customer_files", schema=None) as batch_op:
        batch_op.create_index("ix_customer_files_customer_page", ["customer_id", "uploaded_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_files_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index("ix_customer_files_state", ["state", "uploaded_at"], unique=False)

    op.create_table(
        "customer_stats",
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("orders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("spent_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("average_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("other_currencies", JSON, nullable=False),
        sa.Column("first_order_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_order_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frequency", sa.Double(), nullable=True),
        sa.Column("r", sa.SmallInteger(), nullable=True),
        sa.Column("f", sa.SmallInteger(), nullable=True),
        sa.Column("m", sa.SmallInteger(), nullable=True),
        sa.Column("rfm", sa.String(length=3), nullable=True),
        sa.Column("rfm_class", sa.String(length=20), nullable=True),
        sa.Column("favourite_products", JSON, nullable=False),
        sa.Column("points", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("contacts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("calls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missed_calls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_rating", sa.Integer(), nullable=True),
        sa.Column("average_rating", sa.Double(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_stats_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_stats")),
    )
    with op.batch_alter_table("customer_stats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_stats_last_contact_at"), ["last_contact_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_stats_last_order_at"), ["last_order_at"], unique=False)

    op.create_table(
        "customer_tags",
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("tag_id", sa.String(length=40), nullable=False),
        sa.Column("tagged_by", sa.String(length=40), nullable=True),
        sa.Column("tagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_tags_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_customer_tags_tag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "tag_id", name=op.f("pk_customer_tags")),
    )
    with op.batch_alter_table("customer_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "customer_terms",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_terms_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_customer_terms")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_customer_terms_customer_id")),
        info={"stays_on_merge": True},
    )
    op.create_table(
        "distinct_pairs",
        sa.Column("first_id", sa.String(length=40), nullable=False),
        sa.Column("second_id", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinct_pairs_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["customers.id"], name=op.f("fk_distinct_pairs_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["customers.id"], name=op.f("fk_distinct_pairs_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_distinct_pairs")),
        info={"stays_on_merge": True},
    )
    with op.batch_alter_table("distinct_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distinct_pairs_second_id"), ["second_id"], unique=False)

    op.create_table(
        "duplicate_keys",
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_duplicate_keys_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", "kind", "value", name=op.f("pk_duplicate_keys")),
        info={"stays_on_merge": True},
    )
    with op.batch_alter_table("duplicate_keys", schema=None) as batch_op:
        batch_op.create_index("ix_duplicate_keys_block", ["kind", "value", "customer_id"], unique=False)

    op.create_table(
        "duplicate_marks",
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_duplicate_marks_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_duplicate_marks")),
        info={"stays_on_merge": True},
    )
    with op.batch_alter_table("duplicate_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duplicate_marks_marked_at"), ["marked_at"], unique=False)

    op.create_table(
        "duplicate_pairs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("first_id", sa.String(length=40), nullable=False),
        sa.Column("second_id", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("is_dismissed", sa.Boolean(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_pairs_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["customers.id"], name=op.f("fk_duplicate_pairs_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["customers.id"], name=op.f("fk_duplicate_pairs_second_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pairs")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_duplicate_pairs_first_id_second_id")),
        info={"stays_on_merge": True},
    )
    with op.batch_alter_table("duplicate_pairs", schema=None) as batch_op:
        batch_op.create_index("ix_duplicate_pairs_queue", ["is_dismissed", "score", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duplicate_pairs_second_id"), ["second_id"], unique=False)

    op.create_table(
        "household_members",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("household_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "relation IN ('spouse', 'parent', 'child', 'sibling', 'relative', 'other')",
            name=op.f("ck_household_members_relation"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_household_members_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_members_household_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_members")),
        sa.UniqueConstraint("household_id", "customer_id", name=op.f("uq_household_members_household_id_customer_id")),
    )
    with op.batch_alter_table("household_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_household_members_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("made_id", sa.String(length=40), nullable=True),
        sa.Column("made_version", sa.Integer(), nullable=True),
        sa.Column("added", JSON, nullable=False),
        sa.Column("problems", JSON, nullable=False),
        sa.Column("undo", sa.String(length=10), nullable=True),
        sa.Column("undo_reason", sa.String(length=30), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_import_rows_customer_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_rows")),
    )
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_rows_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_import_rows_outcome", ["import_id", "outcome", "number"], unique=False)

    op.create_table(
        "merges",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("survivor_id", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("moved", JSON, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=40), nullable=True),
        sa.CheckConstraint("cause IN ('manual', 'automatic')", name=op.f("ck_merges_cause")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["customers.id"], name=op.f("fk_merges_survivor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        info={"stays_on_merge": True},
    )
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.create_index("ix_merges_page", ["created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merges_survivor_id"), ["survivor_id"], unique=False)

    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=40), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_notes_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index("ix_notes_customer_page", ["customer_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notes_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "orders",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column(
            "code", sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'placed', 'paid', 'shipped', 'delivered', 'returned', 'canceled')",
            name=op.f("ck_orders_status"),
        ),
        sa.CheckConstraint("total_minor >= 0", name=op.f("ck_orders_total")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("source", "code", name=op.f("uq_orders_source_code")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orders_code"), ["code"], unique=False)
        batch_op.create_index("ix_orders_customer_page", ["customer_id", "placed_at", "id"], unique=False)
        batch_op.create_index("ix_orders_page", ["placed_at", "id"], unique=False)

    op.create_table(
        "product_interests",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_product_interests_level")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_product_interests_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_interests_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_interests")),
        sa.UniqueConstraint("customer_id", "product_id", name=op.f("uq_product_interests_customer_id_product_id")),
    )
    with op.batch_alter_table("product_interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_interests_product_id"), ["product_id"], unique=False)

    op.create_table(
        "search_texts",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("ref_id", sa.String(length=40), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("speaker", sa.String(length=10), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_search_texts_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_search_texts")),
        sa.UniqueConstraint("kind", "ref_id", "line", name=op.f("uq_search_texts_kind_ref_id_line")),
    )
    with op.batch_alter_table("search_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_texts_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "segment_days",
        sa.Column("segment_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("exited", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name=op.f("fk_segment_days_segment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("segment_id", "day", name=op.f("pk_segment_days")),
    )
    op.create_table(
        "segment_log",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("segment_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_entry", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=True),
        sa.Column("batch_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_segment_log_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name=op.f("fk_segment_log_segment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment_log")),
    )
    with op.batch_alter_table("segment_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_log_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_segment_log_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_segment_log_page", ["segment_id", "at", "id"], unique=False)

    op.create_table(
        "segment_marks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_segment_marks_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment_marks")),
        info={"stays_on_merge": True},
    )
    with op.batch_alter_table("segment_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_marks_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "segment_members",
        sa.Column("segment_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_segment_members_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name=op.f("fk_segment_members_segment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("segment_id", "customer_id", name=op.f("pk_segment_members")),
    )
    with op.batch_alter_table("segment_members", schema=None) as batch_op:
        batch_op.create_index("ix_segment_members_customer", ["customer_id"], unique=False)
        batch_op.create_index("ix_segment_members_page", ["segment_id", "entered_at", "customer_id"], unique=False)

    op.create_table(
        "sensitive_views",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=True),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("identity_id", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_sensitive_views_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_views")),
    )
    with op.batch_alter_table("sensitive_views", schema=None) as batch_op:
        batch_op.create_index("ix_sensitive_views_customer_page", ["customer_id", "at", "id"], unique=False)

    op.create_table(
        "tasks",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminder_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remind_next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assignee_id", sa.String(length=40), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("company_id", sa.String(length=40), nullable=True),
        sa.Column("call_id", sa.String(length=40), nullable=True),
        sa.Column("origin", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.CheckConstraint("kind IN ('task', 'callback')", name=op.f("ck_tasks_kind")),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high')", name=op.f("ck_tasks_priority")),
        sa.CheckConstraint("state IN ('open', 'done', 'canceled')", name=op.f("ck_tasks_state")),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_tasks_assignee_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_tasks_company_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_tasks_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("origin", name=op.f("uq_tasks_origin")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_assignee_due", ["assignee_id", "state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_company_id"), ["company_id"], unique=False)
        batch_op.create_index("ix_tasks_customer_due", ["customer_id", "state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tasks_remind_next_at"), ["remind_next_at"], unique=False)
        batch_op.create_index("ix_tasks_state_closed", ["state", "closed_at"], unique=False)

    op.create_table(
        "user_notifications",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=160), nullable=False),
        sa.Column("ref_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("actor_id", sa.String(length=40), nullable=True),
        sa.Column("data", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('mention', 'task_due', 'task_assigned')", name=op.f("ck_user_notifications_kind")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_user_notifications_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_notifications_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_notifications")),
        sa.UniqueConstraint("occasion", name=op.f("uq_user_notifications_occasion")),
    )
    with op.batch_alter_table("user_notifications", schema=None) as batch_op:
        batch_op.create_index("ix_notifications_unread", ["user_id", "read_at"], unique=False)
        batch_op.create_index("ix_notifications_user_page", ["user_id", "at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_notifications_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "file_downloads",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["customer_files.id"], name=op.f("fk_file_downloads_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_downloads")),
    )
    with op.batch_alter_table("file_downloads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_downloads_file_id"), ["file_id"], unique=False)

    op.create_table(
        "loyalty_entries",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=True),
        sa.Column("actor_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_loyalty_entries_points")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_loyalty_entries_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_loyalty_entries_order_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loyalty_entries")),
    )
    with op.batch_alter_table("loyalty_entries", schema=None) as batch_op:
        batch_op.create_index("ix_loyalty_entries_customer_page", ["customer_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_loyalty_entries_order_id"), ["order_id"], unique=False)

    op.create_table(
        "merge_asides",
        sa.Column("merge_id", sa.String(length=40), nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("column_name", sa.String(length=63), nullable=False),
        sa.Column("row_key", sa.String(length=400), nullable=False),
        sa.Column("from_id", sa.String(length=40), nullable=False),
        sa.Column("row", JSON, nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("fk_merge_asides_merge_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "merge_id", "table_name", "column_name", "row_key", "from_id", name=op.f("pk_merge_asides")
        ),
        info={"stays_on_merge": True},
    )
    op.create_table(
        "merge_members",
        sa.Column("merge_id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_merge_members_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["merges.id"], name=op.f("fk_merge_members_merge_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merge_id", "customer_id", name=op.f("pk_merge_members")),
        info={"stays_on_merge": True},
    )
    with op.batch_alter_table("merge_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_members_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "merge_moves",
        sa.Column("merge_id", sa.String(length=40), nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("column_name", sa.String(length=63), nullable=False),
        sa.Column("row_key", sa.String(length=400), nullable=False),
        sa.Column("from_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("fk_merge_moves_merge_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("merge_id", "table_name", "column_name", "row_key", name=op.f("pk_merge_moves")),
        info={"stays_on_merge": True},
    )
    op.create_table(
        "note_mentions",
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_mentions_note_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_note_mentions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("note_id", "user_id", name=op.f("pk_note_mentions")),
    )
    with op.batch_alter_table("note_mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_mentions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "note_versions",
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_versions_note_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("note_id", "version", name=op.f("pk_note_versions")),
    )
    op.create_table(
        "order_lines",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_order_lines_price")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_order_lines_product_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_lines_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_lines_product_id"), ["product_id"], unique=False)

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
        batch_op.create_index("ix_customers_page", ["updated_at", "id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_customers_merged_into_id"), "customers", ["merged_into_id"], ["id"])

    with op.batch_alter_table("field_changes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(length=10), server_default="manual", nullable=False))
        batch_op.add_column(sa.Column("batch_id", sa.String(length=40), nullable=True))
        batch_op.drop_index(batch_op.f("ix_field_changes_customer_id"))
        batch_op.create_index(batch_op.f("ix_field_changes_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index("ix_field_changes_customer_page", ["customer_id", "at", "id"], unique=False)

    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("verified_by", sa.String(length=40), nullable=True))

    with op.batch_alter_table("legs", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_answer_guessed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )

    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_ratings_customer_id"), "customers", ["customer_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("timeline_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_recording", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("work_items", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "seen_at", sa.DateTime(timezone=True), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False
            )
        )
        batch_op.create_index(batch_op.f("ix_work_items_customer_id"), ["customer_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_work_items_customer_id"), "customers", ["customer_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:  # noqa: PLR0915
    with op.batch_alter_table("work_items", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_work_items_customer_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_work_items_customer_id"))
        batch_op.drop_column("seen_at")

    with op.batch_alter_table("timeline_items", schema=None) as batch_op:
        batch_op.drop_column("has_recording")

    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ratings_customer_id"), type_="foreignkey")

    with op.batch_alter_table("legs", schema=None) as batch_op:
        batch_op.drop_column("is_answer_guessed")

    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.drop_column("verified_by")
        batch_op.drop_column("verified_at")

    with op.batch_alter_table("field_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_field_changes_customer_page")
        batch_op.drop_index(batch_op.f("ix_field_changes_batch_id"))
        batch_op.create_index(batch_op.f("ix_field_changes_customer_id"), ["customer_id"], unique=False)
        batch_op.drop_column("batch_id")
        batch_op.drop_column("cause")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_customers_merged_into_id"), type_="foreignkey")
        batch_op.drop_index("ix_customers_page")
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

    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_lines_product_id"))
        batch_op.drop_index(batch_op.f("ix_order_lines_order_id"))

    op.drop_table("order_lines")
    op.drop_table("note_versions")
    with op.batch_alter_table("note_mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_mentions_user_id"))

    op.drop_table("note_mentions")
    op.drop_table("merge_moves")
    with op.batch_alter_table("merge_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_members_customer_id"))

    op.drop_table("merge_members")
    op.drop_table("merge_asides")
    with op.batch_alter_table("loyalty_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loyalty_entries_order_id"))
        batch_op.drop_index("ix_loyalty_entries_customer_page")

    op.drop_table("loyalty_entries")
    with op.batch_alter_table("file_downloads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_downloads_file_id"))

    op.drop_table("file_downloads")
    with op.batch_alter_table("user_notifications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_notifications_customer_id"))
        batch_op.drop_index("ix_notifications_user_page")
        batch_op.drop_index("ix_notifications_unread")

    op.drop_table("user_notifications")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_tasks_state_closed")
        batch_op.drop_index(batch_op.f("ix_tasks_remind_next_at"))
        batch_op.drop_index("ix_tasks_customer_due")
        batch_op.drop_index(batch_op.f("ix_tasks_company_id"))
        batch_op.drop_index(batch_op.f("ix_tasks_call_id"))
        batch_op.drop_index("ix_tasks_assignee_due")

    op.drop_table("tasks")
    with op.batch_alter_table("sensitive_views", schema=None) as batch_op:
        batch_op.drop_index("ix_sensitive_views_customer_page")

    op.drop_table("sensitive_views")
    with op.batch_alter_table("segment_members", schema=None) as batch_op:
        batch_op.drop_index("ix_segment_members_page")
        batch_op.drop_index("ix_segment_members_customer")

    op.drop_table("segment_members")
    with op.batch_alter_table("segment_marks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segment_marks_customer_id"))

    op.drop_table("segment_marks")
    with op.batch_alter_table("segment_log", schema=None) as batch_op:
        batch_op.drop_index("ix_segment_log_page")
        batch_op.drop_index(batch_op.f("ix_segment_log_customer_id"))
        batch_op.drop_index(batch_op.f("ix_segment_log_batch_id"))

    op.drop_table("segment_log")
    op.drop_table("segment_days")
    with op.batch_alter_table("search_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_texts_customer_id"))

    op.drop_table("search_texts")
    with op.batch_alter_table("product_interests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_interests_product_id"))

    op.drop_table("product_interests")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_page")
        batch_op.drop_index("ix_orders_customer_page")
        batch_op.drop_index(batch_op.f("ix_orders_code"))

    op.drop_table("orders")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_deleted_at"))
        batch_op.drop_index("ix_notes_customer_page")

    op.drop_table("notes")
    with op.batch_alter_table("merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merges_survivor_id"))
        batch_op.drop_index("ix_merges_page")

    op.drop_table("merges")
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.drop_index("ix_import_rows_outcome")
        batch_op.drop_index(batch_op.f("ix_import_rows_customer_id"))

    op.drop_table("import_rows")
    with op.batch_alter_table("household_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_household_members_customer_id"))

    op.drop_table("household_members")
    with op.batch_alter_table("duplicate_pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicate_pairs_second_id"))
        batch_op.drop_index("ix_duplicate_pairs_queue")

    op.drop_table("duplicate_pairs")
    with op.batch_alter_table("duplicate_marks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicate_marks_marked_at"))

    op.drop_table("duplicate_marks")
    with op.batch_alter_table("duplicate_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_duplicate_keys_block")

    op.drop_table("duplicate_keys")
    with op.batch_alter_table("distinct_pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distinct_pairs_second_id"))

    op.drop_table("distinct_pairs")
    op.drop_table("customer_terms")
    with op.batch_alter_table("customer_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_tags_tag_id"))

    op.drop_table("customer_tags")
    with op.batch_alter_table("customer_stats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_stats_last_order_at"))
        batch_op.drop_index(batch_op.f("ix_customer_stats_last_contact_at"))

    op.drop_table("customer_stats")
    with op.batch_alter_table("customer_files", schema=None) as batch_op:
        batch_op.drop_index("ix_customer_files_state")
        batch_op.drop_index(batch_op.f("ix_customer_files_deleted_at"))
        batch_op.drop_index("ix_customer_files_customer_page")

    op.drop_table("customer_files")
    with op.batch_alter_table("company_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_people_customer_id"))

    op.drop_table("company_people")
    with op.batch_alter_table("company_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_company_lines_value"))
        batch_op.drop_index(batch_op.f("ix_company_lines_last9"))

    op.drop_table("company_lines")
    op.drop_table("segments")
    with op.batch_alter_table("export_downloads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_downloads_export_id"))

    op.drop_table("export_downloads")
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_companies_tax_code"))
        batch_op.drop_index("ix_companies_page")
        batch_op.drop_index(batch_op.f("ix_companies_owner_id"))
        batch_op.drop_index(batch_op.f("ix_companies_name_folded"))

    op.drop_table("companies")
    op.drop_table("tags")
    op.drop_table("rfm_edges")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_products_category"))

    op.drop_table("products")
    op.drop_table("nightly_runs")
    op.drop_table("masking_rules")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index("ix_imports_page")
        batch_op.drop_index(batch_op.f("ix_imports_headers_key"))

    op.drop_table("imports")
    op.drop_table("households")
    op.drop_table("field_quality")
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.drop_index("ix_exports_page")
        batch_op.drop_index(batch_op.f("ix_exports_expires_at"))

    op.drop_table("exports")
    op.drop_table("duplicate_rules")
    op.drop_table("custom_fields")
    with op.batch_alter_table("bulk_fixes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_fixes_state"))

    op.drop_table("bulk_fixes")
