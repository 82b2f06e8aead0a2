"""Notes as screens and the API show them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.notes import mentions
from contactcenter.crm.notes.models import Note
from contactcenter.crm.notes.schemas import NoteSchema
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.present import contribute_details
from contactcenter.crm.queries import user_names

_schema = NoteSchema()


def present(session: Session, notes: Sequence[Note]) -> list[dict[str, Any]]:
    """Of the shape of `NoteSchema`; who is named in a note is shown by today's name."""
    named = {note.id: list(dict.fromkeys(mentions.STORED.findall(note.text))) for note in notes}
    names = user_names(session, {n.author_id for n in notes} | {i for ids in named.values() for i in ids})
    return [
        {
            "id": note.id,
            "version": note.version,
            "customer_id": note.customer_id,
            "text": mentions.show(note.text, names),
            "mentions": [{"id": i, "name": names[i]} for i in named[note.id] if i in names],
            "author_id": note.author_id,
            "author_name": names.get(note.author_id or ""),
            "is_pinned": note.is_pinned,
            "created_at": note.created_at,
            "edited_at": note.edited_at,
        }
        for note in notes
    ]


def note_details(session: Session, ref_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The note behind each timeline item. One from before notes had rows keeps its item's own data."""
    notes = session.scalars(sa.select(Note).where(Note.id.in_(ref_ids))).all()
    return {row["id"]: _schema.dump(row) for row in present(session, notes)}


def note_lines(session: Session, ref_ids: list[str]) -> dict[str, str]:
    """What a notification of a note says: its beginning, on one line."""
    notes = session.scalars(sa.select(Note).where(Note.id.in_(ref_ids), Note.deleted_at.is_(None))).all()
    return {row["id"]: " ".join(row["text"].split())[:200] for row in present(session, notes)}


def register() -> None:
    contribute_details("note", note_details)
    contribute_texts("mention", note_lines)
