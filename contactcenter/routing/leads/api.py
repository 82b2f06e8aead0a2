"""Leads over HTTP."""

from datetime import timedelta
from typing import Any

from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, own_user_id, require
from contactcenter.agents.teams.paths import admit
from contactcenter.agents.teams.reach import demand_colleagues, reach_of
from contactcenter.calls.outbound.attempts import attempts_with
from contactcenter.calls.outbound.schemas import CallAttemptsSchema
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.schemas import PageArgs
from contactcenter.core.versions import IfMatch
from contactcenter.crm.list_filters import settle_filters
from contactcenter.crm.reach import demand_sight, demand_sight_of_line, has_outside_holder
from contactcenter.routing.leads import (
    converting,
    figures,
    handover,
    history,
    queries,
    rebalancing,
    schemas,
    service,
    taking,
)
from contactcenter.routing.leads.attempts import NEVER
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.people import Person, find_or_save
from contactcenter.routing.leads.present import present, present_one

blp = Blueprint("leads", __name__, url_prefix="/api/v1/leads", description="Who may buy what, and who has them")


@blp.get("")
@require("leads.read")
@blp.arguments(schemas.LeadFilters, location="query")
@blp.response(200, schemas.LeadPage)
def list_leads(filters: dict[str, Any]) -> Any:
    """Leads, the newest first."""
    with read() as session:
        reach = reach_of(session, current_actor())
        found = queries.list_leads(session, settle_filters(session, filters, mine="owner"), reach)
        return {"items": present(session, found.items, reach), "next_cursor": found.next_cursor}


@blp.post("")
@require("leads.edit")
@blp.arguments(schemas.LeadIn)
@blp.response(201, schemas.LeadSchema)
def create_lead(body: dict[str, Any]) -> Any:
    """Open a lead. It is given to somebody at once when anybody may have it; see `owner_id` and `decision`."""
    actor = current_actor()
    if body.get("owner_id") not in (None, actor.user_id):
        service.demand_giving(actor)
    external = body.pop("external_id", None)
    origin = f"{body['source']}:{external}" if external else None
    with transaction() as session:
        demand_colleagues(session, actor, body.get("owner_id"))
        person = _person_within_reach(session, body) if actor.is_limited else None
        lead_id = service.open_lead(session, body, actor_id=actor.id, person=person, origin=origin).id
        admit(session, actor, "/leads/<lead_id>", {"lead_id": lead_id})  # of that origin there may be one already
    with read() as session:  # it was distributed after the commit
        return _tagged(session, service.get_lead(session, lead_id), 201)


@blp.get("/board")
@require("leads.read")
@blp.arguments(schemas.LeadFilters, location="query")
@blp.response(200, schemas.LeadBoardSchema)
def read_board(filters: dict[str, Any]) -> Any:
    """Every stage with its newest leads, and how many and how much stands there."""
    with read() as session:
        reach = reach_of(session, current_actor())
        columns = queries.read_board(session, settle_filters(session, filters, mine="owner"), reach)
        return {"columns": [{**column, "leads": present(session, column["leads"], reach)} for column in columns]}


@blp.get("/figures")
@require("leads.read")
@blp.arguments(schemas.LeadPeriodArgs, location="query")
@blp.response(200, schemas.LeadFiguresSchema)
def read_figures(args: dict[str, Any]) -> Any:
    """Speed to lead, outcomes and everybody's share; of the last 30 days unless said otherwise."""
    end = args["to"] or now()
    with read() as session:
        shown = figures.read_figures(session, args["from_"] or end - timedelta(days=30), end)
        reach = reach_of(session, current_actor())
        return {**shown, "shares": [share for share in shown["shares"] if reach.covers(share["agent_id"])]}


@blp.post("/handovers/preview")
@require("leads.assign")
@blp.arguments(schemas.LeadHandoverPreviewIn)
@blp.response(200, schemas.LeadHandoverPreviewSchema)
def preview_handover(body: dict[str, Any]) -> Any:
    """Who would get what of somebody's open work. Nothing changes."""
    with read() as session:
        demand_colleagues(session, current_actor(), body["from_agent_id"], *body["to"])
        moves = handover.preview(session, body["from_agent_id"], body["to"], with_tasks=body["with_tasks"])
        return {"moves": history.describe_moves(session, moves, reach_of(session, current_actor()))}


