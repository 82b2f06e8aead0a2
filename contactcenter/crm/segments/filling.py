"""Put very many customers on a list: in the background, a few at a time, with progress in `refresh_*`.

All of them are one batch, so that they can be taken off again together. A killed job begins anew and
passes over who is on the list already.
"""

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import reach_of_author
from contactcenter.core import jobs
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict
from contactcenter.core.ids import new_id
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.models import Segment
from contactcenter.crm.segments.service import enter, get_segment
from contactcenter.crm.segments.sources import list_wanted

JOB = "fill_segment"
AT_A_TIME = 2_000
"""More than so many are added by a job."""
_A_TRANSACTION = 100
_PAUSE_SECONDS = 0.005
_FILLING = ("waiting", "running")


def plan_filling(session: Session, segment: Segment, source: dict[str, Any], count: int, actor_id: str | None) -> str:
    """Queue it; the batch, by which it can be undone. Raises Conflict `still_filling` while another is going on."""
    refuse_filling(segment)
    batch_id = new_id("bat")
    segment.refresh_state, segment.refresh_done, segment.refresh_total = "waiting", 0, count
    jobs.enqueue(session, JOB, segment.id, batch_id, source, actor_id, key=f"fill-{batch_id}")
    return batch_id


def refuse_filling(segment: Segment) -> None:
    """Raises Conflict while a job adds customers: what it has yet to add could not be undone."""
    if segment.kind == "static" and segment.refresh_state in _FILLING:
        raise Conflict("still_filling", "Customers are still being added to this list; wait until that is done.")


def fill(segment_id: str, batch_id: str, source: dict[str, Any], actor_id: str | None) -> None:
    """Idempotent."""
    with read() as session:
        wanted = list_wanted(session, source, reach=reach_of_author(session, actor_id))
    for start in range(0, len(wanted), _A_TRANSACTION):
        some = wanted[start : start + _A_TRANSACTION]
        with transaction() as session:
            segment = get_segment(session, segment_id, for_update=True)
            if segment.archived_at is not None or segment.refresh_state not in _FILLING:
                break
            standing = sa.select(Customer.id).where(Customer.id.in_(some), Customer.merged_into_id.is_(None))
            enter(session, segment, set(session.scalars(standing)), batch_id, actor_id)
            segment.refresh_state, segment.refresh_done = "running", start + len(some)
        time.sleep(_PAUSE_SECONDS)
    with transaction() as session:
        get_segment(session, segment_id, for_update=True).refresh_state = "fresh"
