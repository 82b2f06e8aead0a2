"""The values that a customer's history holds become JSON text: a text and a number are told apart.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    changes = sa.table("field_changes", sa.column("old_value", sa.Text), sa.column("new_value", sa.Text))
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for column in changes.c:
        quoted = sa.cast(sa.func.to_json(column), sa.Text) if is_postgres else sa.func.json_quote(column)
        op.execute(sa.update(changes).where(column.is_not(None)).values({column.name: quoted}))


def downgrade() -> None:
    """Quoted texts are read as well as bare ones were."""
