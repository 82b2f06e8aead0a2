"""Named reads of notifications."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import limited_roles, reach_of_user
from contactcenter.core.paging import Page, page
from contactcenter.crm.models import Customer
from contactcenter.crm.notifications.models import Notification
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import find_outside

_texts: dict[str, Callable[[Session, list[str]], dict[str, str]]] = {}


def contribute_texts(kind: str, fn: Callable[[Session, list[str]], dict[str, str]]) -> None:
    """Let the owner of a kind tell what its lines are about: `fn(session, ref_ids) -> {ref_id: one line}`."""
    _texts[kind] = fn


def list_notifications(
    session: Session, user_id: str, *, is_unread: bool = False, limit: int = 50, cursor: str | None = None
) -> Page:
    """One person's, the newest first."""
    statement = sa.select(Notification).where(Notification.user_id == user_id)
    if is_unread:
        statement = statement.where(Notification.read_at.is_(None))
    found = page(session, statement, (Notification.at, Notification.id), limit=limit, cursor=cursor)
    return Page(present(session, found.items), found.next_cursor)


def count_unread(session: Session, user_id: str) -> int:
    unread = sa.select(sa.func.count()).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    return session.scalar(unread) or 0


def present(session: Session, rows: Sequence[Notification]) -> list[dict[str, Any]]:
    """Of the shape of `NotificationSchema`; names and texts as they are now.

    Of a customer whom their reader no longer sees only the kind and the day are left.
    """
    lost = _lost(session, rows)
    names = user_names(session, {row.actor_id for row in rows})
    wanted = {row.customer_id for row in rows if row.customer_id}
    customers: dict[str, str] = {}
    if wanted:
        found = session.execute(sa.select(Customer.id, Customer.display_name).where(Customer.id.in_(wanted)))
        customers = {row.id: row.display_name for row in found}
    texts: dict[tuple[str, str], str] = {}
    for kind, fn in _texts.items():
        refs = [row.ref_id for row in rows if row.kind == kind]
        for ref_id, text in fn(session, refs).items() if refs else ():
            texts[kind, ref_id] = text
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "ref_id": row.ref_id,
            "at": row.at,
            "read_at": row.read_at,
            "count": row.data.get("count"),
            "text": "" if row.id in lost else texts.get((row.kind, row.ref_id), ""),
            "actor_id": row.actor_id,
            "actor_name": names.get(row.actor_id or ""),
            "customer_id": None if row.id in lost else row.customer_id,
            "customer_name": None if row.id in lost else customers.get(row.customer_id or ""),
        }
        for row in rows
    ]


def _lost(session: Session, rows: Sequence[Notification]) -> set[str]:
    """Those about customers who are not within their readers' reach."""
    if not limited_roles(session):
        return set()
    lost: set[str] = set()
    for user_id in {row.user_id for row in rows}:
        theirs = [row for row in rows if row.user_id == user_id]
        outside = find_outside(session, reach_of_user(session, user_id), (row.customer_id for row in theirs))
        lost |= {row.id for row in theirs if row.customer_id in outside}
    return lost
