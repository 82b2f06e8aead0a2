"""Calls that a flow sends to a number outside."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("forwarded_to", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("calls", "forwarded_to")
