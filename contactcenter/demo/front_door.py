"""The demo company's front door: as it comes, and callers in line may be called back."""

import sqlalchemy as sa

from contactcenter.agents.queries import find_user_by_email
from contactcenter.core import db
from contactcenter.demo.company import STAFF
from contactcenter.routing.flows import builtin, service
from contactcenter.routing.flows.models import FlowVersion

CALLBACK = {"key": "1", "after_seconds": 20, "tries": 3, "retry_minutes": 5}


def add_front_door() -> None:
    """Publish it, unless somebody has published any flow."""
    with db.transaction() as session:
        flow = service.ensure_default_flow(session)
        admin = find_user_by_email(session, STAFF[-1].email)
        if admin is None or session.scalar(sa.select(FlowVersion.id).limit(1)) or flow.draft != builtin.document():
            return
        document = builtin.document()
        line = next(step for step in document["steps"] if step["kind"] == "queue")
        line["callback"] = CALLBACK
        service.save_draft(session, flow.id, document, version=None, actor_id=admin.id)
        service.publish(session, flow.id, note="", version=None, actor_id=admin.id)
