"""The floor over HTTP: each act is kept with who did it."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, own_user_id, require
from contactcenter.agents.teams.paths import guard_path, guard_person
from contactcenter.agents.teams.reach import Reach, demand_colleagues, reach_of
from contactcenter.core.db import read, transaction
from contactcenter.crm.reach import guard_rows
from contactcenter.routing import queries, queue_schemas
from contactcenter.routing.floor import acts, closing, giving, notes, places, schemas, wrapups
from contactcenter.routing.floor.models import FloorAct
from contactcenter.routing.queue_callbacks.models import QueueCallback
from contactcenter.routing.schemas import OfferSchema
from contactcenter.routing.work_api import shown_to

blp = Blueprint("floor", __name__, url_prefix="/api/v1", description="What supervisors do on the floor")
guard_person("/agents/<agent_id>")
guard_rows("/queue-callbacks/<callback_id>", QueueCallback.id, QueueCallback.customer_id)


def _sees_note(session: Session, reach: Reach, note_id: str) -> bool:
    act = session.get(FloorAct, note_id)
    return act is None or reach.covers(act.actor_id)


guard_path("/floor-notes/<note_id>", _sees_note)


@blp.post("/work-items/<item_id>/offers")
@require("floor.direct")
@blp.arguments(schemas.GiveIn)
@blp.response(201, OfferSchema)
def give(body: dict[str, Any], item_id: str) -> Any:
    """Ring waiting work at a chosen agent. 409 `not_waiting`, `agent_not_available`."""
    with transaction() as session:
        demand_colleagues(session, current_actor(), body["agent_id"])
        return queries.as_shown(session, [giving.give(session, item_id, body["agent_id"], own_user_id())])[0]


@blp.delete("/work-items/<item_id>/offers")
@require("floor.direct")
@blp.response(200, queue_schemas.WorkItemSchema)
def take_back(item_id: str) -> Any:
    """Stop the ringing; the work goes on as the queue says. 409 `not_waiting` once somebody has it."""
    with transaction() as session:
        return shown_to(session, current_actor(), [giving.take_back(session, item_id, own_user_id())])[0]


@blp.patch("/work-items/<item_id>")
@require("floor.direct")
@blp.arguments(schemas.WorkChangeIn)
@blp.response(200, queue_schemas.WorkItemSchema)
def change(body: dict[str, Any], item_id: str) -> Any:
    """Another priority, the front of the line, or another queue. 409 `not_waiting`, `nobody_there`."""
    with transaction() as session:
        if "queue_id" in body:
            item = giving.move(session, item_id, body["queue_id"], own_user_id())
        else:
            item = giving.set_priority(session, item_id, body.get("priority"), own_user_id())
        return shown_to(session, current_actor(), [item])[0]


@blp.delete("/queue-callbacks/<callback_id>")
@require("floor.direct")
@blp.response(200, schemas.KeptPlaceSchema)
def call_off(callback_id: str) -> Any:
    """Nobody calls them for the place they kept. 409 `not_waiting` while they are being called."""
    with transaction() as session:
        return places.call_off(session, callback_id, own_user_id())


@blp.put("/queue-callbacks/<callback_id>")
@require("floor.direct")
@blp.response(200, schemas.KeptPlaceSchema)
def put_back(callback_id: str) -> Any:
    """Undo: the place that was called off is kept again, where it was. 409 `place_not_free`."""
    with transaction() as session:
        return places.put_back(session, callback_id, own_user_id())


@blp.delete("/agents/<agent_id>/wrap-up")
@require("floor.direct")
@blp.response(200, schemas.EndedWrapUpSchema)
def end_wrap_up(agent_id: str) -> Any:
    """What they typed is kept, and the outcome may be added later. 409 `no_wrap_up_running`."""
    with transaction() as session:
        return wrapups.end_wrap_up(session, agent_id, own_user_id())


@blp.put("/queues/<queue_id>/closure")
@require("queues.close")
@blp.arguments(schemas.ClosureIn)
@blp.response(200, schemas.ClosureSchema)
def close(body: dict[str, Any], queue_id: str) -> Any:
    """Shut a queue at once, with a message for callers."""
    with transaction() as session:
        return closing.close(session, queue_id, body["message"], sends_on=body["sends_on"], actor_id=own_user_id())


@blp.delete("/queues/<queue_id>/closure")
@require("queues.close")
@blp.response(200, schemas.ClosureSchema)
def reopen(queue_id: str) -> Any:
    with transaction() as session:
        return closing.reopen(session, queue_id, actor_id=own_user_id())


@blp.post("/floor-notes")
@require("floor.direct")
@blp.arguments(schemas.FloorNoteIn)
@blp.response(201, schemas.FloorNoteSchema)
def send_note(body: dict[str, Any]) -> Any:
    """A word to an agent or a team: in their list of notifications, and on their screen at once."""
    with transaction() as session:
        demand_colleagues(session, current_actor(), body["agent_id"])
        act = notes.send(session, body["text"], own_user_id(), agent_id=body["agent_id"], queue_id=body["queue_id"])
        return {"id": act.id, "readers": act.detail["to"]}


@blp.delete("/floor-notes/<note_id>")
@require("floor.direct")
@blp.response(204)
def take_note_back(note_id: str) -> None:
    with transaction() as session:
        notes.take_back(session, note_id, own_user_id())


@blp.get("/floor-acts")
@require("floor.direct")
@blp.arguments(schemas.ActFilters, location="query")
@blp.response(200, schemas.ActPage)
def list_acts(filters: dict[str, Any]) -> Any:
    """Who gave, moved, shut, said what, the newest first."""
    with read() as session:
        found = acts.list_acts(
            session, reach_of(session, current_actor()), limit=filters["limit"], cursor=filters["cursor"]
        )
        return {"items": found.items, "next_cursor": found.next_cursor}
