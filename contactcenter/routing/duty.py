"""The clock's part in presence: shifts that end, agents who are gone, breaks that last too long.

Here and not beside presence, since leaving Available withdraws offers, which are locked first.
"""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.account_events import UserDeactivated
from contactcenter.agents.models import Presence
from contactcenter.agents.statuses.builtin import OFFLINE
from contactcenter.agents.worktime.plans import ended_shifts
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.events import within
from contactcenter.routing import offers


@jobs.every(5, "end_shifts")
def end_shifts() -> None:
    """Agents whose shift has ended go Offline, after their present work."""
    moment = now()
    with read() as session:
        present = session.scalars(sa.select(Presence.user_id).where(Presence.status != OFFLINE)).all()
        ended = ended_shifts(session, present, moment)
    for user_id, ended_at in ended.items():
        with transaction() as session:
            offers.lock_work_at(session, user_id)
            presence.end_shift(session, user_id, ended_at)


@jobs.every(30, "give_up_gone_agents")
def give_up_gone_agents() -> None:
    """Agents who have been unreachable for ten minutes are Offline."""
    moment = now()
    with read() as session:
        gone = session.scalars(presence.long_gone(moment)).all()
    for user_id in gone:
        with transaction() as session:
            presence.give_up(session, user_id, moment)


@jobs.every(5, "nudge_long_breaks")
def nudge_long_breaks() -> None:
    """Agent and supervisors are told, once, that a status lasts longer than it may."""
    moment = now()
    with read() as session:
        rows = session.execute(presence.timed()).all()
    for user_id, since, minutes in rows:
        if since + timedelta(minutes=minutes) <= moment:
            with transaction() as session:
                presence.nudge(session, user_id, moment)


@within(UserDeactivated)
def let_go(session: Session, event: UserDeactivated) -> None:
    """Somebody who is being rung loses the offer and the next is asked; who talks is let finish."""
    offers.lock_work_at(session, event.user_id)
    presence.leave(session, event.user_id)
