"""Customers of each owner by their last change, and tasks by who asked for them: for who sees only some customers.

A million customers take some seconds.

Revision: 0028, after 0027
"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_customers_owner_page", "customers", ["owner_id", "updated_at", "id"])
    op.drop_index("ix_customers_owner_id", "customers")
    op.create_index("ix_tasks_created_by", "tasks", ["created_by"])


def downgrade() -> None:
    op.drop_index("ix_tasks_created_by", "tasks")
    op.create_index("ix_customers_owner_id", "customers", ["owner_id"])
    op.drop_index("ix_customers_owner_page", "customers")