@blp.get("/handovers")
@require("leads.assign")
@blp.response(200, schemas.LeadHandoverListSchema)
def list_handovers() -> Any:
    """The last handovers, the newest first."""
    with read() as session:
        rows = handover.list_handovers(session, reach_of(session, current_actor()))
        return {"items": history.describe_handovers(session, rows), "next_cursor": None}


@blp.post("/handovers")
@require("leads.assign")
@blp.arguments(schemas.LeadHandoverIn)
@blp.response(201, schemas.LeadHandoverSchema)
def hand_over(body: dict[str, Any]) -> Any:
    """Give somebody's open work to others, as previewed. What changed hands meanwhile stays."""
    with transaction() as session:
        demand_colleagues(session, current_actor(), body["from_agent_id"], *(move["to"] for move in body["moves"]))
        row = handover.hand_over(session, body["from_agent_id"], body["moves"], actor_id=current_actor().id)
        return history.describe_handovers(session, [row])[0]


@blp.delete("/handovers/<handover_id>")
@require("leads.assign")
@blp.response(200, schemas.LeadHandoverSchema)
def undo_handover(handover_id: str) -> Any:
    """Give back what is still with whom it went to."""
    with transaction() as session:
        row = handover.undo(session, handover_id, actor_id=current_actor().id)
        return history.describe_handovers(session, [row])[0]


@blp.post("/rebalancings/preview")
@require("leads.assign")
@blp.arguments(schemas.LeadRebalancingPreviewIn)
@blp.response(200, schemas.LeadRebalancingPreviewSchema)
def preview_rebalancing(body: dict[str, Any]) -> Any:
    """Which untouched leads would go from full desks to emptier ones of a policy's pool. Nothing changes."""
    with read() as session:
        reach = reach_of(session, current_actor())
        moves = [
            move
            for move in rebalancing.preview(session, body["policy_id"])
            if reach.covers(move["from"]) and reach.covers(move["to"])
        ]
        return {"moves": history.describe_moves(session, moves, reach)}


@blp.post("/rebalancings")
@require("leads.assign")
@blp.arguments(schemas.LeadRebalancingIn)
@blp.response(201, schemas.LeadHandoverListSchema)
def rebalance(body: dict[str, Any]) -> Any:
    """Even out as previewed: a handover for each giver. What was begun meanwhile stays where it is."""
    with transaction() as session:
        people = [move[end] for move in body["moves"] for end in ("from", "to")]
        demand_colleagues(session, current_actor(), *people)
        rows = rebalancing.rebalance(session, body["moves"], actor_id=current_actor().id)
        return {"items": history.describe_handovers(session, rows), "next_cursor": None}


@blp.get("/<lead_id>")
@require("leads.read")
@blp.response(200, schemas.LeadSchema)
def get_lead(lead_id: str) -> Any:
    """A lead with the whole decision: who was considered, who was skipped and why."""
    with read() as session:
        return _tagged(session, service.get_lead(session, lead_id))


@blp.patch("/<lead_id>")
@require("leads.edit")
@blp.arguments(schemas.LeadChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.LeadSchema)
def change_lead(body: dict[str, Any], match: dict[str, Any], lead_id: str) -> Any:
    """Change it, move it (`stage`), give it to somebody (`owner_id`) or back to distribution (`null`)."""
    with transaction() as session:
        demand_colleagues(session, current_actor(), body.get("owner_id"))
        service.change_lead(session, lead_id, body, version=match["version"], actor=current_actor())
    return _shown(lead_id)


@blp.post("/<lead_id>/acknowledgement")
@require("leads.take")
@blp.response(200, schemas.LeadSchema)
def acknowledge(lead_id: str) -> Any:
    """ "I have seen it". Repeating changes nothing."""
    with transaction() as session:
        taking.acknowledge(session, lead_id, own_user_id())
    return _shown(lead_id)


@blp.post("/<lead_id>/decline")
@require("leads.take")
@blp.arguments(schemas.LeadDeclineIn)
@blp.response(200, schemas.LeadSchema)
def decline(body: dict[str, Any], lead_id: str) -> Any:
    """Give it back: somebody else gets it."""
    with transaction() as session:
        taking.decline(session, lead_id, own_user_id(), body["reason"])
    return _shown(lead_id)


