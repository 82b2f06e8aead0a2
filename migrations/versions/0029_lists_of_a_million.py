"""Indexes for lists of a million: of the merged alone, and of orders by what they are filtered by.

SQLite, which keeps no figures unasked, took the index of who was merged into whom for the way to all others. A million
customers with two million orders take some seconds.

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MERGED, THOSE = "ix_customers_merged_into_id", sa.text("merged_into_id IS NOT NULL")
FILTERS = ("status", "channel", "source")


def upgrade() -> None:
    op.drop_index(MERGED, "customers")
    op.create_index(MERGED, "customers", ["merged_into_id"], sqlite_where=THOSE, postgresql_where=THOSE)
    for column in FILTERS:
        op.create_index(f"ix_orders_{column}_page", "orders", [column, "placed_at", "id"])


def downgrade() -> None:
    for column in FILTERS:
        op.drop_index(f"ix_orders_{column}_page", "orders")
    op.drop_index(MERGED, "customers")
    op.create_index(MERGED, "customers", ["merged_into_id"])
