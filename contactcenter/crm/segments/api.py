"""Segments over HTTP: groups and lists, their members, their history."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch
from contactcenter.crm.masking.rules import mask_for
from contactcenter.crm.queries import user_names
from contactcenter.crm.search.sight import mask_for_search
from contactcenter.crm.segments import driving, filling, queries, service
from contactcenter.crm.segments.explaining import explain
from contactcenter.crm.segments.models import Segment
from contactcenter.crm.segments.present import present, present_catalogue, present_customer, present_one
from contactcenter.crm.segments.reaching import demand_sight_of_all
from contactcenter.crm.segments.schemas import (
    CustomerSegmentsSchema,
    LogPage,
    MemberPage,
    RuleCatalogueSchema,
    SegmentBatchSchema,
    SegmentChangeIn,
    SegmentCountIn,
    SegmentCountSchema,
    SegmentDaysArgs,
    SegmentDaysSchema,
    SegmentFilters,
    SegmentFollowIn,
    SegmentIn,
    SegmentMemberFilters,
    SegmentMembersIn,
    SegmentMembersOutIn,
    SegmentPage,
    SegmentSchema,
    SegmentUndoIn,
    SegmentWhySchema,
)
from contactcenter.crm.segments.sources import list_wanted
from contactcenter.crm.service import fold, get_customer

blp = Blueprint("segments", __name__, url_prefix="/api/v1", description="Groups of customers")


@blp.get("/segments")
@require("segments.read")
@blp.arguments(SegmentFilters, location="query")
@blp.response(200, SegmentPage)
def list_segments(filters: dict[str, Any]) -> Any:
    """Groups and lists, with their sizes of the last 30 days."""
    filters["q"] = fold(filters["q"]) if filters["q"] else None
    with read() as session:
        page = queries.list_segments(session, **filters)
        return {
            "items": present(session, page.items, reach_of(session, current_actor())),
            "next_cursor": page.next_cursor,
        }


@blp.post("/segments")
@require("segments.edit")
@blp.arguments(SegmentIn)
@blp.response(201, SegmentSchema)
def create_segment(body: dict[str, Any]) -> Any:
    """A group by rules, filled in the background (`refresh` tells how far it is), or a list."""
    actor = current_actor()
    with transaction() as session:
        demand_sight_of_all(session, actor, body["customer_ids"])
        hidden = mask_for(session, actor.role).sensitive
        segment = service.create_segment(session, **body, actor_id=actor.id, owner_id=actor.user_id, hidden=hidden)
        answer = _shown(session, segment)
    answer.status_code = 201
    return answer


@blp.get("/segments/catalogue")
@require("segments.read")
@blp.response(200, RuleCatalogueSchema)
def get_catalogue() -> Any:
    """What rules can be about: fields, purchases, lines, facts; and how each type is compared."""
    with read() as session:
        return present_catalogue(session)


@blp.post("/segments/count")
@require("segments.read")
@blp.arguments(SegmentCountIn)
@blp.response(200, SegmentCountSchema)
def count_rules(body: dict[str, Any]) -> Any:
    """How many would fit these rules, with five of them; where that takes over three seconds, `is_estimate`.

    Who sees only some customers counts those: `is_partial`. 403 `hidden_field` for rules about what is hidden from one.
    """
    actor = current_actor()
    with read() as session:
        hidden = mask_for(session, actor.role).sensitive
        reach = reach_of(session, actor)
        counted = queries.count_rules(session, body["rules"], me=actor.user_id, hidden=hidden, reach=reach)
        return {**vars(counted), "is_partial": bool(reach)}


@blp.get("/segments/<segment_id>")
@require("segments.read")
@blp.response(200, SegmentSchema)
def get_segment(segment_id: str) -> Any:
    """One segment; its ETag is the version to send back as If-Match."""
    with read() as session:
        return _shown(session, service.get_segment(session, segment_id))


@blp.patch("/segments/<segment_id>")
@require("segments.edit")
@blp.arguments(IfMatch, location="headers")
@blp.arguments(SegmentChangeIn)
@blp.response(200, SegmentSchema)
def update_segment(headers: dict[str, Any], body: dict[str, Any], segment_id: str) -> Any:
    """Change it; with If-Match, 412 `version_conflict` when somebody else was faster."""
    with transaction() as session:
        hidden = mask_for(session, current_actor().role).sensitive
        return _shown(session, service.update_segment(session, segment_id, body, **headers, hidden=hidden))


@blp.delete("/segments/<segment_id>")
@require("segments.edit")
@blp.response(204)
def archive_segment(segment_id: str) -> None:
    """Put it away; `POST …/restore` takes it out again."""
    with transaction() as session:
        service.archive_segment(session, segment_id)


@blp.post("/segments/<segment_id>/restore")
@require("segments.edit")
@blp.response(200, SegmentSchema)
def restore_segment(segment_id: str) -> Any:
    with transaction() as session:
        return _shown(session, service.restore_segment(session, segment_id))


@blp.post("/segments/<segment_id>/refresh")
@require("segments.edit")
@blp.response(202, SegmentSchema)
def refresh_segment(segment_id: str) -> Any:
    """Look at everybody again now."""
    with transaction() as session:
        return present_one(session, service.refresh_now(session, segment_id), reach_of(session, current_actor()))


@blp.get("/segments/<segment_id>/members")
@require("segments.read")
@blp.arguments(SegmentMemberFilters, location="query")
@blp.response(200, MemberPage)
def list_members(filters: dict[str, Any], segment_id: str) -> Any:
    """Who is in it, the last to enter first; `q` is part of a name."""
    filters["q"] = fold(filters["q"]) if filters["q"] else None
    with read() as session:
        segment = service.get_segment(session, segment_id)
        page = queries.list_members(session, segment.id, **filters, reach=reach_of(session, current_actor()))
        return {
            "items": [{**_person(customer), "entered_at": at} for at, customer in page.items],
            "next_cursor": page.next_cursor,
        }


@blp.post("/segments/<segment_id>/members")
@require("segments.edit")
@blp.arguments(SegmentMembersIn)
@blp.response(200, SegmentBatchSchema)
def add_members(body: dict[str, Any], segment_id: str) -> Any:
    """Put customers on a list: by id, from a search, from another segment, or from an import.

    More than 2,000 are added in the background: `pending` says how many, the segment's `refresh` how far it is.
    """
    actor = current_actor()
    mask = mask_for_search(actor, body.get("q"))
    with transaction() as session:
        demand_sight_of_all(session, actor, body.get("customer_ids", []))
        segment = service.get_segment(session, segment_id, for_update=True)
        before, wanted = segment.size, list_wanted(session, body, mask, reach_of(session, actor))
        if len(wanted) > filling.AT_A_TIME and segment.kind == "static":
            batch_id = filling.plan_filling(session, segment, body, len(wanted), actor.id)
            return {"batch_id": batch_id, "changed": 0, "size": before, "pending": len(wanted)}
        batch_id = service.add_members(session, segment_id, wanted, actor_id=actor.id)
        return _batch(session, segment_id, batch_id, before)


@blp.delete("/segments/<segment_id>/members")
@require("segments.edit")
@blp.arguments(SegmentMembersOutIn)
@blp.response(200, SegmentBatchSchema)
def remove_members(body: dict[str, Any], segment_id: str) -> Any:
    """Take customers off a list."""
    with transaction() as session:
        ids = body["customer_ids"]
        demand_sight_of_all(session, current_actor(), ids)
        before = service.get_segment(session, segment_id, for_update=True).size
        batch_id = service.remove_members(session, segment_id, ids, actor_id=current_actor().id)
        return _batch(session, segment_id, batch_id, before)


@blp.post("/segments/<segment_id>/undo")
@require("segments.edit")
@blp.arguments(SegmentUndoIn)
@blp.response(200, SegmentSchema)
def undo_batch(body: dict[str, Any], segment_id: str) -> Any:
    """Take back one adding or removing."""
    with transaction() as session:
        filling.refuse_filling(service.get_segment(session, segment_id, for_update=True))
        segment = service.undo_batch(session, segment_id, body["batch_id"], actor_id=current_actor().id)
        return _shown(session, segment)


@blp.get("/segments/<segment_id>/log")
@require("segments.read")
@blp.arguments(SegmentMemberFilters(exclude=("q",)), location="query")
@blp.response(200, LogPage)
def list_log(filters: dict[str, Any], segment_id: str) -> Any:
    """Who entered and who left, the latest first."""
    with read() as session:
        segment = service.get_segment(session, segment_id)
        page = queries.list_log(session, segment.id, **filters, reach=reach_of(session, current_actor()))
        names = user_names(session, {row.actor_id for row, _name in page.items})
        items = [_log_row(row, name, names) for row, name in page.items]
        return {"items": items, "next_cursor": page.next_cursor}


@blp.get("/segments/<segment_id>/days")
@require("segments.read")
@blp.arguments(SegmentDaysArgs, location="query")
@blp.response(200, SegmentDaysSchema)
def list_days(args: dict[str, Any], segment_id: str) -> Any:
    """Size, entries and exits day by day, oldest first; days are the company's own. None where `is_partial`."""
    with read() as session:
        segment = service.get_segment(session, segment_id)
        if reach_of(session, current_actor()):
            return {"items": []}
        return {"items": queries.list_days(session, [segment], args["days"])[segment.id]}