@blp.post("/<lead_id>/taking")
@require("leads.take")
@blp.response(200, schemas.LeadSchema)
def take(lead_id: str) -> Any:
    """Take a floating or waiting lead; 409 `lead_gone` for whoever comes second."""
    with transaction() as session:
        taking.take(session, lead_id, current_actor())
    return _shown(lead_id)


@blp.post("/<lead_id>/customer")
@require("leads.edit")
@blp.arguments(schemas.LeadPersonIn)
@blp.response(200, schemas.LeadSchema)
def settle_person(body: dict[str, Any], lead_id: str) -> Any:
    """Say whose lead it is, where several share the number or nobody is known."""
    actor = current_actor()
    with transaction() as session:
        lead = service.get_lead(session, lead_id, for_update=True)
        service.demand_changing(lead, actor)
        demand_sight(session, actor, body["customer_id"])  # also of a candidate: the number may be anybody's word
        holds = not has_outside_holder(session, reach_of(session, actor), lead.party)
        service.settle_person(session, lead, body["customer_id"], actor_id=actor.id, is_remembered=holds)
    return _shown(lead_id)


@blp.post("/<lead_id>/conversion")
@require("leads.edit")
@blp.arguments(schemas.LeadConversionIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.LeadSchema)
def convert(body: dict[str, Any], match: dict[str, Any], lead_id: str) -> Any:
    """Win it, with an order or without. The customer is a current one then."""
    with transaction() as session:
        converting.convert(session, lead_id, body, version=match["version"], actor=current_actor())
    return _shown(lead_id)


@blp.get("/<lead_id>/history")
@require("leads.read")
@blp.arguments(PageArgs, location="query")
@blp.response(200, schemas.LeadEventPage)
def list_history(args: dict[str, Any], lead_id: str) -> Any:
    """What was done with it, the newest first. Hidden of a floating lead where the company says so."""
    with read() as session:
        lead = service.get_lead(session, lead_id)
        if history.is_hidden(session, lead, current_actor()):
            return {"items": [], "next_cursor": None}
        found = queries.list_events(session, lead.id, args["limit"], args["cursor"])
        return {"items": history.describe(session, found.items), "next_cursor": found.next_cursor}


@blp.get("/<lead_id>/attempts")
@require("leads.read")
@blp.response(200, CallAttemptsSchema)
def get_attempts(lead_id: str) -> Any:
    """Every call with whoever it is, before the lead too, and the hour at which they answer. Hidden as the history."""
    with read() as session:
        lead = service.get_lead(session, lead_id)
        is_hidden = history.is_hidden(session, lead, current_actor())
        return attempts_with(session, None if is_hidden else lead.customer_id, None if is_hidden else lead.party)


@blp.get("/<lead_id>/assignments")
@require("leads.read")
@blp.response(200, schemas.LeadAssignmentListSchema)
def list_assignments(lead_id: str) -> Any:
    """Everybody who had it, the last first, each with the decision behind it."""
    with read() as session:
        lead = service.get_lead(session, lead_id)
        rows = [] if history.is_hidden(session, lead, current_actor()) else queries.list_assignments(session, lead.id)
        return {"items": history.describe_assignments(session, rows), "next_cursor": None}


def _person_within_reach(session: Session, body: dict[str, Any]) -> Person:
    """Before the lead is theirs: it would let them see whose number they typed. Raises Forbidden (outside_reach)."""
    actor = current_actor()
    person = find_or_save(session, body["customer"], source=body["source"])
    demand_sight(session, actor, person.customer_id)
    for channel, value in person.lines:
        demand_sight_of_line(session, actor, channel, value)
    return person


def _shown(lead_id: str) -> Any:
    """As it is after the commit, and after the distribution that the commit may have caused."""
    with read() as session:
        return _tagged(session, service.get_lead(session, lead_id))


def _tagged(session: Session, lead: Lead, status: int = 200) -> Any:
    row = present_one(session, lead, reach_of(session, current_actor()))
    if history.is_hidden(session, lead, current_actor()):
        row["decision"], row["note"], row["attempts"] = {}, "", NEVER
    response = make_response(schemas.LeadSchema().dump(row), status)
    response.set_etag(str(lead.version))
    return response
