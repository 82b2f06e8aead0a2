"""Promised calls over HTTP."""

from typing import Any

from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.core.versions import IfMatch
from contactcenter.crm.list_filters import settle_filters
from contactcenter.crm.reach import guard_rows
from contactcenter.crm.tasks.models import Task
from contactcenter.routing.callbacks import queries, service
from contactcenter.routing.callbacks.schemas import (
    CallbackChangeIn,
    CallbackFilters,
    CallbackIn,
    CallbackPage,
    CallbackSchema,
)

blp = Blueprint("callbacks", __name__, url_prefix="/api/v1/callbacks", description="Calls that were promised")
guard_rows("/callbacks/<callback_id>", Task.id, Task.customer_id)


@blp.get("")
@require("tasks.read")
@blp.arguments(CallbackFilters, location="query")
@blp.response(200, CallbackPage)
def list_callbacks(filters: dict[str, Any]) -> Any:
    """By their time, the first due first; those that were kept, the last first."""
    with read() as session:
        settle_filters(session, filters, mine="assignee")
        page = queries.list_callbacks(session, filters, reach=reach_of(session, current_actor()))
        return {"items": queries.present(session, page.items), "next_cursor": page.next_cursor}


@blp.post("")
@require("tasks.edit")
@blp.arguments(CallbackIn)
@blp.response(201, CallbackSchema)
def create_callback(body: dict[str, Any]) -> Any:
    """Promise a call to a customer or a number, by oneself, a colleague, or anyone (`assignee_id` null)."""
    with transaction() as session:
        task = service.create(session, body, region=current().default_region, actor=current_actor())
        return _tagged(session, task, 201)


@blp.get("/<callback_id>")
@require("tasks.read")
@blp.response(200, CallbackSchema)
def get_callback(callback_id: str) -> Any:
    with read() as session:
        return _tagged(session, service.get_callback(session, callback_id))


@blp.patch("/<callback_id>")
@require("tasks.edit")
@blp.arguments(CallbackChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, CallbackSchema)
def change_callback(body: dict[str, Any], match: dict[str, Any], callback_id: str) -> Any:
    """Move, hand over, keep (`{"state": "done"}`), call off (`canceled`) or take back (`open`)."""
    with transaction() as session:
        task = service.change(
            session, callback_id, body, version=match["version"], region=current().default_region, actor=current_actor()
        )
        session.flush()
        return _tagged(session, task)


def _tagged(session: Session, task: Task, status: int = 200) -> Any:
    response = make_response(CallbackSchema().dump(queries.present(session, [task])[0]), status)
    response.set_etag(str(task.version))
    return response
