"""What people do with missed callers: take over, hand over, put off, close, take back; and the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.policies import can
from contactcenter.agents.teams.reach import limited_roles, reach_of_user
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from contactcenter.crm.notifications import service as notifications
from contactcenter.crm.reach import sees
from contactcenter.routing import queues
from contactcenter.routing.missed import recovery
from contactcenter.routing.missed.models import MissedCaller, MissedPolicy

LONGEST_SNOOZE = timedelta(days=14)


def get_item(session: Session, item_id: str, *, for_update: bool = False) -> MissedCaller:
    """Raises NotFound."""
    item = session.get(MissedCaller, item_id, with_for_update=for_update)
    if item is None:
        raise NotFound("missed_caller_not_found", "There is no such missed caller.")
    return item


def change(
    session: Session, item_id: str, changes: dict[str, Any], *, version: int | None, actor: Actor
) -> MissedCaller:
    """Hand over (`owner_id`), put off (`snoozed_until`), close (`state`, `reason`, `note`) or take back.

    Raises Stale, Forbidden, Invalid, Conflict `open_already` (with the item that is open now).
    """
    item = get_item(session, item_id, for_update=True)
    _demand(item, actor)
    if version is not None and version != item.version:
        raise Stale("version_conflict", "Somebody changed this meanwhile.", version=item.version)
    if "owner_id" in changes and changes["owner_id"] != item.owner_id:
        _hand_over(session, item, changes["owner_id"], actor)
    if "snoozed_until" in changes:
        _snooze(item, changes["snoozed_until"])
    wanted = changes.get("state", item.state)
    if wanted == "closed" and item.state == "open":
        reason = changes.get("reason")
        if reason is None:
            raise Invalid("reason_missing", "Say why it is closed.", reason=["Needed to close."])
        recovery.close(session, item, reason=reason, by=actor.id, note=changes.get("note", ""))
    elif wanted == "open" and item.state == "closed":
        _take_back(session, item)
    else:
        recovery.touch(session, item)
    return item


def set_policy(session: Session, queue_id: str, *, call_back_minutes: int, owner_rule: str) -> MissedPolicy:
    """How the queue treats those it missed from now on; open items keep their promise. Raises NotFound."""
    queues.get_queue(session, queue_id)
    row = session.get(MissedPolicy, queue_id) or MissedPolicy(queue_id=queue_id)
    row.call_back_minutes, row.owner_rule = call_back_minutes, owner_rule
    session.add(row)
    session.flush()
    return row


def list_due(session: Session, moment: datetime, limit: int = 100) -> list[str]:
    """Ids of those of whom something is to be said, the oldest first."""
    due = sa.select(MissedCaller.id).where(MissedCaller.remind_next_at <= moment, MissedCaller.state == "open")
    return list(session.scalars(due.order_by(MissedCaller.remind_next_at).limit(limit)))


def remind(session: Session, item_id: str, moment: datetime) -> bool:
    """Say that a snooze is over or a promise broken, once; a second caller finds it said."""
    due = (MissedCaller.id == item_id, MissedCaller.state == "open", MissedCaller.remind_next_at <= moment)
    claimed = session.execute(sa.update(MissedCaller).where(*due).values(remind_next_at=None))
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return False
    item = session.get_one(MissedCaller, item_id, populate_existing=True)
    if item.snoozed_until is not None:
        item.snoozed_until = None
        item.remind_next_at = item.due_at if item.due_at > moment else None
    for user_id in [item.owner_id] if item.owner_id else _leads(session, item):
        notifications.notify(
            session, user_id, "missed_due", ref_id=item.id, occasion=f"missed:{item.id}:{moment.isoformat()}:{user_id}",
            customer_id=item.customer_id,
        )  # fmt: skip
    recovery.touch(session, item)
    return True


def _demand(item: MissedCaller, actor: Actor) -> None:
    """Whose it is, or anybody while it is nobody's; supervisors always."""
    if item.owner_id not in (None, actor.id) and not can(actor, "calls.handle_all"):
        raise Forbidden("not_your_caller", "A colleague calls this person back.")


def _hand_over(session: Session, item: MissedCaller, owner_id: str | None, actor: Actor) -> None:
    known = sa.select(User.id).where(User.id == owner_id, User.is_active.is_(True))
    if owner_id is not None and session.scalar(known) is None:
        raise Invalid("unknown_owner", "There is no such colleague.", owner_id=["Nobody has that id."])
    item.owner_id = owner_id
    if owner_id not in (None, actor.id):
        notifications.notify(
            session, str(owner_id), "missed_assigned", ref_id=item.id,
            occasion=f"missed-owner:{item.id}:{item.version}:{owner_id}", customer_id=item.customer_id,
            actor_id=actor.id,
        )  # fmt: skip


def _snooze(item: MissedCaller, until: datetime | None) -> None:
    if until is not None and not now() < until <= now() + LONGEST_SNOOZE:
        raise Invalid("bad_snooze", "Put it off to a time within two weeks.", snoozed_until=["Not within two weeks."])
    item.snoozed_until = until
    item.remind_next_at = until or (item.due_at if item.due_at > now() else None)


def _take_back(session: Session, item: MissedCaller) -> None:
    key = item.customer_id or item.party
    other = session.scalar(sa.select(MissedCaller.id).where(MissedCaller.open_key == key))
    if other is not None:
        raise Conflict("open_already", "This caller is on the list again already.", item_id=other)
    item.state, item.open_key = "open", key
    item.closed_at = item.closed_by = item.close_reason = item.closed_call_id = None
    item.close_note = ""
    item.remind_next_at = item.due_at if item.due_at > now() else None
    recovery.touch(session, item)


def _leads(session: Session, item: MissedCaller) -> Sequence[str]:
    """Supervisors who see who called."""
    found = sa.select(User.id).where(User.role == "supervisor", User.is_active.is_(True))
    people = session.scalars(found.order_by(User.id)).all()
    if item.customer_id is None or not limited_roles(session):
        return people
    return [one for one in people if sees(session, reach_of_user(session, one), item.customer_id)]
