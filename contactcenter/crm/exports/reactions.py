"""What exports do when people come to see other customers than when their files were written."""

from sqlalchemy.orm import Session

from contactcenter.agents.account_events import UserChanged
from contactcenter.agents.models import User
from contactcenter.agents.teams.events import ReachChanged, TeamsChanged
from contactcenter.core.events import within
from contactcenter.crm.exports import service
from contactcenter.crm.exports.models import Export


@within(ReachChanged)
def outdate_of_roles(session: Session, event: ReachChanged) -> None:
    if event.roles:
        service.outdate(session, User.role.in_(sorted(event.roles)))


@within(TeamsChanged)
def outdate_of_team(session: Session, event: TeamsChanged) -> None:
    if event.moved:
        service.outdate(session, User.id.in_(sorted(event.moved)))


@within(UserChanged)
def outdate_of_former_role(session: Session, event: UserChanged) -> None:
    """An admin who became a supervisor sees less, too."""
    service.outdate(session, User.id == event.user_id, Export.role != User.role)
