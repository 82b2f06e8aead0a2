"""Agent state in three layers; only the server writes it, and every change is in the ledger.

Status is what the person picks, activity is what we derive from their work, reachability
is the heartbeat's lease. Leaving Available or losing the lease is told at once
(`LeftReady`), so that offers are withdrawn in the same transaction.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.events import BecameReady, LeftReady, PresenceChanged, StatusOverdue
from contactcenter.agents.models import Presence, PresenceChange, User
from contactcenter.agents.statuses import builtin
from contactcenter.agents.statuses.builtin import NOT_RESPONDING, OFFLINE
from contactcenter.agents.statuses.models import AgentStatus
from contactcenter.agents.statuses.service import find_pickable, is_ready_status, list_statuses
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid, NotFound
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.core.writes import insert_soon, update_soon

LEASE = timedelta(seconds=45)
GONE_AFTER = timedelta(minutes=10)
"""Unreachable for this long is Offline: a closed laptop must not stay "Available" in tomorrow's figures.
Whoever is back sooner has the status they had."""
AVAILABLE = builtin.AVAILABLE
BUSY_ACTIVITIES = ("ringing", "talking", "hold", "wrap_up")

_LEDGER: Any = PresenceChange.__table__
_OF_USER = sa.select(Presence).where(Presence.user_id == sa.bindparam("user_id"))
_LOCKED = _OF_USER.with_for_update().execution_options(populate_existing=True)
_RENEWED = sa.select(Presence.user_id).where(
    Presence.user_id.in_(sa.bindparam("user_ids", expanding=True)), Presence.is_reachable.is_(True)
)
_RENEW = (
    sa.update(Presence.__table__)  # type: ignore[arg-type]
    .where(Presence.user_id.in_(_RENEWED.with_for_update(skip_locked=True)))
    .values(lease_until=sa.bindparam("until"))
    .returning(Presence.user_id)
)
_LOCKED_IF_FREE = _OF_USER.with_for_update(skip_locked=True).execution_options(populate_existing=True)


def get_presence(session: Session, user_id: str, *, for_update: bool = False) -> Presence:
    """The agent's state, locked when it is about to change. Raises NotFound."""
    row = _lock(session, user_id, _LOCKED) if for_update else session.get(Presence, user_id)
    if row is None:
        raise NotFound("agent_not_found", "There is no such agent.")
    return row


def lock_if_free(session: Session, user_id: str) -> Presence | None:
    """The agent's state, locked; None when somebody else has it: what one may pass over is not waited for."""
    return _lock(session, user_id, _LOCKED_IF_FREE)


def set_status(session: Session, user_id: str, status: str, *, actor_id: str | None, cause: str) -> Presence:
    """Pick a status now. Raises Invalid for a status nobody may pick."""
    _demand_pickable(session, status)
    row = get_presence(session, user_id, for_update=True)
    row.next_status = None
    if row.status != status:
        _change(session, row, actor_id, cause, status=status)
    else:
        _announce(session, row)
    return row


def set_next_status(session: Session, user_id: str, status: str | None, *, actor_id: str) -> Presence:
    """Queue a status for when the current work is over (None forgets it); idle agents change now."""
    if status is not None:
        _demand_pickable(session, status)
    row = get_presence(session, user_id, for_update=True)
    if status is not None and row.activity not in BUSY_ACTIVITIES:
        return set_status(session, user_id, status, actor_id=actor_id, cause="picked")
    _queue_status(session, row, status, actor_id)
    return row


def end_shift(session: Session, user_id: str, ended_at: datetime) -> None:
    """The agent's shift ended: Offline now, or when their present work is over. Once for each end.

    Whoever changed their status after the end means to go on, and is left alone.
    """
    row = get_presence(session, user_id, for_update=True)
    is_done = row.shift_ended_at is not None and row.shift_ended_at >= ended_at
    if is_done or row.status == OFFLINE or row.status_since > ended_at:
        return
    row.shift_ended_at = ended_at
    if row.activity in BUSY_ACTIVITIES and row.activity != "ringing":
        _queue_status(session, row, OFFLINE, None)
    else:
        row.next_status = None
        _change(session, row, None, "shift_ended", status=OFFLINE)


