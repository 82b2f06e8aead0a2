"""What came since a merge goes with the line it came by: a call from a number that returns to its owner is theirs."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.db import Base
from contactcenter.crm.merging.models import Merge, MergeMove
from contactcenter.crm.merging.references import Reference, list_references
from contactcenter.crm.merging.returning import hand_over
from contactcenter.crm.merging.tree import Step, merges_below
from contactcenter.crm.models import Identity

_MOMENTS = ("created_at", "started_at", "occurred_at", "entered_at")


def follow_lines(session: Session, merge: Merge, other_id: str, root_id: str, above: Sequence[Step]) -> None:
    """Give `other_id` what `root_id` got since the merge through a line that is now theirs alone."""
    higher = [step.merge_id for step in above]
    siblings = [merge_id for merge_id in merges_below(session, root_id) if merge_id not in higher]
    for reference in list_references():
        moment = next((reference.table.c[name] for name in _MOMENTS if name in reference.table.c), None)
        if "party" in reference.table.c and moment is not None:
            rows = sa.and_(
                reference.column == root_id,
                reference.table.c.party.in_(_own_lines(other_id, root_id)),
                moment > merge.created_at,
                ~reference.has_key(_noted(reference, siblings)),
            )
            hand_over(session, reference, rows, other_id, struck_from=higher)
    for reference in list_references():
        of_call = _of_their_calls(reference, other_id)
        if of_call is not None:
            rows = sa.and_(reference.column == root_id, of_call)
            hand_over(session, reference, rows, other_id, struck_from=higher)


def _own_lines(other_id: str, root_id: str) -> Any:
    """Values that find the one and not the other."""
    theirs = sa.orm.aliased(Identity)
    shared = sa.exists().where(
        theirs.customer_id == root_id, theirs.channel == Identity.channel, theirs.value == Identity.value
    )
    return sa.select(Identity.value).where(Identity.customer_id == other_id, Identity.status != "former", ~shared)


def _noted(reference: Reference, merge_ids: Sequence[str]) -> Any:
    """Rows that another merge brought: they are somebody else's."""
    return sa.select(MergeMove.row_key).where(MergeMove.merge_id.in_(merge_ids)).filter_by(**reference.names)


def _of_their_calls(reference: Reference, other_id: str) -> Any:
    """Rows that belong to a call of theirs (ratings, waiting work); None for tables that know no call."""
    table, calls = reference.table, Base.metadata.tables["calls"]
    if table is calls:
        return None
    theirs = sa.select(calls.c.id).where(calls.c.customer_id == other_id)
    for column in table.columns:
        if any(key.column.table is calls for key in column.foreign_keys):
            return column.in_(theirs)
    if "kind" in table.c and "ref_id" in table.c:
        return sa.and_(table.c.kind == "call", table.c.ref_id.in_(theirs))
    return None
