"""The demo company's teams. Whose customers people see stays at everybody's: whoever tries the demo sees all of it."""

import sqlalchemy as sa

from contactcenter.agents.models import User
from contactcenter.agents.teams import service
from contactcenter.agents.teams.models import Team
from contactcenter.core.db import read, transaction
from contactcenter.demo.company import TEAMS


def add_teams() -> bool:
    """Once; nothing where there are any. Whether it did."""
    with read() as session:
        if session.scalar(sa.select(Team.id).limit(1)):
            return False
        people = {user.email: user.id for user in session.scalars(sa.select(User).where(User.is_demo.is_(True)))}
    with transaction() as session:
        for name, description, emails in TEAMS:
            member_ids = [people[email] for email in emails if email in people]
            service.create_team(session, {"name": name, "description": description, "member_ids": member_ids})
    return True
