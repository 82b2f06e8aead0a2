"""Merging over HTTP: look, merge, list, un-merge."""

from typing import Any

import sqlalchemy as sa
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import guard_path
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Invalid
from contactcenter.core.events import finish
from contactcenter.crm.loading import get_customer
from contactcenter.crm.merging import moving, queries, service, values
from contactcenter.crm.merging.models import Merge
from contactcenter.crm.merging.schemas import (
    MergedSchema,
    MergeFilters,
    MergeIn,
    MergePage,
    PreviewArgs,
    PreviewSchema,
    UnmergedSchema,
    UnmergeIn,
    UnmergePreviewSchema,
)
from contactcenter.crm.merging.tree import list_members
from contactcenter.crm.owners import guarding_owner
from contactcenter.crm.present import present, present_one
from contactcenter.crm.reach import demand_sight, sees

blp = Blueprint("merging", __name__, url_prefix="/api/v1/customers", description="Merging customers")


def _sees_merge(session: Session, reach: Reach, merge_id: str) -> bool:
    """Everybody it joined, and whoever stands for them today."""
    made = session.get(Merge, merge_id)
    if made is None:
        return True
    is_within = session.scalar(sa.select(Merge.id).where(Merge.id == merge_id, queries.all_within(reach)))
    return is_within is not None and sees(session, reach, made.survivor_id)


guard_path("/merges/<merge_id>", _sees_merge)


@blp.get("/<customer_id>/merge")
@require("customers.merge")
@blp.arguments(PreviewArgs, location="query")
@blp.response(200, PreviewSchema)
def preview_merge(args: dict[str, Any], customer_id: str) -> Any:
    """What merging would do: both records, which value each field would have, how much would move."""
    others = [one.strip() for one in args["with_"].split(",") if one.strip()]
    with read() as session:
        demand_sight(session, current_actor(), *others[: service.MOST_AT_ONCE])
        people = [get_customer(session, one) for one in (customer_id, *others[: service.MOST_AT_ONCE])]
        if len({one.id for one in people}) != len(people):
            raise Invalid("same_customer", "A customer cannot be merged with themselves.", customer_id=people[0].id)
        changes = values.choose_changes(session, people[0], people[1:], {})
        chosen = {**values.snapshot(session, people[0]), **values.as_json_changes(changes)}
        counts = moving.count_rows(session, [one.id for one in people])
        return {"customers": present(session, people), "chosen": chosen, "counts": counts}


@blp.post("/<customer_id>/merge")
@require("customers.merge")
@blp.arguments(MergeIn)
@blp.response(201, MergedSchema)
def merge_customers(body: dict[str, Any], customer_id: str) -> Any:
    """Merge others into this customer; 409 `already_merged` says into whom.

    403 `not_your_customer` for an agent who would own what was a colleague's.
    """
    actor = current_actor()
    with transaction() as session:
        demand_sight(session, actor, *body["with_"])
        with guarding_owner(session, customer_id, actor, others=body["with_"]):
            made = service.merge(session, customer_id, body["with_"], body["choose"], actor_id=actor.id)
        finish(session)  # the figures that the answer tells are made at the end
        return {"merge_id": made.id, "customer": present_one(session, get_customer(session, made.survivor_id))}


@blp.get("/<customer_id>/merges")
@require("customers.read")
@blp.arguments(MergeFilters, location="query")
@blp.response(200, MergePage)
def list_merges_of(filters: dict[str, Any], customer_id: str) -> Any:
    """Merges this customer survived, or was taken in by, newest first. The id is the record's own."""
    with read() as session:
        get_customer(session, customer_id)
        reach = reach_of(session, current_actor())
        return _page(queries.list_merges(session, customer_id=customer_id, **filters, reach=reach))


@blp.get("/merges")
@require("customers.merge")
@blp.arguments(MergeFilters, location="query")
@blp.response(200, MergePage)
def list_merges(filters: dict[str, Any]) -> Any:
    """All merges, newest first."""
    with read() as session:
        return _page(queries.list_merges(session, **filters, reach=reach_of(session, current_actor())))


@blp.get("/merges/<merge_id>")
@require("customers.merge")
@blp.response(200, UnmergePreviewSchema)
def preview_unmerge(merge_id: str) -> Any:
    """A merge, what would go back to whom, and the fields somebody changed since."""
    with read() as session:
        return queries.preview_unmerge(session, service.get_merge(session, merge_id))


@blp.delete("/merges/<merge_id>")
@require("customers.merge")
@blp.arguments(UnmergeIn)
@blp.response(200, UnmergedSchema)
def unmerge_customers(body: dict[str, Any], merge_id: str) -> Any:
    """Un-merge: every record as it was, with its own history; 409 `already_unmerged`."""
    with transaction() as session:
        undone = service.unmerge(session, merge_id, body["choose"], actor_id=current_actor().id)
        finish(session)
        restored = [get_customer(session, one) for one in list_members(session, [merge_id])]
        survivor = get_customer(session, undone.survivor_id)
        shown = present(session, [survivor, *restored])
        return {"merge_id": undone.id, "customer": shown[0], "restored": shown[1:]}


def _page(found: Any) -> dict[str, Any]:
    return {"items": found.items, "next_cursor": found.next_cursor}