def leave(session: Session, user_id: str) -> None:
    """The account is closed: Offline and unreachable at once, whatever was queued. Repeating changes nothing."""
    row = get_presence(session, user_id, for_update=True)
    row.next_status = row.next_actor_id = None
    row.lease_until = None
    if row.status != OFFLINE or row.is_reachable:
        _change(session, row, None, "deactivated", status=OFFLINE, is_reachable=False)


def timed() -> Any:
    """(id, since, most minutes) of agents in a status that may not last for ever, who were not told yet."""
    statement = sa.select(Presence.user_id, Presence.status_since, AgentStatus.max_minutes)
    statement = statement.join(AgentStatus, AgentStatus.code == Presence.status)
    return statement.where(AgentStatus.max_minutes.is_not(None), Presence.nudged_at.is_(None))


def nudge(session: Session, user_id: str, moment: datetime) -> bool:
    """Tell the agent and their supervisors, once, that the status lasts too long; False when it does not (now)."""
    row = get_presence(session, user_id, for_update=True)
    status = session.get(AgentStatus, row.status)
    limit = status.max_minutes if status is not None else None
    if limit is None or row.nudged_at is not None or row.status_since + timedelta(minutes=limit) > moment:
        return False
    row.nudged_at = moment
    row.version += 1
    session.flush()
    emit(session, StatusOverdue(user_id, row.status))
    emit(session, PresenceChanged(user_id))
    return True


def mark_not_responding(session: Session, user_id: str) -> None:
    """An offer rang out: the agent gets nothing until they come back by themselves."""
    row = get_presence(session, user_id, for_update=True)
    if row.is_status_ready:
        _change(session, row, None, "no_answer", status=NOT_RESPONDING)


def set_activity(session: Session, user_id: str, activity: str, cause: str) -> Presence:
    """Derive what the agent is doing; going idle restarts the idle clock and applies the next status."""
    row = get_presence(session, user_id, for_update=True)
    if row.activity == activity:
        return row
    if activity == "idle" and row.activity != "ringing":
        update_soon(session, row, idle_since=now())
    if activity != "idle" or row.next_status is None:
        _change(session, row, None, cause, activity=activity)
        return row
    status, actor_id = row.next_status, row.next_actor_id
    row.next_status = row.next_actor_id = None
    _change(session, row, actor_id, "next_status" if actor_id else "shift_ended", activity=activity, status=status)
    return row


def heartbeat(session: Session, user_id: str) -> None:
    """Renew the lease; an agent who was lost is back with the status they had."""
    if renew_leases(session, [user_id]):
        return
    row = get_presence(session, user_id, for_update=True)
    row.lease_until = now() + LEASE
    if not row.is_reachable:
        _change(session, row, user_id, "connected", is_reachable=True)


def renew_leases(session: Session, user_ids: Collection[str]) -> set[str]:
    """Renew those that can be renewed at once; of whom. The others were lost, or somebody else has them locked."""
    session.flush()
    values = {"user_ids": list(user_ids), "until": now() + LEASE}
    return set(session.connection().execute(_RENEW, values).scalars())


def long_gone(moment: datetime) -> sa.Select[Any]:
    """Ids of agents who have been unreachable for long and are still in some status."""
    return sa.select(Presence.user_id).where(
        Presence.is_reachable.is_(False),
        Presence.status != OFFLINE,
        Presence.activity == "idle",
        sa.func.coalesce(Presence.lease_until, Presence.status_since) < moment - GONE_AFTER,
        Presence.status_since < moment - GONE_AFTER,
    )


