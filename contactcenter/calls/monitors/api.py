"""Listening in on calls, over HTTP."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import demand_colleagues
from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.calls.monitors import service as monitors
from contactcenter.calls.rooms import drive, queries
from contactcenter.calls.rooms.models import Participant
from contactcenter.calls.rooms.present import participant
from contactcenter.calls.rooms.schemas import MonitorIn, MonitorListSchema, MonitorSchema, MyMonitorSchema
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Forbidden, ProviderError

blp = Blueprint("monitors", __name__, url_prefix="/api/v1/calls", description="Supervisors in agents' calls")


@blp.get("/<call_id>/monitors")
@require("calls.monitor")
@blp.response(200, MonitorListSchema)
def list_monitors(call_id: str) -> Any:
    """Who listens in now or did, with each change and its time."""
    with read() as session:
        call = calls.get_call(session, call_id)
        return {"items": [_shown(session, call, row) for row in monitors.list_for(session, call)], "next_cursor": None}


@blp.get("/monitored")
@require("calls.monitor")
@blp.response(200, MyMonitorSchema)
def get_mine() -> Any:
    """Where I listen in at the moment: what a reload must show again."""
    with read() as session:
        row = monitors.listened_by(session, current_actor().user_id or "")
        call = calls.get_call(session, row.call_id) if row is not None else None
        return {"monitor": _shown(session, call, row) if row is not None and call is not None else None}


@blp.post("/<call_id>/monitors")
@require("calls.monitor")
@blp.arguments(MonitorIn)
@blp.response(201, MonitorSchema)
def post_monitor(body: dict[str, Any], call_id: str) -> Any:
    """Listen (nobody hears me), whisper (the agent alone does) or barge in. My softphone rings and answers.

    403 `not_a_colleague` where another team's agent talks and one's role is limited.
    """
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        demand_colleagues(session, current_actor(), call.handler_id or call.agent_id)
        row = monitors.start(session, call, _me(session), body["mode"])
        row_id = row.id
    try:
        drive.drive_until_settled(call_id, lambda c: c.room_state == "open")
    except ProviderError:
        with transaction() as session:
            call = calls.get_call(session, call_id, for_update=True)
            monitors.end(session, call, monitors.get(session, call, row_id, is_live=False), current_actor().id)
        raise
    return _answer(call_id, row_id)


@blp.patch("/<call_id>/monitors/<monitor_id>")
@require("calls.monitor")
@blp.arguments(MonitorIn)
@blp.response(200, MonitorSchema)
def patch_monitor(body: dict[str, Any], call_id: str, monitor_id: str) -> Any:
    """Change between listening, whispering and barging in."""
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        demand_colleagues(session, current_actor(), call.handler_id or call.agent_id)
        row = monitors.get(session, call, monitor_id, is_live=True)
        monitors.change(session, call, row, body["mode"], current_actor().id)
    drive.drive(call_id)
    return _answer(call_id, monitor_id)


@blp.delete("/<call_id>/monitors/<monitor_id>")
@require("calls.monitor")
@blp.response(204)
def delete_monitor(call_id: str, monitor_id: str) -> None:
    """Leave the call to those who talk. Ending what is over is no error."""
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        monitors.end(session, call, monitors.get(session, call, monitor_id, is_live=False), current_actor().id)
    drive.drive(call_id)


def _me(session: Session) -> User:
    user_id = current_actor().user_id
    if user_id is None:
        raise Forbidden("people_only", "Only a person can listen.")
    return session.get_one(User, user_id)


def _answer(call_id: str, monitor_id: str) -> dict[str, Any]:
    with read() as session:
        call = calls.get_call(session, call_id)
        return _shown(session, call, monitors.get(session, call, monitor_id, is_live=False))


def _shown(session: Session, call: Call, row: Participant) -> dict[str, Any]:
    people = queries.participants(session, call)
    room = [participant(one, people) for one in people] if row.room_name == call.room_name else []
    acts = monitors.acts_of(session, call).get(row.id, [])
    return {**participant(row, people), "call_id": call.id, "acts": acts, "participants": room}
