"""Internal notes: write, correct one's own, pin, delete and take back.

Each note is one card on the customer's timeline. A deleted one leaves it at once; the row is kept for 30 days,
so that deleting can be undone.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.crm import service as crm
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.notes import mentions
from contactcenter.crm.notes.events import NoteWritten
from contactcenter.crm.notes.models import Note, NoteMention, NoteVersion
from contactcenter.crm.notifications import service as notifications
from contactcenter.crm.numbers_in_text import keep_numbers_in_text
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import contribute_dealings
from contactcenter.crm.timeline import service as timeline

KEEP_DELETED = timedelta(days=30)
MAX_PINNED = 5


def list_mentioning(user_id: str) -> sa.Select[Any]:
    """Customers whose notes name somebody: whoever is asked for advice must see about whom."""
    named = sa.select(Note.customer_id).join(NoteMention, NoteMention.note_id == Note.id)
    return named.where(NoteMention.user_id == user_id, Note.deleted_at.is_(None))


contribute_dealings(list_mentioning)


def add_note(session: Session, customer_id: str, text: str, *, actor_id: str | None, region: str = "VN") -> Note:
    """Write a note on the customer's timeline; colleagues named in it are told, numbers in it become *maybe* lines.

    Raises Invalid for an empty one.
    """
    customer = crm.get_customer(session, customer_id)
    stored, user_ids = mentions.resolve(_not_empty(text), mentions.list_colleagues(session))
    note = Note(customer_id=customer.id, text=stored, author_id=actor_id)
    session.add(note)
    session.flush()
    _mention(session, note, user_ids)
    _record(session, note)
    keep_numbers_in_text(session, customer.id, text, region=region, actor_id=actor_id)
    return note


def edit_note(session: Session, note_id: str, text: str, *, version: int | None, actor: Actor) -> Note:
    """Say it differently; what it said before is kept. Raises Forbidden for another's note, Stale, Invalid."""
    note = _changeable(session, note_id, version)
    if note.author_id != actor.id:
        raise Forbidden("not_your_note", "Only its author may change what a note says.")
    known = _mentioned(session, note.id)
    stored, user_ids = mentions.resolve(_not_empty(text), mentions.list_colleagues(session), preferred=known)
    if stored == note.text:
        return note
    written_at = note.edited_at or note.created_at
    session.add(NoteVersion(note_id=note.id, version=note.version, text=note.text, written_at=written_at))
    note.text, note.edited_at = stored, now()
    note.version += 1
    _mention(session, note, user_ids)
    _record(session, note)
    return note


def pin_note(session: Session, note_id: str, *, is_pinned: bool, version: int | None) -> Note:
    """Keep a note above the timeline, or no more. Raises Conflict when five are pinned already."""
    note = _changeable(session, note_id, version)
    if note.is_pinned == is_pinned:
        return note
    if is_pinned and len(list_pinned(session, note.customer_id)) >= MAX_PINNED:
        raise Conflict("too_many_pinned", "Unpin another note first.", limit=MAX_PINNED)
    note.is_pinned = is_pinned
    note.version += 1
    _record(session, note)
    return note


def delete_note(session: Session, note_id: str, *, actor: Actor) -> Note:
    """Take a note off the timeline; `restore_note` brings it back for 30 days. Repeating changes nothing."""
    note = get_note(session, note_id, for_update=True)
    _demand_own(note, actor)
    if note.deleted_at is None:
        note.deleted_at, note.deleted_by = now(), actor.id
        note.version += 1
        timeline.remove(session, "note", note.id)
        notifications.withdraw(session, note.id)
        emit(session, NoteWritten(note.id, note.customer_id, is_gone=True))
    return note


def restore_note(session: Session, note_id: str, *, actor: Actor) -> Note:
    """Put a deleted note back where it was. Raises NotFound once it is forgotten."""
    note = get_note(session, note_id, for_update=True)
    _demand_own(note, actor)
    if note.deleted_at is not None:
        note.deleted_at = note.deleted_by = None
        note.version += 1
        _record(session, note)
    return note


