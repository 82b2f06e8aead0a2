"""Calls over HTTP: the log, one call, notes, wrap-up, who it was, ending it."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.calls import attribution, control, queries, service, wrapup
from contactcenter.calls.models import Call
from contactcenter.calls.present import present, present_one, transcript_items
from contactcenter.calls.schemas import (
    CallFilters,
    CallPage,
    CallSchema,
    DraftIn,
    DraftSchema,
    TranscriptSchema,
    WhoIn,
    WrapUpIn,
)
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Forbidden
from contactcenter.crm import matching
from contactcenter.crm.reach import demand_sight, has_outside_holder
from contactcenter.crm.search.sight import mask_for_search
from contactcenter.privacy import gate

blp = Blueprint("calls", __name__, url_prefix="/api/v1/calls", description="Calls and their outcome")


@blp.get("")
@require("calls.read_all")
@blp.arguments(CallFilters, location="query")
@blp.response(200, CallPage)
def list_calls(filters: dict[str, Any]) -> Any:
    """The call log, newest first."""
    mask = mask_for_search(current_actor(), filters["q"], filters["phone"])
    with read() as session:
        reach = reach_of(session, current_actor())
        page = queries.list_calls(session, filters, mask, reach)
        is_lookup = bool(filters["provider_call_id"])
        return {
            "items": present(session, page.items, with_transcript=is_lookup),
            "next_cursor": page.next_cursor,
        }


@blp.get("/<call_id>")
@require("calls.read_all")
@blp.response(200, CallSchema)
def get_call(call_id: str) -> Any:
    """One call; its ETag is its version."""
    with read() as session:
        call = present_one(session, service.get_call(session, call_id))
    response = make_response(CallSchema().dump(call))
    response.set_etag(str(call["version"]))
    return response


@blp.get("/<call_id>/transcript")
@require("calls.read_all")
@blp.response(200, TranscriptSchema)
def get_transcript(call_id: str) -> Any:
    with read() as session:
        call = service.get_call(session, call_id)
        return {"state": call.transcription_state, "items": transcript_items(session, call)}


@blp.get("/<call_id>/notes")
@require("calls.handle")
@blp.response(200, DraftSchema)
def get_notes(call_id: str) -> Any:
    """What the signed-in agent has typed so far."""
    with read() as session:
        service.get_call(session, call_id)
        return wrapup.get_draft(session, call_id, _user_id())


@blp.put("/<call_id>/notes")
@require("calls.handle")
@blp.arguments(DraftIn)
@blp.response(200, DraftSchema)
def put_notes(body: dict[str, Any], call_id: str) -> Any:
    """Save what is typed; 409 `version_conflict` with the stored text when another tab was faster."""
    with transaction() as session:
        call = service.get_call(session, call_id)
        control.demand_handling(current_actor(), call)
        return wrapup.save_draft(session, call_id, _user_id(), body["text"], body["version"])


@blp.post("/<call_id>/wrap-up")
@require("calls.handle")
@blp.arguments(WrapUpIn)
@blp.response(200, CallSchema)
def post_wrap_up(body: dict[str, Any], call_id: str) -> Any:
    """Write the outcome; ends the wrap-up. 409 `contact_refused` (`details.reason`): they may not be called back."""
    with gate.keeping_refusals(current_actor().user_id), transaction() as session:
        call = service.get_call(session, call_id, for_update=True)
        control.demand_handling(current_actor(), call)
        if body["customer"] and call.customer_id is None:
            holds = _demand_naming(session, call, None)
            name = body["customer"]["display_name"]
            attribution.save_new_customer(session, call, name, actor_id=current_actor().id, is_remembered=holds)
        wrapup.save(
            session,
            call,
            agent_id=call.handler_id or call.agent_id,
            disposition=body["disposition"],
            notes=body["notes"],
            next_step=_plain_step(body["next_step"]),
        )
        return _shown(session, call)


@blp.post("/<call_id>/wrap-up/extend")
@require("calls.handle")
@blp.response(200, CallSchema)
def extend_wrap_up(call_id: str) -> Any:
    with transaction() as session:
        call = service.get_call(session, call_id, for_update=True)
        control.demand_handling(current_actor(), call)
        wrapup.extend(session, call)
        return _shown(session, call)


@blp.post("/<call_id>/customer")
@require("customers.edit")
@blp.arguments(WhoIn)
@blp.response(200, CallSchema)
def post_customer(body: dict[str, Any], call_id: str) -> Any:
    """Say who called: a known person, a new one, or none of those who match."""
    actor_id = current_actor().id
    with transaction() as session:
        call = service.get_call(session, call_id, for_update=True)
        control.demand_attributing(current_actor(), call)
        holds = _demand_naming(session, call, body["customer_id"])
        if body["display_name"]:
            attribution.save_new_customer(session, call, body["display_name"], actor_id=actor_id, is_remembered=holds)
        else:
            attribution.choose_customer(session, call, body["customer_id"], actor_id=actor_id, is_remembered=holds)
        return _shown(session, call)


@blp.post("/<call_id>/hang-up")
@require("calls.handle")
@blp.response(202, CallSchema)
def post_hang_up(call_id: str) -> Any:
    """End a live call at the carrier."""
    with transaction() as session:
        call = service.get_call(session, call_id, for_update=True)
        control.demand_handling(current_actor(), call)
        leg_id = control.leg_to_end(session, call)
        control.will_hang_up(call)
        shown = present_one(session, call)
    control.hang_up(call, leg_id)
    return shown


def _demand_naming(session: Session, call: Call, customer_id: str | None) -> bool:
    """Who talks with a caller may say which of those that share the number it is, also of another team's.

    Of a call that somebody placed or wrote down they may not: it needs no more than a number that they gave to a
    customer of their own. Nor is what they say of such a call remembered for a number that an outside customer has:
    whatever that customer said next would be on record with theirs. Returns whether it is remembered.
    """
    actor = current_actor()
    reach = reach_of(session, actor)
    if not reach:
        return True
    match = matching.find_match(session, "phone", call.party)
    if not attribution.was_taken_by(call, actor.user_id):
        demand_sight(session, actor, customer_id, match.customer_id)
        return not has_outside_holder(session, reach, call.party)
    if customer_id not in match.candidate_ids:
        demand_sight(session, actor, customer_id)
    return True


def _shown(session: Any, call: Any) -> dict[str, Any]:
    session.flush()
    return present_one(session, call)


def _user_id() -> str:
    user_id = current_actor().user_id
    if user_id is None:
        raise Forbidden("people_only", "Only a person has notes of their own.")
    return user_id


def _plain_step(step: dict[str, Any] | None) -> dict[str, Any] | None:
    """The next step as JSON keeps it."""
    if step is None:
        return None
    due = step["due_at"]
    return {**step, "due_at": due.isoformat() if due else None}
