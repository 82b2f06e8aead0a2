"""Tasks over HTTP."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, own_user_id, require
from contactcenter.agents.teams.paths import guard_where
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch
from contactcenter.crm.companies.sight import demand_company
from contactcenter.crm.list_filters import settle_filters
from contactcenter.crm.reach import demand_sight, demand_sight_of_call
from contactcenter.crm.tasks import queries, service
from contactcenter.crm.tasks.models import Task
from contactcenter.crm.tasks.schemas import (
    CountArgs,
    TaskChangeIn,
    TaskCounts,
    TaskFilters,
    TaskIn,
    TaskPage,
    TaskSchema,
)

blp = Blueprint("tasks", __name__, url_prefix="/api/v1/tasks", description="Things to do, with a clock")
guard_where("/tasks/<task_id>", Task.id, queries.task_within)


@blp.get("")
@require("tasks.read")
@blp.arguments(TaskFilters, location="query")
@blp.response(200, TaskPage)
def list_tasks(filters: dict[str, Any]) -> Any:
    """Tasks by due time (closed ones by when they were closed, the last first)."""
    if filters["due"]:
        filters["state"] = filters["state"] or "open"
    with read() as session:
        settle_filters(session, filters, mine="assignee")
        actor = current_actor()
        demand_company(session, actor, filters["company"])
        reach = reach_of(session, actor)
        page = queries.list_tasks(session, filters, reach=reach)
        return {"items": queries.present(session, page.items, reach), "next_cursor": page.next_cursor}


@blp.get("/counts")
@require("tasks.read")
@blp.arguments(CountArgs, location="query")
@blp.response(200, TaskCounts)
def count_tasks(args: dict[str, Any]) -> Any:
    """How many open tasks are overdue, due today, and later."""
    with read() as session:
        reach = reach_of(session, current_actor())
        return queries.count_open(session, own_user_id() if args["mine"] else None, reach=reach)


@blp.post("")
@require("tasks.edit")
@blp.arguments(TaskIn)
@blp.response(201, TaskSchema)
def create_task(body: dict[str, Any]) -> Any:
    """Give a task, to oneself unless `assignee_id` says to whom."""
    actor = current_actor()
    with transaction() as session:
        demand_sight(session, actor, body.get("customer_id"))
        demand_sight_of_call(session, actor, body.get("call_id"))
        demand_company(session, actor, body.get("company_id"))
        return _tagged(
            session, service.create_task(session, {"assignee_id": actor.user_id, **body}, actor_id=actor.id), 201
        )


@blp.get("/<task_id>")
@require("tasks.read")
@blp.response(200, TaskSchema)
def get_task(task_id: str) -> Any:
    with read() as session:
        return _tagged(session, service.get_task(session, task_id))


@blp.patch("/<task_id>")
@require("tasks.edit")
@blp.arguments(TaskChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, TaskSchema)
def update_task(body: dict[str, Any], match: dict[str, Any], task_id: str) -> Any:
    """Change, put off, tick off (`{"state": "done"}`) or take back (`{"state": "open"}`)."""
    actor = current_actor()
    with transaction() as session:
        demand_sight(session, actor, body.get("customer_id"))
        demand_company(session, actor, body.get("company_id"))
        task = service.update_task(session, task_id, body, version=match["version"], actor=actor)
        session.flush()
        return _tagged(session, task)


def _tagged(session: Session, task: Task, status: int = 200) -> Any:
    shown = queries.present(session, [task], reach_of(session, current_actor()))[0]
    response = make_response(TaskSchema().dump(shown), status)
    response.set_etag(str(task.version))
    return response
