"""Tying what the carrier named to the call that we placed, whichever of its answer and its webhooks comes first."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.calls.outbound.models import Placement
from contactcenter.core.clock import now

STAND_IN = "placing:"
"""Begins the provider's id of a call that the provider has not named yet."""
OPEN = ("wanted", "asked", "unknown")


def bind(session: Session, provider: str, placement_id: str, provider_call_id: str) -> Call | None:
    """The placed call, locked, told by that id from now on; None when the placement is not ours or has another call."""
    placement = session.get(Placement, placement_id)
    if placement is None or placement.provider != provider:
        return None
    locked = sa.select(Call).where(Call.id == placement.call_id).with_for_update()
    call = session.scalars(locked.execution_options(populate_existing=True)).one()
    session.refresh(placement, with_for_update=True)
    if call.provider_call_id.startswith(STAND_IN):
        call.provider_call_id = provider_call_id
        call.version += 1
        if placement.state in OPEN:
            placement.state, placement.resolved_at, placement.error = "placed", now(), None
        session.flush()
    return call if call.provider_call_id == provider_call_id else None
