"""Somebody's wrap-up ended by a supervisor: as if its time were up, so that nothing they typed is lost."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls import service as calls
from contactcenter.calls import wrapup
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, NotFound
from contactcenter.routing.floor import acts

LOOKED_BACK = timedelta(days=2)
"""Longer than any call with its wrap-up; bounds what is looked through."""


def end_wrap_up(session: Session, agent_id: str, actor_id: str) -> Call:
    """Whoever writes up is free for the next. The outcome may be added later, as after a timer that ran out.

    Raises NotFound, and Conflict `no_wrap_up`.
    """
    if session.get(User, agent_id) is None:
        raise NotFound("agent_not_found", "There is no such agent.")
    running = sa.select(Call.id).where(
        Call.started_at > now() - LOOKED_BACK,
        sa.func.coalesce(Call.handler_id, Call.agent_id) == agent_id,
        Call.wrap_up_started_at.is_not(None),
        Call.wrap_up_ended_at.is_(None),
    )
    found = session.scalars(running.order_by(Call.wrap_up_started_at).limit(1)).first()
    call = calls.get_call(session, found, for_update=True) if found else None
    if call is None or call.wrap_up_ended_at is not None:
        raise Conflict("no_wrap_up_running", "Nothing is being written up there.")
    wrapup.finish(session, call, agent_id=agent_id, is_auto_closed=True)
    acts.keep(session, actor_id, "end_wrap_up", queue_id=call.queue_id, agent_id=agent_id, detail={"call_id": call.id})
    return call
