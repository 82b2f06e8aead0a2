"""What was said in a call, and its notes, for search: found by its words, opened at its second.

Indexed when the conversation is over: until then lines still find their place in the audio.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import service
from contactcenter.calls.events import CallChanged
from contactcenter.calls.models import Call, Recording
from contactcenter.calls.present import transcript_items
from contactcenter.calls.recordings.events import RecordingReady
from contactcenter.core.db import transaction
from contactcenter.core.events import at_end, within
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.search.find import contribute_recent
from contactcenter.crm.search.rebuilding import contribute_rebuild
from contactcenter.crm.search.texts import Line, assign_texts, declare_own_lines, index_text
from contactcenter.crm.timeline import service as timeline

declare_own_lines("call")

RECENT_CALLS = 300
CALLS_AT_ONCE = 50
NOTES = "notes"
"""The `speaker` of a line that an agent wrote afterwards; it has no second."""


@within(CallChanged, RecordingReady)
def index_soon(session: Session, event: CallChanged | RecordingReady) -> None:
    at_end(session, f"search:{event.call_id}", lambda s: index_call(s, s.get_one(Call, event.call_id)))


@within(RecordingReady)
def mark_recorded(session: Session, event: RecordingReady) -> None:
    timeline.mark_recorded(session, "call", event.call_id)


def index_call(session: Session, call: Call) -> None:
    """Bring the call's lines up to date. Harmless to repeat; a call that goes on has none yet."""
    if not service.is_over(call) or not (call.notes or call.transcription_state in ("live", "done")):
        return
    lines = [Line(one["text"], one["start_seconds"], one["speaker"]) for one in transcript_items(session, call)]
    if call.notes:
        lines.append(Line(call.notes, None, NOTES))
    index_text(
        session,
        kind="call",
        ref_id=call.id,
        customer_id=call.customer_id,
        occurred_at=call.started_at,
        lines=lines,
    )


def adopt(session: Session, party: str, customer_id: str) -> None:
    """What was said in the calls of this number was said by this customer."""
    theirs = sa.select(Call.id).where(Call.party == party, Call.customer_id == customer_id)
    assign_texts(session, "call", theirs, customer_id)


def recent_customers(session: Session) -> list[str]:
    """Who was spoken to lately, the latest first."""
    newest = sa.select(Call.customer_id).order_by(Call.started_at.desc(), Call.id.desc()).limit(RECENT_CALLS)
    return [*dict.fromkeys(i for i in session.scalars(newest) if i)]


def rebuild() -> int:
    """Index every call anew, and mark the items of those that can be heard. Harmless to repeat."""
    with transaction() as session:
        heard = sa.select(Recording.call_id).where(Recording.state == "verified")
        unmarked = (TimelineItem.kind == "call", TimelineItem.has_recording.is_(False), TimelineItem.ref_id.in_(heard))
        session.execute(sa.update(TimelineItem).where(*unmarked).values(has_recording=True))
    count, last = 0, ""
    while True:
        page = sa.select(Call).where(Call.id > last).order_by(Call.id).limit(CALLS_AT_ONCE)
        with transaction() as session:
            rows = session.scalars(page).all()
            for call in rows:
                index_call(session, call)
        if not rows:
            return count
        count, last = count + len(rows), rows[-1].id


def register() -> None:
    contribute_recent(recent_customers)
    contribute_rebuild(rebuild)
