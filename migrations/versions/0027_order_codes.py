"""Order codes without regard to case.

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CODE = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("orders", sa.Column("code_key", CODE, nullable=False, server_default=""))
    op.execute("UPDATE orders SET code_key = lower(code)")
    op.create_index(op.f("ix_orders_source_code_key"), "orders", ["source", "code_key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_orders_source_code_key"), table_name="orders")
    op.drop_column("orders", "code_key")
