"""Notes over HTTP, and the colleagues one can name in them."""

from typing import Any

import sqlalchemy as sa
from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import guard_path
from contactcenter.agents.teams.reach import Reach
from contactcenter.core.db import read, transaction
from contactcenter.core.paging import page
from contactcenter.core.settings import current
from contactcenter.core.versions import IfMatch
from contactcenter.crm import service as crm
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.notes import mentions, service
from contactcenter.crm.notes.models import Note
from contactcenter.crm.notes.present import present
from contactcenter.crm.notes.schemas import (
    ColleagueFilters,
    ColleagueList,
    NoteChangeIn,
    NoteFilters,
    NoteHistory,
    NoteIn,
    NotePage,
    NoteSchema,
)
from contactcenter.crm.present import present_items
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import concerns
from contactcenter.crm.schemas import TimelineItemSchema

blp = Blueprint("notes", __name__, url_prefix="/api/v1", description="Internal notes")


def _sees_note(session: Session, reach: Reach, note_id: str) -> bool:
    """By its row, or by its card: the oldest notes have nothing else until they are changed."""
    card = sa.select(TimelineItem.customer_id).where(TimelineItem.kind == "note", TimelineItem.ref_id == note_id)
    whose = sa.union_all(sa.select(Note.customer_id).where(Note.id == note_id), card).subquery()
    is_outside = sa.select(sa.literal(1)).where(sa.not_(concerns(reach, whose.c.customer_id))).limit(1)
    return session.scalar(is_outside) is None


guard_path("/notes/<note_id>", _sees_note)


@blp.get("/customers/<customer_id>/notes")
@require("customers.read")
@blp.arguments(NoteFilters, location="query")
@blp.response(200, NotePage)
def list_notes(filters: dict[str, Any], customer_id: str) -> Any:
    """A customer's notes, the newest first; `pinned=1` those that are kept on top."""
    with read() as session:
        customer = crm.get_customer(session, customer_id)
        statement = sa.select(Note).where(Note.customer_id == customer.id, Note.deleted_at.is_(None))
        if filters["pinned"]:
            statement = statement.where(Note.is_pinned.is_(True))
        order = (Note.created_at, Note.id)
        found = page(session, statement, order, limit=filters["limit"], cursor=filters["cursor"])
        return {"items": present(session, found.items), "next_cursor": found.next_cursor}


@blp.post("/customers/<customer_id>/notes")
@require("customers.edit")
@blp.arguments(NoteIn)
@blp.response(201, TimelineItemSchema)
def add_note(body: dict[str, Any], customer_id: str) -> Any:
    """Write a note; gives its card on the timeline. `@name` tells that colleague."""
    with transaction() as session:
        note = service.add_note(
            session, customer_id, body["text"], actor_id=current_actor().id, region=current().default_region
        )
        item = session.scalars(sa.select(TimelineItem).filter_by(kind="note", ref_id=note.id)).one()
        return present_items(session, [item])[0]


@blp.get("/notes/<note_id>")
@require("customers.read")
@blp.response(200, NoteSchema)
def get_note(note_id: str) -> Any:
    with read() as session:
        return _tagged(session, service.get_note(session, note_id))


@blp.patch("/notes/<note_id>")
@require("customers.edit")
@blp.arguments(NoteChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, NoteSchema)
def change_note(body: dict[str, Any], match: dict[str, Any], note_id: str) -> Any:
    """Say one's own note differently, pin any, or take a deletion back."""
    actor, version = current_actor(), match["version"]
    with transaction() as session:
        if "is_deleted" in body:
            service.restore_note(session, note_id, actor=actor)
            version = None
        if "text" in body:
            service.edit_note(session, note_id, body["text"], version=version, actor=actor)
            version = None
        if "is_pinned" in body:
            service.pin_note(session, note_id, is_pinned=body["is_pinned"], version=version)
        session.flush()
        return _tagged(session, service.get_note(session, note_id))


@blp.delete("/notes/<note_id>")
@require("customers.edit")
@blp.response(204)
def delete_note(note_id: str) -> None:
    """Take one's own note off the timeline. PATCH `{"is_deleted": false}` brings it back for 30 days."""
    with transaction() as session:
        service.delete_note(session, note_id, actor=current_actor())


@blp.get("/notes/<note_id>/versions")
@require("customers.read")
@blp.response(200, NoteHistory)
def list_versions(note_id: str) -> Any:
    """What the note said before it was edited, the newest first."""
    with read() as session:
        note = service.get_note(session, note_id)
        versions = service.list_versions(session, note)
        names = _names_in(session, [row.text for row in versions])
        return {
            "items": [
                {"version": row.version, "text": mentions.show(row.text, names), "written_at": row.written_at}
                for row in versions
            ]
        }


@blp.get("/colleagues")
@require("customers.read")
@blp.arguments(ColleagueFilters, location="query")
@blp.response(200, ColleagueList)
def list_colleagues(filters: dict[str, Any]) -> Any:
    """Everybody who works here, by name: whom one can mention, or give a task."""
    words = crm.fold(filters["q"])
    with read() as session:
        people = mentions.list_colleagues(session)
    return {"items": [person for person in people if words in crm.fold(person.name)]}


def _names_in(session: Session, texts: list[str]) -> dict[str, str]:
    return user_names(session, {user_id for text in texts for user_id in mentions.STORED.findall(text)})


def _tagged(session: Session, note: Note) -> Any:
    response = make_response(NoteSchema().dump(present(session, [note])[0]))
    response.set_etag(str(note.version))
    return response
