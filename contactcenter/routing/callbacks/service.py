"""Promised calls: make, change, keep, and pass on when who promised is not there.

A callback is a task (crm/tasks) of its own kind, so that what was promised at the end of a call, on a customer's
page or by a program is one thing with one list, one reminder and one history.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import Presence, User
from contactcenter.agents.statuses.builtin import OFFLINE
from contactcenter.agents.worktime.plans import is_working
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid, NotFound
from contactcenter.core.phone import format_national, parse_phone
from contactcenter.crm import matching
from contactcenter.crm import service as crm
from contactcenter.crm.notifications import service as notifications
from contactcenter.crm.queries import first_numbers
from contactcenter.crm.reach import demand_sight, demand_sight_of_call, demand_sight_of_line
from contactcenter.crm.tasks import service as tasks
from contactcenter.crm.tasks.models import Task
from contactcenter.privacy import gate
from contactcenter.routing import queues
from contactcenter.routing.models import QueueMember

KIND = "callback"
TITLE = "Gọi lại"
GRACE = timedelta(minutes=5)
"""Who is on a break when a call is due may come back; who is gone is not waited for."""
LOOK_AGAIN = timedelta(seconds=30)
EARLY = timedelta(minutes=15)
"""A talk so shortly before a promised call is that call."""
LONGEST_WINDOW = timedelta(days=7)
LONGEST_AHEAD = timedelta(days=366)


def create(session: Session, values: dict[str, Any], *, region: str, actor: Actor) -> Task:
    """Promise a call: `from_at`, and any of `until_at`, customer_id, number, note, assignee_id, queue_id, call_id.

    `assignee_id` None: anyone's. Raises Invalid (nobody to call, a window that is none, a past or far one),
    NotFound, Forbidden for another team's customer or call, and Refused by the gate for whom one may not call.
    """
    known = _checked(session, values, region)
    demand_sight(session, actor, known.get("customer_id"))
    demand_sight_of_call(session, actor, known.get("call_id"))
    if known.get("party"):
        demand_sight_of_line(session, actor, "phone", known["party"])
    if known["due_at"] < now() - timedelta(minutes=1):
        raise Invalid("window_past", "That time is over.", **{"from": ["In the past."]})
    if known.get("customer_id") is None and known.get("party") is None:
        raise Invalid("nobody_to_call", "Say whom to call.", customer_id=["A customer or a number is needed."])
    _demand_callable(session, known)
    number = "" if known.get("customer_id") else format_national(known["party"])
    title = known.pop("title", "") or f"{TITLE} {number}".strip()
    given = {"assignee_id": actor.user_id, **known, "title": title, "kind": KIND}
    return tasks.create_task(session, given, actor_id=actor.id)


def change(
    session: Session, task_id: str, changes: dict[str, Any], *, version: int | None, region: str, actor: Actor
) -> Task:
    """Move, hand over, keep (`state`: done) or call off. Raises Stale, Forbidden, Invalid, NotFound."""
    task = get_callback(session, task_id)
    known = _checked(session, {"from_at": task.due_at, "until_at": task.until_at, **changes}, region)
    wanted = {name: known[name] for name in known if name not in ("due_at", "until_at")}
    for name, asked in (("due_at", "from_at"), ("until_at", "until_at")):
        if asked in changes:
            wanted[name] = known[name]
    if wanted.get("title") == "":
        wanted.pop("title")
    return tasks.update_task(session, task_id, wanted, version=version, actor=actor)


def get_callback(session: Session, task_id: str) -> Task:
    """Raises NotFound, also for a task that is no callback."""
    task = session.get(Task, task_id)
    if task is None or task.kind != KIND:
        raise NotFound("callback_not_found", "There is no such callback.")
    return task


def keep_promises(
    session: Session, party: str | None, customer_id: str | None, at: datetime, *, by: str | None
) -> None:
    """Somebody spoke with this person: calls that were due by then are made."""
    whose = [Task.party == party] if party else []
    if customer_id:
        whose.append(Task.customer_id == customer_id)
    due = (Task.kind == KIND, Task.state == "open", Task.due_at <= at + EARLY, Task.created_at < at)
    found = sa.select(Task).where(sa.or_(sa.false(), *whose), *due).order_by(Task.id).with_for_update()
    for task in session.scalars(found.execution_options(populate_existing=True)).all():
        tasks.correct_task(session, task, {"state": "done"}, actor_id=by)


def list_to_hand_on(session: Session, moment: datetime, limit: int = 100) -> list[str]:
    due = sa.select(Task.id).where(Task.hand_on_at <= moment, Task.state == "open")
    return list(session.scalars(due.order_by(Task.hand_on_at).limit(limit)))


def hand_on(session: Session, task_id: str, moment: datetime) -> bool:
    """Pass a due call on if its assignee is not there to make it, once; True when somebody else has it now.

    Gone or on leave: at once. On a break: after five minutes. Whoever of its queue is there and has fewest promised
    calls gets it; nobody there: it is anyone's.
    """
    claim = (Task.id == task_id, Task.state == "open", Task.hand_on_at <= moment)
    claimed = session.execute(sa.update(Task).where(*claim).values(hand_on_at=None))
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return False
    task = session.get_one(Task, task_id, populate_existing=True, with_for_update=True)
    state = session.get(Presence, task.assignee_id) if task.assignee_id else None
    is_gone = state is None or _is_gone(session, state, moment)
    if not is_gone and state is not None and state.is_status_ready:
        return False
    if not is_gone and task.due_at is not None and moment < task.due_at + GRACE:
        task.hand_on_at = moment + LOOK_AGAIN
        return False
    before = task.assignee_id
    chosen = _choose(session, task)
    tasks.correct_task(session, task, {"assignee_id": chosen}, actor_id=chosen)  # told below, by its own name
    task.hand_on_at = None
    for user_id in [chosen] if chosen else audience(session, task):
        _tell(session, task, user_id, "callback_handed_on", moment)
    if before is not None:
        _tell(session, task, before, "callback_taken_over", moment)
    return True


def audience(session: Session, task: Task) -> list[str]:
    """Whom an anyone's call concerns when it is due: who is there of its queue."""
    queue_id = task.queue_id or queues.ensure_default_queue(session).id
    there = (
        sa.select(Presence.user_id)
        .join(QueueMember, QueueMember.user_id == Presence.user_id)
        .join(User, User.id == Presence.user_id)
        .where(
            QueueMember.queue_id == queue_id,
            Presence.is_reachable.is_(True),
            Presence.status != OFFLINE,
            User.is_active.is_(True),
        )
    )
    return list(session.scalars(there.order_by(Presence.user_id)))


