"""Who is known not to be the same person: remembered per pair of records, and read through merges."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.crm.duplicates.models import DistinctPair
from contactcenter.crm.models import Customer


def keep_apart(session: Session, one: str, other: str, actor_id: str | None) -> None:
    first, second = sorted((one, other))
    values = {"first_id": first, "second_id": second, "decided_by": actor_id, "decided_at": now()}
    insert_once(session, DistinctPair, values, key=["first_id", "second_id"])


def forget_apart(session: Session, one: str, other: str) -> None:
    """Nobody said so after all, of these two or of anybody merged into them."""
    mine, theirs = _cluster(session, one), _cluster(session, other)
    session.execute(
        sa.delete(DistinctPair).where(
            sa.or_(
                sa.and_(DistinctPair.first_id.in_(mine), DistinctPair.second_id.in_(theirs)),
                sa.and_(DistinctPair.first_id.in_(theirs), DistinctPair.second_id.in_(mine)),
            )
        )
    )


def list_apart(session: Session, customer_id: str) -> set[str]:
    """Those known not to be this person, by who stands for them now."""
    mine = _cluster(session, customer_id)
    rows = session.execute(
        sa.select(DistinctPair.first_id, DistinctPair.second_id).where(
            sa.or_(DistinctPair.first_id.in_(mine), DistinctPair.second_id.in_(mine))
        )
    ).all()
    others = {one for row in rows for one in row if one not in mine}
    return {_standing(session, one) for one in others}


def _cluster(session: Session, customer_id: str) -> set[str]:
    """The record and all that were merged into it."""
    found, edge = {customer_id}, {customer_id}
    while edge:
        edge = _merged_into(session, edge) - found
        found |= edge
    return found


def _merged_into(session: Session, ids: Iterable[str]) -> set[str]:
    return set(session.scalars(sa.select(Customer.id).where(Customer.merged_into_id.in_(ids))))


def _standing(session: Session, customer_id: str) -> str:
    into = session.scalar(sa.select(Customer.merged_into_id).where(Customer.id == customer_id))
    return _standing(session, into) if into else customer_id
