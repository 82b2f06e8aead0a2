"""The console's snapshot over HTTP: where the live events begin."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.queries import get_user
from contactcenter.agents.session import current_actor, own_user_id, require
from contactcenter.core.db import read
from contactcenter.realtime import log
from contactcenter.routing.schemas import SnapshotSchema
from contactcenter.routing.snapshot import build_snapshot

blp = Blueprint("console_api", __name__, url_prefix="/api/v1/console", description="The agent's console")


@blp.get("/snapshot")
@require("console.use")
@blp.response(200, SnapshotSchema)
def snapshot() -> Any:
    """Everything my screen shows now; events with a greater `seq` apply on top."""
    user_id = own_user_id()
    with read() as session:
        # The number is read first: an event between the two reads is then applied twice, never lost.
        seq = log.head(session, user_id)
        return build_snapshot(session, current_actor(), get_user(session, user_id), seq)
