"""Comparisons with the providers' lists, over HTTP: those there were, and one now."""

from typing import Any

import sqlalchemy as sa
from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Invalid
from contactcenter.core.paging import page
from contactcenter.webhooks.reconciliation import service
from contactcenter.webhooks.reconciliation.models import ReconcileRun
from contactcenter.webhooks.reconciliation.schemas import RunFilters, RunIn, RunPage, RunSchema, StartedRuns

blp = Blueprint(
    "reconciliations",
    __name__,
    url_prefix="/api/v1/reconciliations",
    description="What providers list, compared with what their webhooks told",
)


@blp.get("")
@require("deliveries.read")
@blp.arguments(RunFilters, location="query")
@blp.response(200, RunPage)
def list_runs(filters: dict[str, Any]) -> Any:
    """Comparisons, newest first."""
    statement = sa.select(ReconcileRun)
    if filters["provider"]:
        statement = statement.where(ReconcileRun.provider == filters["provider"])
    with read() as session:
        order = (ReconcileRun.created_at, ReconcileRun.id)
        return page(session, statement, order, limit=filters["limit"], cursor=filters["cursor"])


@blp.post("")
@require("deliveries.replay")
@blp.arguments(RunIn)
@blp.response(202, StartedRuns)
def start_run(body: dict[str, Any]) -> Any:
    """Compare now, in the background: with one provider, or with each that is set up."""
    names = [body["provider"]] if body["provider"] else [one.name for one in service.list_providers()]
    if not names:
        raise Invalid("nothing_listed", "No provider account is set up.", provider=["Not set up."])
    with transaction() as session:
        runs = []
        for name in names:
            run = service.ask_for_run(
                session,
                name,
                cause="person",
                actor_id=current_actor().id,
                since=body["since"],
                is_dry_run=body["is_dry_run"],
            )
            service.enqueue(session, run)
            runs.append(run)
        return {"items": runs}


@blp.get("/<run_id>")
@require("deliveries.read")
@blp.response(200, RunSchema)
def get_run(run_id: str) -> Any:
    with read() as session:
        return service.get_run(session, run_id)


@blp.delete("/<run_id>")
@require("deliveries.replay")
@blp.response(200, RunSchema)
def cancel_run(run_id: str) -> Any:
    """Stop it at the next page; what was filled in stands."""
    with transaction() as session:
        return service.cancel(session, run_id)
