"""Names in the index are those of customers who stand for themselves: same names are counted from it alone.

Revision: 0025, after 0024
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace(" WHERE merged_into_id IS NULL")


def downgrade() -> None:
    _replace("")


def _replace(which: str) -> None:
    beginnings = " text_pattern_ops" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute("DROP INDEX ix_customers_name_folded")
    op.execute(f"CREATE INDEX ix_customers_name_folded ON customers (name_folded{beginnings}){which}")