def get_note(session: Session, note_id: str, *, for_update: bool = False) -> Note:
    """Raises NotFound. A note from before notes had rows gets its row here."""
    statement = sa.select(Note).where(Note.id == note_id)
    note = session.scalars(statement.with_for_update() if for_update else statement).one_or_none()
    if note is None and for_update:
        note = _adopt(session, note_id)
    if note is None:
        raise NotFound("note_not_found", "There is no such note.")
    return note


def list_pinned(session: Session, customer_id: str) -> list[Note]:
    pinned = sa.select(Note).where(Note.customer_id == customer_id, Note.is_pinned.is_(True), Note.deleted_at.is_(None))
    return list(session.scalars(pinned.order_by(Note.created_at.desc(), Note.id)))


def list_versions(session: Session, note: Note) -> list[NoteVersion]:
    """What the note said before, the newest first."""
    statement = sa.select(NoteVersion).where(NoteVersion.note_id == note.id)
    return list(session.scalars(statement.order_by(NoteVersion.version.desc())))


def forget_deleted(session: Session, limit: int = 200) -> int:
    """Delete for good what was deleted over 30 days ago. Returns how many."""
    due = sa.select(Note.id).where(Note.deleted_at < now() - KEEP_DELETED).limit(limit)
    ids = list(session.scalars(due))
    if ids:
        session.execute(sa.delete(Note).where(Note.id.in_(ids)))
    return len(ids)


def _not_empty(text: str) -> str:
    if not text.strip():
        raise Invalid("empty_note", "A note says something.", text=["Empty."])
    return text.strip("\n").rstrip()


def _changeable(session: Session, note_id: str, version: int | None) -> Note:
    note = get_note(session, note_id, for_update=True)
    if note.deleted_at is not None:
        raise NotFound("note_not_found", "There is no such note.")
    if version is not None and version != note.version:
        raise Stale("version_conflict", "Somebody changed this note meanwhile.", version=note.version)
    return note


def _demand_own(note: Note, actor: Actor) -> None:
    """One's own, or anybody's for whoever looks after the data."""
    if note.author_id != actor.id and not can(actor, "customers.oversee"):
        raise Forbidden("not_your_note", "Only its author or a supervisor may delete a note.")


def _mentioned(session: Session, note_id: str) -> set[str]:
    return set(session.scalars(sa.select(NoteMention.user_id).where(NoteMention.note_id == note_id)))


def _mention(session: Session, note: Note, user_ids: list[str]) -> None:
    """Keep whom the note names, and tell those who were not told of it before; never its author."""
    known = _mentioned(session, note.id)
    gone = known - set(user_ids)
    if gone:
        session.execute(sa.delete(NoteMention).where(NoteMention.note_id == note.id, NoteMention.user_id.in_(gone)))
    for user_id in user_ids:
        if user_id in known:
            continue
        session.add(NoteMention(note_id=note.id, user_id=user_id))
        if user_id != note.author_id:
            notifications.notify(
                session,
                user_id,
                "mention",
                ref_id=note.id,
                occasion=f"mention:{note.id}:{user_id}",
                customer_id=note.customer_id,
                actor_id=note.author_id,
            )


def _record(session: Session, note: Note) -> None:
    """The note's card on the timeline, and word of it."""
    names = user_names(session, set(mentions.STORED.findall(note.text)))
    text = mentions.show(note.text, names)
    timeline.record(
        session,
        kind="note",
        ref_id=note.id,
        channel="internal",
        occurred_at=note.created_at,
        summary=" ".join(text.split()),
        customer_id=note.customer_id,
        agent_id=note.author_id,
        data={"text": text},
    )
    emit(session, NoteWritten(note.id, note.customer_id))


def _adopt(session: Session, note_id: str) -> Note | None:
    """Notes were once nothing but their card."""
    item = session.scalars(sa.select(TimelineItem).filter_by(kind="note", ref_id=note_id)).one_or_none()
    if item is None or item.customer_id is None:
        return None
    note = Note(
        id=note_id,
        customer_id=item.customer_id,
        text=item.data.get("text") or item.summary,
        author_id=item.agent_id,
        created_at=item.occurred_at,
    )
    session.add(note)
    session.flush()
    return note
