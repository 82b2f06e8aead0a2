"""Placed calls that are turned round, so that they can be held and passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("turned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("legs", sa.Column("is_dialer", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    op.drop_column("legs", "is_dialer")
    op.drop_column("calls", "turned_at")
