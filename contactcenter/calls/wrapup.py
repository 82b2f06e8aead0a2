"""After the talk: notes that are never lost, an outcome, a next step, the server's timer."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.announcing import announce
from contactcenter.calls.events import DraftSaved, WrapUpEnded
from contactcenter.calls.models import Call, Disposition, NoteDraft
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid
from contactcenter.core.events import emit
from contactcenter.crm.tasks import follow_up
from contactcenter.privacy import gate

EXTENSION = timedelta(seconds=60)
MAX_WRAP_UP = timedelta(minutes=5)
MAX_NOTES = 20_000
CALLBACK = "callback"


def start(session: Session, call: Call, seconds: int | None) -> None:
    """Begin the wrap-up on the server's clock (None: until its outcome is saved); a second start changes nothing."""
    if call.wrap_up_started_at is None:
        call.wrap_up_started_at = now()
        if seconds is not None:
            call.wrap_up_due_at = call.wrap_up_started_at + timedelta(seconds=seconds)
        call.version += 1
        announce(session, call)


def extend(session: Session, call: Call) -> None:
    """Give the agent a minute more, up to five in all. Raises Conflict when there is none running."""
    if call.wrap_up_due_at is None or call.wrap_up_started_at is None or call.wrap_up_ended_at:
        raise Conflict("no_wrap_up", "There is no wrap-up to extend.")
    due = call.wrap_up_due_at + EXTENSION
    if due > call.wrap_up_started_at + MAX_WRAP_UP:
        raise Conflict("wrap_up_limit", "The wrap-up cannot be extended further.")
    call.wrap_up_due_at = due
    call.version += 1
    announce(session, call)


def save(
    session: Session,
    call: Call,
    *,
    agent_id: str | None,
    disposition: str,
    notes: str | None,
    next_step: dict[str, Any] | None,
) -> None:
    """Write the outcome, and end the wrap-up if it runs. Saving again corrects the outcome.

    Raises Invalid for an unknown outcome, or one whose demanded next step is missing; Refused for a call back that is
    newly promised to whom one may not call.
    """
    row = session.get(Disposition, disposition)
    if row is None or not row.is_active:
        raise Invalid("unknown_disposition", "That outcome does not exist.")
    if row.next_step and (next_step or {}).get("kind") != row.next_step:
        raise Invalid("next_step_required", "This outcome needs its next step.", next_step=row.next_step)
    if call.party and (next_step or {}).get("kind") == CALLBACK and call.next_step != next_step:
        gate.demand(session, call.customer_id, call.party, gate.VOICE, gate.SERVICE, now())
    call.disposition = disposition
    call.next_step = next_step
    call.notes = notes if notes is not None else (_latest_draft(session, call) or call.notes)
    follow_up.plan(
        session, call_id=call.id, step=next_step, customer_id=call.customer_id, party=call.party, assignee_id=agent_id
    )
    finish(session, call, agent_id=agent_id, is_auto_closed=False)


def finish(session: Session, call: Call, *, agent_id: str | None, is_auto_closed: bool) -> None:
    """End the wrap-up; what was typed so far is kept as the notes when the timer ends it."""
    if is_auto_closed:
        call.notes = call.notes or _latest_draft(session, call) or ""
    is_running = call.wrap_up_started_at is not None and call.wrap_up_ended_at is None
    if is_running:
        call.wrap_up_ended_at = now()
        call.wrap_up_due_at = None
        call.is_auto_closed = is_auto_closed
    call.version += 1
    announce(session, call)
    if is_running and agent_id:
        emit(session, WrapUpEnded(call.id, agent_id, is_auto_closed))


def keep_draft(session: Session, call: Call) -> None:
    """A call that was taken but never talked has no wrap-up: what was typed is its notes all the same."""
    call.notes = call.notes or _latest_draft(session, call) or ""


def save_draft(session: Session, call_id: str, agent_id: str, text: str, version: int) -> NoteDraft:
    """Keep what the agent has typed. Raises Conflict with the stored text when another tab was faster."""
    if len(text) > MAX_NOTES:
        raise Invalid("notes_too_long", "The notes are too long.", limit=MAX_NOTES)
    key = {"call_id": call_id, "agent_id": agent_id}
    insert_once(session, NoteDraft, {**key, "text": "", "version": 0, "saved_at": now()}, key=list(key))
    draft = session.get_one(NoteDraft, (call_id, agent_id), with_for_update=True)
    if version != draft.version:
        if draft.text == text:
            return draft  # our own earlier save, whose answer was lost
        raise Conflict(
            "version_conflict", "These notes were changed elsewhere.", text=draft.text, version=draft.version
        )
    draft.text, draft.version, draft.saved_at = text, draft.version + 1, now()
    emit(session, DraftSaved(call_id, agent_id))
    return draft


def get_draft(session: Session, call_id: str, agent_id: str) -> NoteDraft:
    draft = session.get(NoteDraft, (call_id, agent_id))
    return draft or NoteDraft(call_id=call_id, agent_id=agent_id, text="", version=0, saved_at=now())


def list_dispositions(session: Session) -> list[Disposition]:
    return list(
        session.scalars(sa.select(Disposition).where(Disposition.is_active.is_(True)).order_by(Disposition.position))
    )


def _latest_draft(session: Session, call: Call) -> str | None:
    """What the agent of the call typed last; an onlooker's draft only where nobody handled it."""
    session.flush()
    drafts = sa.select(NoteDraft.text).where(NoteDraft.call_id == call.id)
    handler_id = call.handler_id or call.agent_id
    if handler_id is not None:
        drafts = drafts.where(NoteDraft.agent_id == handler_id)
    return session.scalar(drafts.order_by(NoteDraft.saved_at.desc()).limit(1))