@blp.get("/segments/<segment_id>/why/<customer_id>")
@require("segments.read")
@blp.response(200, SegmentWhySchema)
def get_why(segment_id: str, customer_id: str) -> Any:
    """Which of the rules hold for a customer."""
    with read() as session:
        segment = service.get_segment(session, segment_id)
        customer = get_customer(session, customer_id)
        is_member = any(one.id == segment.id for _at, one in queries.list_of_customer(session, customer.id))
        rules = explain(session, segment, customer.id) if segment.kind == "rules" else None
        return {"rules": rules, "is_member": is_member}


@blp.get("/customers/<customer_id>/segments")
@require("segments.read")
@blp.response(200, CustomerSegmentsSchema)
def list_customer_segments(customer_id: str) -> Any:
    """The groups and lists a customer is in, and what the groups say of their status and class."""
    with read() as session:
        return present_customer(session, get_customer(session, customer_id))


@blp.post("/customers/<customer_id>/follow-rules")
@require("customers.edit")
@blp.arguments(SegmentFollowIn)
@blp.response(200, CustomerSegmentsSchema)
def follow_rules(body: dict[str, Any], customer_id: str) -> Any:
    """Give a field that somebody set by hand back to the groups."""
    with transaction() as session:
        return present_customer(session, driving.follow_rules(session, customer_id, body["field"]))


def _shown(session: Session, segment: Segment) -> Any:
    session.flush()
    session.refresh(segment)
    response = make_response(SegmentSchema().dump(present_one(session, segment, reach_of(session, current_actor()))))
    response.set_etag(str(segment.version))
    return response


def _person(customer: Any) -> dict[str, Any]:
    return {
        name: getattr(customer, name) for name in ("id", "display_name", "company", "province", "status", "segment")
    }


def _log_row(row: Any, display_name: str, names: dict[str, str]) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in ("id", "at", "is_entry", "cause", "customer_id", "actor_id")}
    return {**shown, "display_name": display_name, "actor_name": names.get(row.actor_id or "")}


def _batch(session: Session, segment_id: str, batch_id: str, before: int) -> dict[str, Any]:
    segment = service.get_segment(session, segment_id, for_update=True)
    return {"batch_id": batch_id, "changed": abs(segment.size - before), "size": segment.size}
