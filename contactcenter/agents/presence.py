"""Agent state in three layers; only the server writes it, and every change is in the ledger.

Status is what the person picks, activity is what we derive from their work, reachability
is the heartbeat's lease. Leaving Available or losing the lease is told at once
(`LeftReady`), so that offers are withdrawn in the same transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.events import BecameReady, LeftReady, PresenceChanged
from contactcenter.agents.models import Presence, PresenceChange, User
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid, NotFound
from contactcenter.core.events import emit

LEASE = timedelta(seconds=45)
AVAILABLE = "available"
OFFLINE = "offline"
NOT_RESPONDING = "not_responding"
BUSY_ACTIVITIES = ("ringing", "talking", "hold", "wrap_up")


@dataclass(frozen=True)
class Status:
    """A status an agent may pick; `is_ready` ones receive work."""

    code: str
    label_vi: str
    label_en: str
    is_ready: bool = False
    is_pickable: bool = True


STATUSES = (
    Status(AVAILABLE, "Sẵn sàng", "Available", is_ready=True),
    Status("break", "Nghỉ giải lao", "Break"),
    Status("lunch", "Nghỉ trưa", "Lunch"),
    Status("training", "Đào tạo", "Training"),
    Status(OFFLINE, "Ngoại tuyến", "Offline"),
    Status(NOT_RESPONDING, "Không phản hồi", "Not responding", is_pickable=False),
)
_PICKABLE = {s.code for s in STATUSES if s.is_pickable}

_OF_USER = sa.select(Presence).where(Presence.user_id == sa.bindparam("user_id"))
_OF_USER_LOCKED = _OF_USER.with_for_update().execution_options(populate_existing=True)


def get_presence(session: Session, user_id: str, *, for_update: bool = False) -> Presence:
    """The agent's state, locked when it is about to change. Raises NotFound."""
    row = session.scalars(_OF_USER_LOCKED if for_update else _OF_USER, {"user_id": user_id}).one_or_none()
    if row is None:
        raise NotFound("agent_not_found", "There is no such agent.")
    return row


def set_status(session: Session, user_id: str, status: str, *, actor_id: str | None, cause: str) -> Presence:
    """Pick a status now. Raises Invalid for a status nobody may pick."""
    if status not in _PICKABLE:
        raise Invalid("unknown_status", "That status does not exist.", allowed=sorted(_PICKABLE))
    row = get_presence(session, user_id, for_update=True)
    row.next_status = None
    if row.status != status:
        _change(session, row, actor_id, cause, status=status)
    else:
        _announce(session, row)
    return row


def set_next_status(session: Session, user_id: str, status: str | None, *, actor_id: str) -> Presence:
    """Queue a status for when the current work is over (None forgets it); idle agents change now."""
    if status is not None and status not in _PICKABLE:
        raise Invalid("unknown_status", "That status does not exist.", allowed=sorted(_PICKABLE))
    row = get_presence(session, user_id, for_update=True)
    if status is not None and row.activity not in BUSY_ACTIVITIES:
        return set_status(session, user_id, status, actor_id=actor_id, cause="picked")
    row.next_status = status
    row.version += 1
    emit(session, PresenceChanged(user_id))
    return row


def mark_not_responding(session: Session, user_id: str) -> None:
    """An offer rang out: the agent gets nothing until they come back by themselves."""
    row = get_presence(session, user_id, for_update=True)
    if row.status == AVAILABLE:
        _change(session, row, None, "no_answer", status=NOT_RESPONDING)


def set_activity(session: Session, user_id: str, activity: str, cause: str) -> Presence:
    """Derive what the agent is doing; going idle restarts the idle clock and applies the next status."""
    row = get_presence(session, user_id, for_update=True)
    if row.activity == activity:
        return row
    next_status = row.next_status if activity == "idle" else None
    if activity == "idle":
        row.next_status = None
        if row.activity != "ringing":
            row.idle_since = now()
    _change(session, row, None, cause, activity=activity, status=next_status or row.status)
    return row


def heartbeat(session: Session, user_id: str) -> None:
    """Renew the lease; an agent who was lost is back with the status they had."""
    moment = now()
    renewed = session.execute(
        sa.update(Presence)
        .where(Presence.user_id == user_id, Presence.is_reachable.is_(True))
        .values(lease_until=moment + LEASE)
    )
    if renewed.rowcount:  # type: ignore[attr-defined]
        return
    row = get_presence(session, user_id, for_update=True)
    row.lease_until = moment + LEASE
    _change(session, row, user_id, "connected", is_reachable=True)


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


def is_ready(row: Presence) -> bool:
    return row.status == AVAILABLE and row.activity == "idle" and row.is_reachable


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
    was_open = row.status == AVAILABLE and row.is_reachable
    if status is not None and status != row.status:
        row.status, row.status_since = status, moment
        if status == AVAILABLE:
            row.idle_since = moment
    if activity is not None and activity != row.activity:
        row.activity, row.activity_since = activity, moment
    if is_reachable is not None:
        row.is_reachable = is_reachable
    row.version += 1
    session.add(
        PresenceChange(
            user_id=row.user_id,
            at=moment,
            status=row.status,
            activity=row.activity,
            is_reachable=row.is_reachable,
            actor_id=actor_id,
            cause=cause,
            version=row.version,
        )
    )
    session.flush()
    emit(session, PresenceChanged(row.user_id))
    if was_open and not (row.status == AVAILABLE and row.is_reachable):
        emit(session, LeftReady(row.user_id, cause))
    _announce(session, row)


def _announce(session: Session, row: Presence) -> None:
    if is_ready(row):
        emit(session, BecameReady(row.user_id))
