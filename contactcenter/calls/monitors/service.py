"""A supervisor in somebody else's call: listens, whispers to the agent, or speaks with both.

A monitor is a participant of kind `supervisor`; every change of it is kept with who did it and when.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls.hands import service as hands
from contactcenter.calls.models import Call
from contactcenter.calls.rooms import queries, service
from contactcenter.calls.rooms.models import MonitorAct, Participant
from contactcenter.core.errors import Conflict, NotFound

ON_THE_WAY = ("wanted", "asked", "in")


def start(session: Session, call: Call, user: User, mode: str) -> Participant:
    """Begin, or change how, if they are in it already. Raises Conflict for one's own call or a second one at once."""
    if user.id in (call.handler_id, call.agent_id):
        raise Conflict("own_call", "One cannot listen in on one's own call.")
    service.need_room(session, call)
    elsewhere = _live(session, user.id)
    if elsewhere is not None and elsewhere.call_id != call.id:
        raise Conflict("listening_elsewhere", "End the other call first.", call_id=elsewhere.call_id)
    if elsewhere is not None:
        return change(session, call, elsewhere, mode, user.id)
    row = service.add(session, call, "supervisor", agent_id=user.id, name=user.name, mode=mode, created_by=user.id)
    _note(session, row, user.id, mode)
    if call.handler_id:
        hands.helped(session, {call.handler_id}, user.id)
    return row


def change(session: Session, call: Call, row: Participant, mode: str, actor_id: str) -> Participant:
    if row.mode != mode:
        row.mode, row.wants_muted = mode, mode == "listen"
        _note(session, row, actor_id, mode)
        service.touch(session, call)
    return row


def end(session: Session, call: Call, row: Participant, actor_id: str) -> None:
    if not row.wants_out:
        _note(session, row, actor_id, "end")
    service.dismiss(session, call, row)


def get(session: Session, call: Call, monitor_id: str, *, is_live: bool) -> Participant:
    """Raises NotFound."""
    row = session.get(Participant, monitor_id)
    if row is None or row.call_id != call.id or row.kind != "supervisor" or (is_live and row.state not in ON_THE_WAY):
        raise NotFound("monitor_not_found", "Nobody listens in on this call that way.")
    return row


def list_for(session: Session, call: Call) -> list[Participant]:
    """Everybody who ever listened in on the call, the latest last."""
    found = sa.select(Participant).where(Participant.call_id == call.id, Participant.kind == "supervisor")
    return list(session.scalars(found.order_by(Participant.created_at, Participant.id)))


def acts_of(session: Session, call: Call) -> dict[str, list[MonitorAct]]:
    """What each did, in order, by monitor."""
    found: dict[str, list[MonitorAct]] = {}
    for act in session.scalars(sa.select(MonitorAct).where(MonitorAct.call_id == call.id).order_by(MonitorAct.id)):
        found.setdefault(act.participant_id, []).append(act)
    return found


def listened_by(session: Session, user_id: str) -> Participant | None:
    """What a supervisor listens in on now: for a reload."""
    return _live(session, user_id)


def _live(session: Session, user_id: str) -> Participant | None:
    found = sa.select(Participant).where(
        Participant.agent_id == user_id,
        Participant.kind == "supervisor",
        Participant.state.in_(ON_THE_WAY),
        Participant.wants_out.is_(False),
    )
    rows = session.scalars(
        found.join(Call, Call.id == Participant.call_id).where(Call.room_state.in_(queries.LIVE)).limit(1)
    )
    return rows.first()


def _note(session: Session, row: Participant, actor_id: str, action: str) -> None:
    session.add(MonitorAct(call_id=row.call_id, participant_id=row.id, actor_id=actor_id, action=action))
