"""What smooth weighted rotations owe whom: one row for each pool, which is a queue or a lead policy, by its id.

A row and not a column of the members: a turn changes everybody's credit, and deciders who lock many rows in
different orders would wait crosswise. Credits add up to nought and outlive restarts, so that nobody starts anew.
"""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.db import insert_once
from contactcenter.routing.models import RotationCredit

_OF_POOL = sa.select(RotationCredit).where(RotationCredit.pool == sa.bindparam("pool"))
_LOCKED = _OF_POOL.with_for_update().execution_options(populate_existing=True)


def lock(session: Session, pool: str) -> RotationCredit:
    """A pool's credits, locked until the transaction ends: of several deciders one turns it at a time."""
    insert_once(session, RotationCredit, {"pool": pool, "credits": {}}, key=["pool"])
    return session.scalars(_LOCKED, {"pool": pool}).one()


def owed(session: Session, pool: str) -> dict[str, int]:
    """By agent id; whoever never had a turn is not in it."""
    row = session.get(RotationCredit, pool)
    return dict(row.credits) if row is not None else {}


def keep(session: Session, pool: str, turned: Mapping[str, int]) -> None:
    """What these people are owed after a turn. Locks the pool unless it is."""
    row = lock(session, pool)
    row.credits = {**row.credits, **turned}


def share_out(session: Session, pool: str, agent_ids: Collection[str]) -> None:
    """The pool is these people from now on: what left with somebody is taken off who is owed most (or least)."""
    row = lock(session, pool)
    left: dict[str, Any] = {agent_id: row.credits.get(agent_id, 0) for agent_id in agent_ids}
    rest = sum(left.values())
    if rest:
        left[(max if rest > 0 else min)(left, key=lambda agent_id: left[agent_id])] -= rest
    row.credits = left


def forget(session: Session, pool: str) -> None:
    """There is no such pool any more."""
    session.execute(sa.delete(RotationCredit).where(RotationCredit.pool == pool))
