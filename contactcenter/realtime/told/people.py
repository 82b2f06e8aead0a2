"""Told of people: what they are doing, their working time, statuses, teams."""

from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents import events as agent_events
from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.agents.statuses import events as status_events
from contactcenter.agents.statuses.schemas import AgentStatusSchema
from contactcenter.agents.statuses.service import list_statuses
from contactcenter.agents.teams import events as team_events
from contactcenter.agents.worktime import events as worktime_events
from contactcenter.core.events import within
from contactcenter.realtime.log import tell
from contactcenter.routing.schemas import PresenceSchema

_presence = PresenceSchema()
_statuses = AgentStatusSchema(many=True)


@within(agent_events.PresenceChanged)
def show_presence(session: Session, event: agent_events.PresenceChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return dict(_presence.dump(presence.get_presence(s, event.user_id)))

    tell(session, "agent.updated", event.user_id, build, recipients=(event.user_id,), rooms=("leads",))


@within(agent_events.StatusOverdue)
def show_overdue(session: Session, event: agent_events.StatusOverdue) -> None:
    name = session.get_one(User, event.user_id).name
    build = partial(_unchanged, {"agent_id": event.user_id, "agent_name": name, "status": event.status})
    tell(session, "agent.overdue", event.user_id, build, recipients=(event.user_id,), rooms=("leads",))


@within(worktime_events.RosterChanged, worktime_events.LeaveEntered, worktime_events.LeaveCanceled)
def show_schedule(session: Session, event: Any) -> None:
    """Whose schedule changed; what it is now is fetched by the week one looks at."""
    user_ids = event.user_ids if isinstance(event, worktime_events.RosterChanged) else (event.user_id,)
    for user_id in user_ids:
        build = partial(_unchanged, {"user_id": user_id})
        tell(session, "schedule.updated", user_id, build, rooms=("leads", f"user:{user_id}"))


@within(worktime_events.CalendarsChanged)
def show_calendars(session: Session, event: worktime_events.CalendarsChanged) -> None:
    data = {"calendar_id": event.calendar_id}
    tell(session, "calendars.updated", event.calendar_id or "all", lambda _s: data, rooms=("everyone",))


@within(team_events.TeamsChanged, team_events.ReachChanged)
def show_teams(session: Session, event: Any) -> None:
    """Lists may show other customers now: who looks at one fetches it anew."""
    build = partial(_unchanged, {"team_id": getattr(event, "team_id", None)})
    tell(session, "teams.updated", "all", build, rooms=("everyone",))


@within(status_events.StatusesChanged)
def show_statuses(session: Session, _event: status_events.StatusesChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {"items": _statuses.dump(list_statuses(s))}

    tell(session, "statuses.updated", "all", build, rooms=("everyone",))


def _unchanged(data: dict[str, Any], _session: Session) -> dict[str, Any]:
    return data
