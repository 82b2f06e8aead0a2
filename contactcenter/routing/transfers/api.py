"""Passing calls on, over HTTP."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.calls import control
from contactcenter.calls import service as calls
from contactcenter.calls.rooms import drive
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import NotFound
from contactcenter.privacy import gate
from contactcenter.routing.transfers import jobs, queries, service
from contactcenter.routing.transfers import reactions as _reactions  # noqa: F401 - subscribes them
from contactcenter.routing.transfers import work as _work  # noqa: F401 - registers the kind
from contactcenter.routing.transfers.models import Transfer
from contactcenter.routing.transfers.schemas import (
    TargetsSchema,
    TransferIn,
    TransferListSchema,
    TransferPatch,
    TransferSchema,
)

blp = Blueprint("transfers", __name__, url_prefix="/api/v1/calls", description="Passing calls on")


@blp.get("/<call_id>/transfers")
@require("calls.read_all")
@blp.response(200, TransferListSchema)
def list_transfers(call_id: str) -> Any:
    """How a call was passed on, the oldest first."""
    with read() as session:
        call = calls.get_call(session, call_id)
        return {"items": queries.present(session, queries.list_of(session, call.id)), "next_cursor": None}


@blp.post("/<call_id>/transfers")
@require("calls.handle")
@blp.arguments(TransferIn)
@blp.response(201, TransferSchema)
def post_transfer(body: dict[str, Any], call_id: str) -> Any:
    """Pass one's call on: cold (at once) or warm (speak with them first; the customer hears music).

    `note` is the context card that the receiver sees while it rings. 409 `agent_not_available`, `nobody_there`,
    `transfer_open`, `not_talking`, `contact_refused` (a number outside; `details.reason` as for a call that we place);
    502 when the provider refuses: the call stays as it was.
    """
    with gate.keeping_refusals(current_actor().user_id), transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        control.demand_handling(current_actor(), call)
        row = service.create(session, call, body["kind"], service.Target(**body["to"]), body["note"])
        transfer_id, is_warm = row.id, row.kind == "warm"
    if is_warm:
        _begin_consultation(call_id, transfer_id)
    else:
        jobs.move(transfer_id)
    return _shown(transfer_id)


@blp.patch("/<call_id>/transfers/<transfer_id>")
@require("calls.handle")
@blp.arguments(TransferPatch)
@blp.response(200, TransferSchema)
def patch_transfer(body: dict[str, Any], call_id: str, transfer_id: str) -> Any:
    """While consulting: choose who is heard, hand the customer over, or take them back."""
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        control.demand_handling(current_actor(), call)
        row = service.get(session, call, transfer_id)
        if body.get("talk_to"):
            service.talk_to(session, call, row, body["talk_to"])
        elif body["state"] == "completed":
            service.complete(session, call, row)
        else:
            service.cancel(session, call, row)
    drive.drive(call_id)
    return _shown(transfer_id)


@blp.delete("/<call_id>/consultation")
@require("calls.handle")
@blp.response(204)
def leave_consultation(call_id: str) -> None:
    """Who was asked leaves the call to who asked; 404 when nobody asks me about it."""
    with transaction() as session:
        call = calls.get_call(session, call_id, for_update=True)
        row = queries.consultation_of(session, call_id, current_actor().user_id or "")
        if row is None:
            raise NotFound("no_consultation", "Nobody asks you about this call.")
        service.leave(session, call, row)
    drive.drive(call_id)


@blp.get("/<call_id>/transfer-targets")
@require("calls.handle")
@blp.response(200, TargetsSchema)
def list_targets(call_id: str) -> Any:
    """Colleagues and queues to pass this call on to, with who is free now."""
    with read() as session:
        calls.get_call(session, call_id)
        return queries.targets(session, current_actor().user_id)


def _begin_consultation(call_id: str, transfer_id: str) -> None:
    try:
        drive.drive_until_settled(call_id, lambda c: c.held_at is not None)
    except Exception:
        with transaction() as session:
            call = calls.get_call(session, call_id, for_update=True)
            service.failed(session, call, session.get_one(Transfer, transfer_id), "provider_failed")
        raise


def _shown(transfer_id: str) -> Any:
    with read() as session:
        return queries.present(session, [session.get_one(Transfer, transfer_id)])[0]
