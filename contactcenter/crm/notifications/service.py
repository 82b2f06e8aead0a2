"""Tell a person once, let them read."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import NotFound
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.notifications.events import NotificationCreated, NotificationsRead
from contactcenter.crm.notifications.models import Notification


def notify(
    session: Session,
    user_id: str,
    kind: str,
    *,
    ref_id: str,
    occasion: str,
    customer_id: str | None = None,
    actor_id: str | None = None,
    data: dict[str, Any] | None = None,
) -> bool:
    """Put a line into somebody's list; the same `occasion` a second time changes nothing. True when it was new."""
    values = {
        "id": new_id("ntf"),
        "user_id": user_id,
        "kind": kind,
        "occasion": occasion,
        "ref_id": ref_id,
        "customer_id": customer_id,
        "actor_id": actor_id,
        "data": data or {},
        "at": now(),
        "read_at": None,
    }
    session.flush()  # what the line refers to
    is_new = insert_once(session, Notification, values, key=["occasion"])
    if is_new:
        emit(session, NotificationCreated(str(values["id"]), user_id))
    return is_new


def mark_read(session: Session, user_id: str, notification_id: str) -> None:
    """Reading again changes nothing. Raises NotFound for what is not one's own."""
    row = session.scalars(sa.select(Notification).filter_by(id=notification_id, user_id=user_id)).one_or_none()
    if row is None:
        raise NotFound("notification_not_found", "You have no such notification.")
    if row.read_at is None:
        row.read_at = now()
        emit(session, NotificationsRead(user_id))


def mark_all_read(session: Session, user_id: str) -> int:
    """Returns how many were unread."""
    unread = sa.update(Notification).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    result = session.execute(unread.values(read_at=now()))
    count = int(result.rowcount)  # type: ignore[attr-defined]
    if count:
        emit(session, NotificationsRead(user_id))
    return count


def withdraw(session: Session, ref_id: str, user_ids: set[str] | None = None) -> None:
    """Take back what was told of a note or task that is gone (`user_ids`: only to these)."""
    about = [Notification.ref_id == ref_id]
    if user_ids is not None:
        about.append(Notification.user_id.in_(user_ids))
    told = set(session.scalars(sa.select(Notification.user_id).where(*about)))
    if told:
        session.execute(sa.delete(Notification).where(*about))
        for user_id in sorted(told):
            emit(session, NotificationsRead(user_id))


def forget(session: Session, occasion: str) -> None:
    """Let an occasion be told again."""
    session.execute(sa.delete(Notification).where(Notification.occasion == occasion))
