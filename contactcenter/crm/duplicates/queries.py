"""Named reads of the queue."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from contactcenter.core.paging import Page, page
from contactcenter.crm.duplicates.evidence import Verdict
from contactcenter.crm.duplicates.models import DuplicatePair
from contactcenter.crm.models import Customer
from contactcenter.crm.present import present


def list_pairs(session: Session, *, limit: int, cursor: str | None, is_dismissed: bool = False) -> Page:
    """Pairs, the likeliest first, each with both customers."""
    found = page(session, _open(is_dismissed), (DuplicatePair.score, DuplicatePair.id), limit=limit, cursor=cursor)
    return Page(present_pairs(session, found.items), found.next_cursor)


def list_pairs_of(session: Session, customer_id: str) -> list[dict[str, Any]]:
    """The pairs of one customer that nobody has decided on, the likeliest first."""
    mine = sa.or_(DuplicatePair.first_id == customer_id, DuplicatePair.second_id == customer_id)
    rows = session.scalars(_open(is_dismissed=False).where(mine).order_by(DuplicatePair.score.desc()).limit(10))
    return present_pairs(session, list(rows))


def count_open(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(_open(is_dismissed=False).subquery())) or 0


def present_pairs(session: Session, pairs: list[DuplicatePair]) -> list[dict[str, Any]]:
    people = present_people(session, {one for pair in pairs for one in (pair.first_id, pair.second_id)})
    return [
        {
            "id": pair.id,
            "score": pair.score,
            "reasons": pair.reasons,
            "is_dismissed": pair.is_dismissed,
            "found_at": pair.found_at,
            "customers": [people[one] for one in (pair.first_id, pair.second_id)],
        }
        for pair in pairs
    ]


def present_candidates(session: Session, found: list[tuple[str, Verdict]]) -> list[dict[str, Any]]:
    people = present_people(session, {customer_id for customer_id, _ in found})
    return [
        {"customer": people[customer_id], "score": verdict.score, "reasons": list(verdict.reasons)}
        for customer_id, verdict in found
    ]


def present_people(session: Session, customer_ids: set[str]) -> dict[str, dict[str, Any]]:
    wanted = sa.select(Customer).where(Customer.id.in_(customer_ids)).options(selectinload(Customer.identities))
    return {one["id"]: one for one in present(session, list(session.scalars(wanted)))}


def _open(is_dismissed: bool) -> sa.Select[Any]:
    """Pairs of people who both stand for themselves: the next comparison removes the others."""
    first, second = aliased(Customer), aliased(Customer)
    return (
        sa.select(DuplicatePair)
        .join(first, first.id == DuplicatePair.first_id)
        .join(second, second.id == DuplicatePair.second_id)
        .where(DuplicatePair.is_dismissed.is_(is_dismissed))
        .where(first.merged_into_id.is_(None), second.merged_into_id.is_(None))
    )
