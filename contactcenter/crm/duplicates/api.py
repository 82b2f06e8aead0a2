"""Possible duplicates over HTTP: the queue, decisions, the warning before somebody is created."""

from typing import Any

import sqlalchemy as sa
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import guard_path
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.crm.duplicates import queries, service
from contactcenter.crm.duplicates.models import DuplicatePair
from contactcenter.crm.duplicates.schemas import (
    CandidatesSchema,
    CheckIn,
    DuplicateFilters,
    DuplicatePage,
    DuplicateSchema,
    PairsSchema,
    RuleSchema,
)
from contactcenter.crm.loading import get_customer

blp = Blueprint("duplicates", __name__, url_prefix="/api/v1", description="Possible duplicates")


def _sees_pair(session: Session, reach: Reach, pair_id: str) -> bool:
    is_outside = sa.select(DuplicatePair.id).where(DuplicatePair.id == pair_id, sa.not_(queries.both_within(reach)))
    return session.scalar(is_outside) is None


guard_path("/duplicates/<pair_id>", _sees_pair)


@blp.get("/duplicates")
@require("customers.merge")
@blp.arguments(DuplicateFilters, location="query")
@blp.response(200, DuplicatePage)
def list_duplicates(filters: dict[str, Any]) -> Any:
    """Pairs of customers who may be one person, the likeliest first."""
    with read() as session:
        page = queries.list_pairs(session, **filters, reach=reach_of(session, current_actor()))
        return {"items": page.items, "next_cursor": page.next_cursor}


@blp.post("/duplicates/<pair_id>/dismiss")
@require("customers.merge")
@blp.response(200, DuplicateSchema)
def dismiss_duplicate(pair_id: str) -> Any:
    """Not a duplicate: remembered, whatever they share from now on."""
    with transaction() as session:
        pair = service.dismiss(session, pair_id, actor_id=current_actor().id)
        return queries.present_pairs(session, [pair])[0]


@blp.delete("/duplicates/<pair_id>/dismiss")
@require("customers.merge")
@blp.response(200, DuplicateSchema)
def reopen_duplicate(pair_id: str) -> Any:
    """Take "not a duplicate" back."""
    with transaction() as session:
        return queries.present_pairs(session, [service.reopen(session, pair_id)])[0]


@blp.post("/customers/duplicate-check")
@require("customers.read")
@blp.arguments(CheckIn)
@blp.response(200, CandidatesSchema)
def check_duplicates(body: dict[str, Any]) -> Any:
    """Who somebody about to be created may already be, with why.

    Of another team's customers it tells only that one of them has that number or address.
    """
    with read() as session:
        found = service.check(session, **body, region=current().default_region)
        return {"items": queries.present_candidates(session, found, reach_of(session, current_actor()))}


@blp.get("/customers/<customer_id>/duplicates")
@require("customers.read")
@blp.response(200, PairsSchema)
def list_duplicates_of(customer_id: str) -> Any:
    """Who else may be this customer."""
    with read() as session:
        reach = reach_of(session, current_actor())
        return {"items": queries.list_pairs_of(session, get_customer(session, customer_id).id, reach)}


@blp.get("/duplicates/rule")
@require("customers.merge")
@blp.response(200, RuleSchema)
def get_rule() -> Any:
    with read() as session:
        return {"merges_verified": service.merges_verified(session)}


@blp.put("/duplicates/rule")
@require("customers.audit")
@blp.arguments(RuleSchema)
@blp.response(200, RuleSchema)
def set_rule(body: dict[str, Any]) -> Any:
    """Switch the merging of verified identities on or off; what it merges can be un-merged."""
    with transaction() as session:
        rule = service.set_rule(session, is_on=body["merges_verified"], actor_id=current_actor().id)
        return {"merges_verified": rule.merges_verified}
