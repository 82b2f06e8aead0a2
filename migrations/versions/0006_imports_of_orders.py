"""Imports say what they are about, and their ledger keeps what a changed order or product was before.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("kind", sa.String(10), nullable=False, server_default="customers"))
    op.add_column("import_rows", sa.Column("before", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True))


def downgrade() -> None:
    op.drop_column("import_rows", "before")
    op.drop_column("imports", "kind")
