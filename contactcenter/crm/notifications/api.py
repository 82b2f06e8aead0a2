"""One's own notifications over HTTP."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.session import own_user_id, require
from contactcenter.core.db import read, transaction
from contactcenter.crm.notifications import queries, service
from contactcenter.crm.notifications.schemas import NotificationArgs, NotificationPage, ReadIn, UnreadSchema

blp = Blueprint("notifications", __name__, url_prefix="/api/v1/notifications", description="What one should notice")


@blp.get("")
@require("console.use")
@blp.arguments(NotificationArgs, location="query")
@blp.response(200, NotificationPage)
def list_notifications(args: dict[str, Any]) -> Any:
    """One's own, the newest first, with how many are unread."""
    user_id = own_user_id()
    with read() as session:
        page = queries.list_notifications(
            session, user_id, is_unread=args["unread"], limit=args["limit"], cursor=args["cursor"]
        )
        return {
            "items": page.items,
            "next_cursor": page.next_cursor,
            "unread": queries.count_unread(session, user_id),
        }


@blp.post("/read")
@require("console.use")
@blp.arguments(ReadIn)
@blp.response(200, UnreadSchema)
def mark_read(body: dict[str, Any]) -> Any:
    """Note that some (`ids`) or all were read. Repeating changes nothing."""
    user_id = own_user_id()
    with transaction() as session:
        if body["ids"] is None:
            service.mark_all_read(session, user_id)
        for notification_id in dict.fromkeys(body["ids"] or ()):
            service.mark_read(session, user_id, notification_id)
        session.flush()
        return {"unread": queries.count_unread(session, user_id)}
