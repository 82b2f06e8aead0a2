"""The data audit over HTTP: how good the data is, and mending many at once."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import current_actor, require
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.crm.audit import queries, schemas, service

blp = Blueprint("data_quality", __name__, url_prefix="/api/v1/data-quality", description="Data quality")


@blp.get("")
@require("customers.audit")
@blp.response(200, schemas.DataQualitySchema)
def get_quality() -> Any:
    """The last measurement of every field, with a month's trend."""
    with read() as session:
        return queries.quality(session)


@blp.post("/measurements")
@require("customers.audit")
@blp.response(202)
def measure() -> None:
    """Measure now, in the background; once a minute is enough."""
    with transaction() as session:
        jobs.enqueue(session, "measure_data_quality", key=f"measure-{now():%Y%m%d%H%M}")


@blp.post("/fixes/preview")
@require("customers.audit")
@blp.arguments(schemas.FixIn)
@blp.response(200, schemas.FixPreviewSchema)
def preview_fix(body: dict[str, Any]) -> Any:
    """How many customers a fix is about, and what would become of the first ones."""
    with read() as session:
        return service.preview(
            session, body["field"], body["action"], body["value"], body["target"], current().default_region
        )


@blp.get("/fixes")
@require("customers.audit")
@blp.response(200, schemas.FixListSchema)
def list_fixes() -> Any:
    with read() as session:
        return {"items": queries.list_fixes(session)}


@blp.post("/fixes")
@require("customers.audit")
@blp.arguments(schemas.FixIn)
@blp.response(201, schemas.FixSchema)
def start_fix(body: dict[str, Any]) -> Any:
    """Mend many customers in the background."""
    with transaction() as session:
        actor_id = current_actor().id
        fix = service.start(session, body["field"], body["action"], body["value"], body["target"], actor_id=actor_id)
        return queries.present_fixes(session, [fix])[0]


@blp.get("/fixes/<fix_id>")
@require("customers.audit")
@blp.response(200, schemas.FixSchema)
def get_fix(fix_id: str) -> Any:
    with read() as session:
        return queries.present_fixes(session, [service.get_fix(session, fix_id)])[0]


@blp.post("/fixes/<fix_id>/cancel")
@require("customers.audit")
@blp.response(200, schemas.FixSchema)
def cancel_fix(fix_id: str) -> Any:
    """Stop it; what it did stays, and can be undone."""
    with transaction() as session:
        return queries.present_fixes(session, [service.cancel(session, fix_id)])[0]


@blp.post("/fixes/<fix_id>/undo")
@require("customers.audit")
@blp.response(200, schemas.FixSchema)
def undo_fix(fix_id: str) -> Any:
    """Give back what was there before, except where somebody has changed it since."""
    with transaction() as session:
        return queries.present_fixes(session, [service.undo(session, fix_id)])[0]
