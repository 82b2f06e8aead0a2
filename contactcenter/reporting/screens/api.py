"""Screens on the wall over HTTP: kept by those who lead, read by the screen with its own token."""

from typing import Any

from flask import request
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import own_user_id, public, require
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Unauthenticated
from contactcenter.core.settings import current
from contactcenter.crm.queries import user_names
from contactcenter.reporting.screens import schemas
from contactcenter.reporting.screens import service as screens
from contactcenter.reporting.screens.models import WallScreen

blp = Blueprint("screens", __name__, url_prefix="/api/v1", description="Figures on the wall")

SCHEME = "screen"


@blp.get("/screens")
@require("screens.manage")
@blp.response(200, schemas.ScreenListSchema)
def list_screens() -> Any:
    """All screens with when each last looked; those that have ended come last."""
    with read() as session:
        return {"items": _shown(session, screens.list_screens(session)), "next_cursor": None}


@blp.post("/screens")
@require("screens.manage")
@blp.arguments(schemas.ScreenIn)
@blp.response(201, schemas.NewScreenSchema)
def create_screen(body: dict[str, Any]) -> Any:
    """A screen and the link that opens it; the link is shown this once."""
    days = body.pop("days")
    with transaction() as session:
        screen, token = screens.create(session, body, days=days, actor_id=own_user_id())
        return {**_shown(session, [screen])[0], "url": f"{current().public_url}/tv#{token}"}


@blp.patch("/screens/<screen_id>")
@require("screens.manage")
@blp.arguments(schemas.ScreenChange)
@blp.response(200, schemas.ScreenSchema)
def change_screen(body: dict[str, Any], screen_id: str) -> Any:
    """Other queues, another pace: it shows within seconds."""
    with transaction() as session:
        return _shown(session, [screens.change(session, screen_id, body)])[0]


@blp.delete("/screens/<screen_id>")
@require("screens.manage")
@blp.response(204)
def revoke_screen(screen_id: str) -> None:
    """End its link now. Ending it twice is no error."""
    with transaction() as session:
        screens.revoke(session, screen_id, own_user_id())


@blp.get("/screen")
@public("The screen's own token opens it, and nothing but it.")
@blp.response(200, schemas.ScreenViewSchema)
def get_screen() -> Any:
    """What a screen shows, for `Authorization: Screen <token>`; 401 `bad_screen_token` once it has ended."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME:
        raise Unauthenticated("bad_screen_token", "This screen's link has ended.")
    with read() as session:
        screen = screens.find_by_token(session, token.strip())
        view = screens.shown(session, screen, current().timezone)
        is_due = screens.is_due_to_be_noted(screen)
    if is_due:
        with transaction() as session:
            screens.note_seen(session, screen.id)
    return view


def _shown(session: Session, rows: list[WallScreen]) -> list[dict[str, Any]]:
    names = user_names(session, {row.created_by for row in rows})
    columns = [column.name for column in WallScreen.__table__.columns if column.name != "token_hash"]
    return [
        {
            **{name: getattr(row, name) for name in columns},
            "created_by_name": names.get(row.created_by),
            "is_live": screens.is_live(row),
        }
        for row in rows
    ]
