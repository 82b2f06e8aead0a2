"""Named reads of tasks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import UtcDateTime
from contactcenter.core.paging import Page, page
from contactcenter.core.settings import current
from contactcenter.crm.companies.models import Company
from contactcenter.crm.companies.sight import find_outside_companies, names_company_within
from contactcenter.crm.models import Customer
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import concerns, list_within
from contactcenter.crm.tasks.models import Task

_NO_DATE = datetime(9999, 1, 1, tzinfo=UTC)
"""Tasks without a due time come after all those with one."""

_BY_DUE = sa.func.coalesce(Task.due_at, sa.literal(_NO_DATE, UtcDateTime), type_=UtcDateTime)


def end_of_today() -> datetime:
    """Midnight to come, in the company's time zone."""
    zone = ZoneInfo(current().timezone)
    tomorrow = now().astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.min.time(), zone).astimezone(UTC)


def list_tasks(session: Session, filters: dict[str, Any], *, reach: Reach = EVERYTHING) -> Page:
    """Open tasks by due time, those without one last; closed ones by when they were closed, the last first.

    `filters`: state, kind, due (overdue | today | upcoming), assignee (an id, or none), customer,
    company, call, q, limit, cursor.
    """
    statement = _filtered(sa.select(Task), filters)
    if reach:
        statement = statement.where(list_within(session, reach, Task.customer_id), concerns_company(reach))
    paging = {"limit": filters.get("limit", 50), "cursor": filters.get("cursor")}
    if filters.get("state") in ("done", "canceled"):
        return page(session, statement.where(Task.closed_at.is_not(None)), (Task.closed_at, Task.id), **paging)
    return page(session, statement, (_BY_DUE, Task.id), **paging, is_descending=False)


def count_open(session: Session, assignee_id: str | None, *, reach: Reach = EVERYTHING) -> dict[str, int]:
    """How many open tasks are overdue, due today, and later or undated; of one person or of everybody."""
    moment, midnight = now(), end_of_today()
    overdue, today = Task.due_at < moment, sa.and_(Task.due_at >= moment, Task.due_at < midnight)
    later = sa.or_(Task.due_at >= midnight, Task.due_at.is_(None))
    statement = sa.select(*(sa.func.count(sa.case((rule, 1))) for rule in (overdue, today, later)))
    statement = statement.where(Task.state == "open")
    if assignee_id is not None:
        statement = statement.where(Task.assignee_id == assignee_id)
    if reach:
        statement = statement.where(list_within(session, reach, Task.customer_id), concerns_company(reach))
    row = session.execute(statement).one()
    return {"overdue": row[0], "today": row[1], "upcoming": row[2]}


def list_open_for_pop(session: Session, customer_id: str, limit: int = 5) -> list[dict[str, Any]]:
    """What was promised to somebody and not done yet, the most urgent first: JSON-ready, for the incoming card."""
    open_ = sa.select(Task.id, Task.title, Task.due_at, Task.assignee_id).where(
        Task.customer_id == customer_id, Task.state == "open"
    )
    rows = session.execute(open_.order_by(_BY_DUE, Task.id).limit(limit)).all()
    names = user_names(session, {row.assignee_id for row in rows})
    return [
        {
            "id": row.id,
            "text": row.title,
            "due_at": isoformat(row.due_at),
            "owner_name": names.get(row.assignee_id or ""),
        }
        for row in rows
    ]


def task_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether a row of `tasks` is within somebody's reach: by its customer, else by its company."""
    return sa.and_(concerns(reach, Task.customer_id), concerns_company(reach))


def concerns_company(reach: Reach) -> sa.ColumnElement[bool]:
    """Of a task that names a customer, true. One's own tasks one sees, whosever company they are about."""
    if not reach:
        return sa.true()
    is_own = sa.or_(Task.assignee_id == reach.user_id, Task.created_by == reach.user_id)
    return sa.or_(Task.customer_id.is_not(None), names_company_within(reach, Task.company_id), is_own)


def present(session: Session, tasks: Sequence[Task], reach: Reach = EVERYTHING) -> list[dict[str, Any]]:
    """Of the shape of `TaskSchema`, without companies out of reach."""
    shown = _present(session, tasks)
    return without_outside_companies(session, reach, shown) if reach else shown


def without_outside_companies(session: Session, reach: Reach, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    outside = find_outside_companies(session, reach, (row["company_id"] for row in shown))
    nothing = {"company_id": None, "company_name": None}
    return [{**row, **nothing} if row["company_id"] in outside else row for row in shown]


def _present(session: Session, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    names = user_names(session, {i for t in tasks for i in (t.assignee_id, t.created_by, t.closed_by)})
    customers = _names(session, Customer.id, Customer.display_name, {t.customer_id for t in tasks})
    companies = _names(session, Company.id, Company.name, {t.company_id for t in tasks})
    return [
        {
            **{name: getattr(task, name) for name in _COLUMNS},
            "assignee_name": names.get(task.assignee_id or ""),
            "created_by_name": names.get(task.created_by or ""),
            "closed_by_name": names.get(task.closed_by or ""),
            "customer_name": customers.get(task.customer_id or ""),
            "company_name": companies.get(task.company_id or ""),
        }
        for task in tasks
    ]


_COLUMNS = (
    "id", "version", "kind", "title", "details", "state", "priority", "due_at", "reminder_at", "assignee_id",
    "created_by", "customer_id", "company_id", "call_id", "created_at", "updated_at", "closed_at", "closed_by",
)  # fmt: skip


def _filtered(statement: sa.Select[Any], filters: dict[str, Any]) -> sa.Select[Any]:
    if filters.get("assignee") == "none":
        statement = statement.where(Task.assignee_id.is_(None))
        filters = {**filters, "assignee": None}
    for name, column in (
        ("state", Task.state),
        ("kind", Task.kind),
        ("assignee", Task.assignee_id),
        ("customer", Task.customer_id),
        ("company", Task.company_id),
        ("call", Task.call_id),
    ):
        if filters.get(name):
            statement = statement.where(column == filters[name])
    due = filters.get("due")
    if due == "overdue":
        statement = statement.where(Task.due_at < now())
    elif due == "today":
        statement = statement.where(Task.due_at >= now(), Task.due_at < end_of_today())
    elif due == "upcoming":
        statement = statement.where(sa.or_(Task.due_at >= end_of_today(), Task.due_at.is_(None)))
    return statement


def _names(session: Session, key: Any, name: Any, ids: set[str | None]) -> dict[str, str]:
    wanted = {i for i in ids if i}
    if not wanted:
        return {}
    return {row[0]: row[1] for row in session.execute(sa.select(key, name).where(key.in_(wanted)))}
