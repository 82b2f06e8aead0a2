"""Told of customers: that something changed, which whoever may see it fetches; and what concerns one person."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.events import within
from contactcenter.crm import events as crm_events
from contactcenter.crm.models import Customer
from contactcenter.crm.notifications import events as notification_events
from contactcenter.crm.notifications import queries as notification_queries
from contactcenter.crm.notifications.models import Notification
from contactcenter.crm.notifications.schemas import NotificationSchema
from contactcenter.crm.tasks import events as task_events
from contactcenter.crm.tasks import queries as task_queries
from contactcenter.crm.tasks.models import Task
from contactcenter.crm.tasks.schemas import TaskSchema
from contactcenter.realtime.log import tell

_notification = NotificationSchema()
_task = TaskSchema()


@within(crm_events.CustomerSaved)
def show_customer(session: Session, event: crm_events.CustomerSaved) -> None:
    def build(s: Session) -> dict[str, Any] | None:
        version = s.scalar(sa.select(Customer.version).where(Customer.id == event.customer_id))
        return None if version is None else {"id": event.customer_id, "version": version}

    tell(session, "customer.updated", event.customer_id, build, rooms=(f"customer:{event.customer_id}",))


@within(crm_events.CustomersImported)
def show_changed_customers(session: Session, event: crm_events.CustomersImported) -> None:
    """Of those a file changed; nobody has a new one open."""
    for customer_id in event.changed_ids:
        show_customer(session, crm_events.CustomerSaved(customer_id))


@within(crm_events.TimelineChanged)
def show_item(session: Session, event: crm_events.TimelineChanged) -> None:
    """Which item, not what it says: that is fetched, by whoever may see it and as they may."""
    names = ("customer_id", "kind", "ref_id", "is_gone")
    data = {"id": event.item_id, **{name: getattr(event, name) for name in names}}
    tell(session, "timeline.updated", event.item_id, lambda _s: data, rooms=(f"customer:{event.customer_id}",))


@within(task_events.TaskChanged)
def show_task(session: Session, event: task_events.TaskChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {"task": _task.dump(task_queries.present(s, [s.get_one(Task, event.task_id)])[0])}

    rooms = ["leads", *(f"user:{user_id}" for user_id in event.person_ids)]
    if event.customer_id:
        rooms.append(f"customer:{event.customer_id}")
    if session.get_one(Task, event.task_id).assignee_id is None:
        rooms = ["everyone"]
    tell(session, "task.updated", event.task_id, build, rooms=tuple(rooms), outline={"id": event.task_id})


@within(notification_events.NotificationCreated)
def show_notification(session: Session, event: notification_events.NotificationCreated) -> None:
    def build(s: Session) -> dict[str, Any] | None:
        row = s.get(Notification, event.notification_id)
        if row is None:  # taken back in the same transaction
            return None
        shown = _notification.dump(notification_queries.present(s, [row])[0])
        return {"notification": shown, "unread": notification_queries.count_unread(s, event.user_id)}

    tell(session, "notification.created", event.notification_id, build, recipients=(event.user_id,))


@within(notification_events.NotificationsRead)
def show_unread(session: Session, event: notification_events.NotificationsRead) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {"unread": notification_queries.count_unread(s, event.user_id)}

    tell(session, "notification.read", event.user_id, build, rooms=(f"user:{event.user_id}",))
