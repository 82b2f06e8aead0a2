"""Teams, who is in them, and whose customers each role sees.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("description", sa.String(300), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id_teams"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_team_members_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_team_members")),
    )
    op.create_index(op.f("ix_team_members_user_id"), "team_members", ["user_id"])
    op.create_table(
        "reach_rules",
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("reach", sa.String(10), nullable=False),
        sa.Column("set_by", sa.String(40)),
        sa.Column("set_at", TIME, nullable=False),
        sa.CheckConstraint("role IN ('agent', 'supervisor')", name=op.f("ck_reach_rules_role")),
        sa.CheckConstraint("reach IN ('all', 'team', 'own')", name=op.f("ck_reach_rules_reach")),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_reach_rules")),
    )


def downgrade() -> None:
    op.drop_table("reach_rules")
    op.drop_table("team_members")
    op.drop_table("teams")
