"""Hold, and the people in a call's room, over HTTP."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.calls import control
from contactcenter.calls import service as calls
from contactcenter.calls.models import Call
from contactcenter.calls.present import present_one
from contactcenter.calls.rooms import drive, queries, service
from contactcenter.calls.rooms import jobs as _jobs  # noqa: F401 - registers them
from contactcenter.calls.rooms import reactions as _reactions  # noqa: F401 - subscribes them
from contactcenter.calls.rooms.models import Participant
from contactcenter.calls.rooms.schemas import HoldIn, ParticipantIn
from contactcenter.calls.schemas import CallSchema
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict, NotFound, ProviderError

blp = Blueprint("rooms", __name__, url_prefix="/api/v1/calls", description="Hold, and who is in a call")


@blp.post("/<call_id>/hold")
@require("calls.handle")
@blp.arguments(HoldIn)
@blp.response(200, CallSchema)
def post_hold(body: dict[str, Any], call_id: str) -> Any:
    """Put the customer on hold with music, or come back.

    `held_at` says since when; `room.is_holding` that the provider is still being told. 409 `not_talking`, 502 when
    the provider refuses: nothing has changed then.
    """
    is_held = body.get("is_held", body.get("held", False))
    with transaction() as session:
        call = _own(session, call_id)
        service.want_hold(session, call, is_held)
    try:
        drive.drive_until_settled(call_id, lambda c: (c.held_at is not None) == is_held)
    except ProviderError:
        with transaction() as session:
            call = calls.get_call(session, call_id, for_update=True)
            service.give_up_hold(session, call)
        raise
    return _shown(call_id)


@blp.patch("/<call_id>/participants/<participant_id>")
@require("calls.handle")
@blp.arguments(ParticipantIn)
@blp.response(200, CallSchema)
def patch_participant(body: dict[str, Any], call_id: str, participant_id: str) -> Any:
    """Mute somebody in the room, or put them on hold, or take that back."""
    with transaction() as session:
        call = _own(session, call_id)
        row = _guest(session, call, participant_id)
        if "is_held" in body:
            row.wants_held = body["is_held"]
        if "is_muted" in body:
            row.wants_muted = body["is_muted"]
        service.touch(session, call)
    return _driven(call_id)


@blp.delete("/<call_id>/participants/<participant_id>")
@require("calls.handle")
@blp.response(200, CallSchema)
def delete_participant(call_id: str, participant_id: str) -> Any:
    """Take somebody out of the room. The customer and the agent in charge end the call by hanging up."""
    with transaction() as session:
        call = _own(session, call_id)
        service.dismiss(session, call, _guest(session, call, participant_id))
    return _driven(call_id)


def _own(session: Session, call_id: str) -> Call:
    """The call, locked, when the actor handles it. Raises NotFound, Forbidden."""
    call = calls.get_call(session, call_id, for_update=True)
    control.demand_handling(current_actor(), call)
    return call


def _guest(session: Session, call: Call, participant_id: str) -> Participant:
    row = next((r for r in queries.participants(session, call) if r.id == participant_id), None)
    if row is None or row.state in ("out", "failed"):
        raise NotFound("participant_not_found", "There is no such person in this call.")
    if row.kind in ("customer", "agent"):
        raise Conflict("not_a_guest", "The customer and the agent in charge stay until somebody hangs up.")
    return row


def _driven(call_id: str) -> Any:
    drive.drive(call_id)
    return _shown(call_id)


def _shown(call_id: str) -> Any:
    with read() as session:
        return present_one(session, calls.get_call(session, call_id))
