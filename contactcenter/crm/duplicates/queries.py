"""Named reads of the queue."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.paging import Page, page
from contactcenter.crm.duplicates.evidence import OF_LINES, Verdict
from contactcenter.crm.duplicates.models import DuplicatePair
from contactcenter.crm.models import Customer
from contactcenter.crm.present import present
from contactcenter.crm.reach import concerns, list_within, within

MOST_CANDIDATES = 10

Shown = dict[str, Any]


def list_pairs(
    session: Session, *, limit: int, cursor: str | None, is_dismissed: bool = False, reach: Reach = EVERYTHING
) -> Page:
    """Pairs, the likeliest first, each with both customers; both are within reach."""
    statement = _open(is_dismissed)
    if reach:
        both = (DuplicatePair.first_id, DuplicatePair.second_id)
        statement = statement.where(*(list_within(session, reach, one) for one in both))
    found = page(session, statement, (DuplicatePair.score, DuplicatePair.id), limit=limit, cursor=cursor)
    return Page(present_pairs(session, found.items), found.next_cursor)


def both_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether somebody sees the two of a pair."""
    return sa.and_(concerns(reach, DuplicatePair.first_id), concerns(reach, DuplicatePair.second_id))


def list_pairs_of(session: Session, customer_id: str, reach: Reach = EVERYTHING) -> list[Shown]:
    """The pairs of one customer that nobody has decided on, the likeliest first.

    With somebody out of reach: that a line is the same, and neither who nor what else is alike.
    """
    mine = sa.or_(DuplicatePair.first_id == customer_id, DuplicatePair.second_id == customer_id)
    rows = session.scalars(_open(is_dismissed=False).where(mine).order_by(DuplicatePair.score.desc()).limit(10))
    return [one for pair in present_pairs(session, list(rows), reach) if (one := _without_names(pair))]


def count_open(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(_open(is_dismissed=False).subquery())) or 0


def present_pairs(session: Session, pairs: list[DuplicatePair], reach: Reach = EVERYTHING) -> list[Shown]:
    people = present_people(session, {one for pair in pairs for one in (pair.first_id, pair.second_id)}, reach)
    return [
        {
            "id": pair.id,
            "score": pair.score,
            "reasons": pair.reasons,
            "is_dismissed": pair.is_dismissed,
            "found_at": pair.found_at,
            "customers": [people[one] for one in (pair.first_id, pair.second_id) if one in people],
        }
        for pair in pairs
    ]


def present_candidates(session: Session, found: list[tuple[str, Verdict]], reach: Reach = EVERYTHING) -> list[Shown]:
    """At most ten; of those out of reach only that a line is theirs."""
    found = found if reach else found[:MOST_CANDIDATES]
    people = present_people(session, {customer_id for customer_id, _ in found}, reach)
    shown = []
    for customer_id, verdict in found:
        told: Shown = {"score": verdict.score, "reasons": list(verdict.reasons)}
        customer = people.get(customer_id)
        shown.append(told | {"customer": customer, "is_outside": False} if customer else _of_lines(told))
    return [one for one in shown if one["reasons"]][:MOST_CANDIDATES]


def _without_names(pair: Shown) -> Shown | None:
    if len(pair["customers"]) == 2:
        return pair
    told = _of_lines(pair)
    return told if told["reasons"] else None


def _of_lines(told: Shown) -> Shown:
    """What may be said of somebody out of reach: names and birthdays would give away who they are."""
    reasons = [reason for reason in told["reasons"] if reason["code"] in OF_LINES]
    score = min(told["score"], sum(reason["points"] for reason in reasons))
    return {**told, "reasons": reasons, "score": max(0, score), "is_outside": True}


def present_people(session: Session, customer_ids: set[str], reach: Reach = EVERYTHING) -> dict[str, Shown]:
    wanted = sa.select(Customer).where(Customer.id.in_(customer_ids)).options(selectinload(Customer.identities))
    if reach:
        wanted = wanted.where(within(reach))
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
