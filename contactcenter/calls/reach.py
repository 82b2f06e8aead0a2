"""Which calls somebody with a limited reach sees, and whom their part in a call lets them see.

A call is seen when its customer is within reach, when a colleague has or had it, when one was in it or is offered it,
and when it is nobody's: neither a customer's nor an agent's, nor from a number that only other teams' customers share.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.paths import guard_path, is_row_within
from contactcenter.agents.teams.reach import Reach
from contactcenter.calls.agent_time.models import AgentSegment
from contactcenter.calls.models import Call
from contactcenter.calls.rooms.models import Participant
from contactcenter.crm.reach import by_no_index, concerns, contribute_dealings, knows_line

Offered = Callable[[str], sa.ColumnElement[bool]]

_offered: list[Offered] = []
_WAS_IN = (Participant.kind != "supervisor", Participant.joined_at.is_not(None))
"""In a call's room, other than to listen in."""


def contribute_offered(fn: Offered) -> None:
    """Let a package above tell which calls come to somebody: `fn(user_id)` is a condition on `Call`."""
    if fn not in _offered:
        _offered.append(fn)


def calls_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether a row of `calls` is within somebody's reach."""
    if reach.colleagues is None:
        return sa.true()
    people = sorted(reach.colleagues)
    return sa.or_(
        Call.agent_id.in_(people),
        Call.handler_id.in_(people),
        _is_nobodys(reach),
        sa.and_(Call.customer_id.is_not(None), concerns(reach, Call.customer_id)),
        _had(people),
        _was_asked(reach.user_id),
        *(offered(reach.user_id) for offered in _offered),
    )


def sees_call(session: Session, reach: Reach, call_id: str) -> bool:
    """Whether this call is within somebody's reach. One that is not there is."""
    people = session.execute(sa.select(Call.agent_id, Call.handler_id).where(Call.id == call_id)).first()
    if people is None or any(one is not None and reach.covers(one) for one in people):
        return True
    return is_row_within(session, Call.id == call_id, calls_within(reach))


def find_outside_calls(session: Session, reach: Reach, call_ids: set[str]) -> set[str]:
    """Those among them that are not within somebody's reach."""
    if not reach or not call_ids:
        return set()
    return call_ids - set(session.scalars(sa.select(Call.id).where(Call.id.in_(call_ids), calls_within(reach))))


def register() -> None:
    contribute_dealings(_customers_of_calls)
    contribute_dealings(_customers_talked_with)
    contribute_dealings(_customers_asked_about)
    guard_path("/calls/<call_id>", sees_call)


def _customers_of_calls(user_id: Any) -> sa.Select[Any]:
    return sa.select(Call.customer_id).where(Call.agent_id == user_id)


def _customers_talked_with(user_id: Any) -> sa.Select[Any]:
    """Of calls that were passed on."""
    parts = sa.select(Call.customer_id).join(AgentSegment, AgentSegment.call_id == Call.id)
    return parts.where(AgentSegment.agent_id == user_id)


def _customers_asked_about(user_id: Any) -> sa.Select[Any]:
    rooms = sa.select(Call.customer_id).join(Participant, Participant.call_id == Call.id)
    return rooms.where(Participant.agent_id == user_id, *_WAS_IN)


def _is_nobodys(reach: Reach) -> sa.ColumnElement[bool]:
    is_free = sa.and_(Call.customer_id.is_(None), Call.agent_id.is_(None), Call.handler_id.is_(None))
    return sa.and_(is_free, knows_line(reach, Call.party))


def _had(user_ids: list[str]) -> sa.ColumnElement[bool]:
    """Some of them had a part of the call that is over."""
    return sa.exists().where(AgentSegment.call_id == Call.id, by_no_index(AgentSegment.agent_id).in_(user_ids))


def _was_asked(user_id: str) -> sa.ColumnElement[bool]:
    """They were in the call's room, other than to listen in."""
    return sa.exists().where(
        Participant.call_id == Call.id,
        by_no_index(Participant.agent_id) == user_id,
        *_WAS_IN,
    )
