"""Credits of lead policies stand where those of queues do; open work of an agent is found by its state.

Revision: 0016, after 0015
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_SHARES = sa.table("lead_pool_members", *(sa.column(name) for name in ("policy_id", "agent_id", "weight", "credit")))
_CREDITS = sa.table("rotation_credits", sa.column("pool", sa.String), sa.column("credits", _JSON))


def upgrade() -> None:
    connection = op.get_bind()
    owed: dict[str, dict[str, int]] = defaultdict(dict)
    for policy_id, agent_id, credit in connection.execute(
        sa.select(_SHARES.c.policy_id, _SHARES.c.agent_id, _SHARES.c.credit)
    ):
        owed[policy_id][agent_id] = credit
    if owed:
        rows = [{"pool": policy_id, "credits": theirs} for policy_id, theirs in owed.items()]
        connection.execute(sa.insert(_CREDITS), rows)
    op.drop_column("lead_pool_members", "credit")
    op.create_index("ix_work_items_agent_state", "work_items", ["agent_id", "state"])
    op.drop_index("ix_work_items_agent_id", "work_items")


def downgrade() -> None:
    op.create_index("ix_work_items_agent_id", "work_items", ["agent_id"])
    op.drop_index("ix_work_items_agent_state", "work_items")
    op.add_column("lead_pool_members", sa.Column("credit", sa.BigInteger, nullable=False, server_default=sa.text("0")))
    connection = op.get_bind()
    policies = sa.table("lead_policies", sa.column("id"))
    of_leads = _CREDITS.c.pool.in_(sa.select(policies.c.id))
    for pool, owed in connection.execute(sa.select(_CREDITS).where(of_leads)).all():
        for agent_id, credit in owed.items():
            theirs = sa.and_(_SHARES.c.policy_id == pool, _SHARES.c.agent_id == agent_id)
            if not connection.execute(sa.update(_SHARES).where(theirs).values(credit=credit)).rowcount:
                row = {"policy_id": pool, "agent_id": agent_id, "weight": 1, "credit": credit}
                connection.execute(sa.insert(_SHARES).values(row))
    connection.execute(sa.delete(_CREDITS).where(of_leads))
