"""Trials of other policies over HTTP: for those who lead."""

from typing import Any

import sqlalchemy as sa
from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core.db import read, transaction
from contactcenter.core.paging import page
from contactcenter.core.schemas import page_of
from contactcenter.reporting.trials import schemas, service
from contactcenter.reporting.trials.models import PolicyTrial

blp = Blueprint("trials", __name__, url_prefix="/api/v1", description="Another policy over a past period")


@blp.get("/trials")
@require("trials.run")
@blp.arguments(schemas.TrialFilters, location="query")
@blp.response(200, page_of(schemas.TrialRowSchema))
def list_trials(filters: dict[str, Any]) -> Any:
    """The newest first, everybody's."""
    with read() as session:
        by = (PolicyTrial.created_at, PolicyTrial.id)
        return page(session, sa.select(PolicyTrial), by, limit=filters["limit"], cursor=filters["cursor"])


@blp.post("/trials")
@require("trials.run")
@blp.arguments(schemas.TrialIn)
@blp.response(201, schemas.TrialSchema)
def create_trial(body: dict[str, Any]) -> Any:
    """Runs in the background; 409 `too_many_trials`, 422 `trial_without_work`, `trial_too_large`."""
    with transaction() as session:
        return service.create_trial(session, body, actor_id=current_actor().id)


@blp.get("/trials/<trial_id>")
@require("trials.run")
@blp.response(200, schemas.TrialSchema)
def get_trial(trial_id: str) -> Any:
    with read() as session:
        return service.get_trial(session, trial_id)


@blp.post("/trials/<trial_id>/cancel")
@require("trials.run")
@blp.response(200, schemas.TrialSchema)
def cancel_trial(trial_id: str) -> Any:
    with transaction() as session:
        return service.cancel_trial(session, trial_id)


@blp.delete("/trials/<trial_id>")
@require("trials.run")
@blp.response(204)
def delete_trial(trial_id: str) -> None:
    """409 `trial_at_work` while it runs."""
    with transaction() as session:
        service.delete_trial(session, trial_id)