def register() -> None:
    tasks.contribute_audience(KIND, audience)


def _choose(session: Session, task: Task) -> str | None:
    people = [user_id for user_id in audience(session, task) if user_id != task.assignee_id]
    rows = session.scalars(sa.select(Presence).where(Presence.user_id.in_(people))).all()
    there = [row.user_id for row in rows if row.is_status_ready and not _is_gone(session, row, now())]
    if not there:
        return None
    held = sa.select(Task.assignee_id, sa.func.count()).where(
        Task.assignee_id.in_(there), Task.kind == KIND, Task.state == "open"
    )
    counts: dict[str | None, int] = {row[0]: row[1] for row in session.execute(held.group_by(Task.assignee_id))}
    return min(there, key=lambda user_id: (counts.get(user_id, 0), user_id))


def _is_gone(session: Session, state: Presence, moment: datetime) -> bool:
    """Signed out, out of reach, or off duty. Busy with a customer is there: that ends."""
    is_away = not state.is_reachable or state.status == OFFLINE
    return is_away or is_working(session, [state.user_id], moment).get(state.user_id) is not None


def _demand_callable(session: Session, known: dict[str, Any]) -> None:
    """No promise that the gate would break. Of a customer without a number only the lists can speak."""
    customer_id = known.get("customer_id")
    number = known.get("party") or first_numbers(session, {customer_id}).get(customer_id or "")
    if number is not None:
        gate.demand(session, customer_id, number, gate.VOICE, gate.SERVICE, now())


def _tell(session: Session, task: Task, user_id: str, kind: str, moment: datetime) -> None:
    notifications.notify(
        session, user_id, kind, ref_id=task.id, occasion=f"{kind}:{task.id}:{moment.isoformat()}:{user_id}",
        customer_id=task.customer_id,
    )  # fmt: skip


def _checked(session: Session, values: dict[str, Any], region: str) -> dict[str, Any]:
    """As tasks keep it; the number of one customer is that customer."""
    known: dict[str, Any] = {
        name: values[name] for name in ("assignee_id", "call_id", "state", "customer_id") if name in values
    }
    known |= {"due_at": values["from_at"], "until_at": values.get("until_at")}
    if known["until_at"] is not None and not known["due_at"] < known["until_at"] <= known["due_at"] + LONGEST_WINDOW:
        raise Invalid("bad_window", "The window ends after it begins, within a week.", to=["Not after its beginning."])
    if known["due_at"] > now() + LONGEST_AHEAD:
        raise Invalid("window_too_far", "Promise a call within a year.", **{"from": ["More than a year ahead."]})
    if "note" in values:
        known["title"] = values["note"]
    if values.get("queue_id"):
        known["queue_id"] = queues.get_queue(session, values["queue_id"]).id
    if values.get("number"):
        phone = parse_phone(values["number"], region)
        if phone is None:
            raise Invalid("bad_phone", "That is no number that can be called.", number=["Not a number."])
        known["party"] = phone.e164
        if not known.get("customer_id"):
            known["customer_id"] = matching.find_match(session, "phone", phone.e164).customer_id
    elif known.get("customer_id"):
        known["customer_id"] = crm.get_customer(session, known["customer_id"]).id
    return known
