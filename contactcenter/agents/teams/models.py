"""Teams, who is in them, and whose customers each role reaches."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

REACHES = ("all", "team", "own")
LIMITED_ROLES = ("agent", "supervisor")
"""Admins reach everything: somebody must."""


class Team(Base):
    """People who take care of the same customers. Somebody may be in several; an archived one counts for nothing."""

    __tablename__ = "teams"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "tea"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(sa.String(80))
    description: Mapped[str] = mapped_column(sa.String(300), default="")
    is_archived: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    members: Mapped[list["TeamMember"]] = relationship(
        cascade="all, delete-orphan", order_by="TeamMember.user_id", lazy="selectin"
    )


class TeamMember(Base):
    __tablename__ = "team_members"

    team_id: Mapped[str] = mapped_column(sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class ReachRule(Base):
    """Whose customers people of that role see. No row: everybody's."""

    __tablename__ = "reach_rules"

    role: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    reach: Mapped[str] = mapped_column(sa.String(10))
    set_by: Mapped[str | None] = mapped_column(sa.String(40))
    set_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.CheckConstraint("role IN ('agent', 'supervisor')", name="role"),
        sa.CheckConstraint("reach IN ('all', 'team', 'own')", name="reach"),
    )
