"""Named reads of transfers."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.agents.worktime.plans import is_working
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.phone import format_national
from contactcenter.routing import queues
from contactcenter.routing.models import Offer, Queue, QueueMember, WorkItem
from contactcenter.routing.transfers.models import OPEN_STATES, Transfer

_NONE = "calls that nobody passed on"

_ASKED_OF = (
    sa.select(Transfer.state, Transfer.from_agent_id, Transfer.to_agent_id)
    .where(Transfer.call_id == sa.bindparam("call_id"), Transfer.state.in_(OPEN_STATES))
    .order_by(Transfer.created_at.desc())
    .limit(1)
)


def open_of(session: Session, call_id: str) -> Transfer | None:
    """The transfer of this call that is under way; there is one at most."""
    latest = latest_of(session, call_id)  # no other begins while one is open
    return latest if latest is not None and latest.state in OPEN_STATES else None


def asked_of(session: Session, call_id: str) -> Any:
    """(state, from_agent_id, to_agent_id) of the transfer under way. Of every call that is offered it is asked."""
    if not _may_have_any(session, call_id):
        return None
    session.flush()
    return session.connection().execute(_ASKED_OF, {"call_id": call_id}).first()


def latest_of(session: Session, call_id: str) -> Transfer | None:
    """Whoever asks mostly holds the call locked, so that of one without any nobody need look twice."""
    if not _may_have_any(session, call_id):
        return None
    found = sa.select(Transfer).where(Transfer.call_id == call_id)
    latest = session.scalars(found.order_by(Transfer.created_at.desc(), Transfer.id.desc()).limit(1)).first()
    if latest is None:
        session.info.setdefault(_NONE, set()).add(call_id)
    return latest


def note_first(session: Session, call_id: str) -> None:
    """The call has a transfer from now on."""
    session.info.get(_NONE, set()).discard(call_id)


def _may_have_any(session: Session, call_id: str) -> bool:
    """Nobody passes on a call that nobody has answered."""
    call = session.get(Call, call_id)
    return call is not None and call.answered_at is not None and call_id not in session.info.get(_NONE, ())


def list_of(session: Session, call_id: str) -> list[Transfer]:
    """All of a call, the oldest first."""
    found = sa.select(Transfer).where(Transfer.call_id == call_id)
    return list(session.scalars(found.order_by(Transfer.created_at, Transfer.id)))


def by_participant(session: Session, participant_id: str) -> Transfer | None:
    return session.scalars(sa.select(Transfer).where(Transfer.participant_id == participant_id)).first()


def present(session: Session, rows: Sequence[Transfer]) -> list[dict[str, Any]]:
    """Of the shape of TransferSchema."""
    people = {i for row in rows for i in (row.from_agent_id, row.to_agent_id, row.taken_by_id) if i}
    users = sa.select(User.id, User.name).where(User.id.in_(people))
    names = {found[0]: found[1] for found in session.execute(users)} if people else {}
    lines = {row.to_queue_id for row in rows if row.to_queue_id}
    queue_rows = sa.select(Queue.id, Queue.name).where(Queue.id.in_(lines))
    queue_names = {found[0]: found[1] for found in session.execute(queue_rows)} if lines else {}
    return [
        {
            **{column.name: getattr(row, column.name) for column in Transfer.__table__.columns},
            "from_name": names.get(row.from_agent_id or ""),
            "to": {
                "agent_id": row.to_agent_id,
                "queue_id": row.to_queue_id,
                "number": row.to_number,
                "name": names.get(row.taken_by_id or row.to_agent_id or "")
                or queue_names.get(row.to_queue_id or "")
                or (row.to_number and format_national(row.to_number)),
            },
        }
        for row in rows
    ]


def shown(session: Session, calls: Sequence[Call]) -> dict[str, Any]:
    """The transfer under way, by call, for the calls' presenter."""
    live = [call.id for call in calls if call.provider_status is None and call.answered_at is not None]
    if not live:
        return {}
    rows = session.scalars(sa.select(Transfer).where(Transfer.call_id.in_(live), Transfer.state.in_(OPEN_STATES))).all()
    return {row["call_id"]: row for row in present(session, rows)}


def context_card(session: Session, call_id: str) -> tuple[str, str] | None:
    """(who passed the call on, their note), for whoever is to take it."""
    row = latest_of(session, call_id)
    if row is None or row.state in ("failed", "canceled") or (row.state == "returned" and row.kind == "warm"):
        return None
    giver = session.get(User, row.from_agent_id) if row.from_agent_id else None
    return (giver.name if giver else "", row.note)


def targets(session: Session, asking_id: str | None) -> dict[str, Any]:
    """To whom a call may be passed on, with who is free now."""
    states = [(user, state) for user, state in presence.list_states(session) if user.id != asking_id]
    kept_out = barred(session, [user.id for user, _ in states])
    team = [
        {
            "id": user.id,
            "name": user.name,
            "status": state.status,
            "activity": state.activity,
            "is_available": presence.is_ready(state) and user.id not in kept_out,
            "is_barred": user.id in kept_out,
        }
        for user, state in states
    ]
    lines = []
    for queue in queues.list_queues(session):
        figures = queues.figures(session, queue.id)
        available = queues.count_available(session, queue.id)
        lines.append({"id": queue.id, "name": queue.name, "waiting": figures.waiting, "agents_available": available})
    return {"agents": sorted(team, key=lambda one: (not one["is_available"], one["name"])), "queues": lines}


def barred(session: Session, agent_ids: Sequence[str]) -> dict[str, str]:
    """Who is off shift or on leave, whatever their status says, with why."""
    return {agent_id: why for agent_id, why in is_working(session, agent_ids, now()).items() if why is not None}


def queue_of_agent(session: Session, agent_id: str, preferred_id: str | None) -> Queue | None:
    """A queue that this agent serves: the call's own if possible."""
    found = sa.select(Queue).join(QueueMember, QueueMember.queue_id == Queue.id)
    rows = session.scalars(found.where(QueueMember.user_id == agent_id, Queue.is_active.is_(True))).all()
    return next((queue for queue in rows if queue.id == preferred_id), rows[0] if rows else None)


def has_let_pass(session: Session, item: WorkItem, agent_id: str) -> bool:
    """Whether that agent was asked and did not take it."""
    session.flush()
    passed = sa.select(Offer.id).where(
        Offer.work_item_id == item.id, Offer.agent_id == agent_id, Offer.state.in_(("declined", "timed_out"))
    )
    return session.scalar(passed.limit(1)) is not None


def consulted_calls(session: Session, agent_id: str) -> list[Call]:
    """Calls about which this agent is being consulted."""
    found = sa.select(Call).join(Transfer, Transfer.call_id == Call.id)
    return list(
        session.scalars(found.where(Transfer.taken_by_id == agent_id, Transfer.state.in_(("ringing", "consulting"))))
    )


def consultation_of(session: Session, call_id: str, agent_id: str) -> Transfer | None:
    """The consultation about this call to which that agent was asked."""
    row = open_of(session, call_id)
    return row if row is not None and row.kind == "warm" and row.taken_by_id == agent_id else None