def give_up(session: Session, user_id: str, moment: datetime) -> None:
    """Offline, for an agent who has been unreachable for long. Repeating changes nothing."""
    row = get_presence(session, user_id, for_update=True)
    lost_at = max(row.lease_until or row.status_since, row.status_since)
    if not row.is_reachable and row.status != OFFLINE and row.activity == "idle" and lost_at < moment - GONE_AFTER:
        row.next_status = None
        _change(session, row, None, "gone", status=OFFLINE)


def lost_leases(moment: datetime) -> sa.Select[Any]:
    """Ids of agents whose heartbeat stopped."""
    return sa.select(Presence.user_id).where(Presence.is_reachable.is_(True), Presence.lease_until < moment)


def expire_lease(session: Session, user_id: str, moment: datetime | None = None) -> None:
    """Mark an agent as unreachable unless a heartbeat came meanwhile."""
    row = get_presence(session, user_id, for_update=True)
    if row.is_reachable and row.lease_until is not None and row.lease_until < (moment or now()):
        _change(session, row, None, "lease_lost", is_reachable=False)


def list_states(session: Session) -> list[tuple[User, Presence]]:
    """Everybody who takes work, by name."""
    rows = session.execute(sa.select(User, Presence).join(Presence).where(User.is_active.is_(True)).order_by(User.name))
    return [(user, presence) for user, presence in rows]


def _lock(session: Session, user_id: str, statement: Any) -> Presence | None:
    """Locked once a transaction: until it ends the row is as this session has it."""
    held: set[str] = session.info.setdefault("locked_presence", set())
    if user_id in held:
        return session.get(Presence, user_id)
    row: Presence | None = session.scalars(statement, {"user_id": user_id}).one_or_none()
    if row is not None and not session.in_nested_transaction():  # what is undone there gives the lock back
        held.add(user_id)
    return row


def is_ready(row: Presence) -> bool:
    """Whether the agent's state lets them take work now; in shift or on leave is `worktime.is_working`."""
    return row.is_status_ready and row.activity == "idle" and row.is_reachable


def _queue_status(session: Session, row: Presence, status: str | None, actor_id: str | None) -> None:
    """For when the present work is over; without an actor it is the end of a shift."""
    row.next_status, row.next_actor_id = status, actor_id
    row.version += 1
    session.flush()
    emit(session, PresenceChanged(row.user_id))


def _demand_pickable(session: Session, status: str) -> None:
    if find_pickable(session, status) is None:
        allowed = sorted(one.code for one in list_statuses(session) if one.is_pickable and not one.is_archived)
        raise Invalid("unknown_status", "That status does not exist.", allowed=allowed)


def _change(
    session: Session,
    row: Presence,
    actor_id: str | None,
    cause: str,
    *,
    status: str | None = None,
    activity: str | None = None,
    is_reachable: bool | None = None,
) -> None:
    """Apply a change, write the ledger, tell who must know. `row` is locked."""
    moment = now()
    was_open = row.is_status_ready and row.is_reachable
    changes: dict[str, Any] = {"version": row.version + 1}
    if status is not None and status != row.status:
        changes |= {"status": status, "status_since": moment, "nudged_at": None}
        changes["is_status_ready"] = is_ready_status(session, status)
        if changes["is_status_ready"]:
            changes["idle_since"] = moment
    if activity is not None and activity != row.activity:
        changes |= {"activity": activity, "activity_since": moment}
    if is_reachable is not None:
        changes["is_reachable"] = is_reachable
    update_soon(session, row, **changes)
    insert_soon(
        session,
        _LEDGER,
        {
            "id": new_id("prc"),
            "user_id": row.user_id,
            "at": moment,
            "status": row.status,
            "activity": row.activity,
            "is_reachable": row.is_reachable,
            "actor_id": actor_id,
            "cause": cause,
            "version": row.version,
        },
    )
    emit(session, PresenceChanged(row.user_id))
    if was_open and not (row.is_status_ready and row.is_reachable):
        emit(session, LeftReady(row.user_id, cause))
    _announce(session, row)


def _announce(session: Session, row: Presence) -> None:
    if is_ready(row):
        emit(session, BecameReady(row.user_id))
