"""Told of calls: the call itself, its words and recordings, ratings, raised hands, drafts."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.calls import events as call_events
from contactcenter.calls.hands import events as hand_events
from contactcenter.calls.hands import queries as hand_queries
from contactcenter.calls.hands.models import Hand
from contactcenter.calls.hands.schemas import HandSchema
from contactcenter.calls.models import Call, NoteDraft
from contactcenter.calls.present import present, present_one, speaker_now
from contactcenter.calls.recordings.events import RecordingFailed, RecordingReady
from contactcenter.calls.rooms.queries import consulted_about
from contactcenter.calls.schemas import CallSchema, DraftSchema, RatingSchema
from contactcenter.core.events import within
from contactcenter.quality import events as quality_events
from contactcenter.quality.models import Rating
from contactcenter.quality.present import as_shown
from contactcenter.realtime.log import tell

_call = CallSchema()
_draft = DraftSchema()
_rating = RatingSchema()
_hand = HandSchema()


@within(call_events.CallChanged, RecordingFailed)
def show_call(session: Session, event: call_events.CallChanged | RecordingFailed) -> None:
    call = session.get_one(Call, event.call_id)
    rooms = ["leads", f"call:{call.id}"]
    if call.customer_id:
        rooms.append(f"customer:{call.customer_id}")
    tell(
        session,
        "call.updated",
        call.id,
        lambda s: _shown_together(s).get(call.id) or dict(_call.dump(present_one(s, call))),
        recipients=_handlers(call),
        rooms=tuple(rooms),
        outline={"id": call.id},
    )
    session.info.setdefault("changed_calls", {})[call.id] = call


@within(RecordingReady)
def show_recording(session: Session, event: RecordingReady) -> None:
    call = session.get_one(Call, event.call_id)

    def build(s: Session) -> dict[str, Any]:
        shown = _call.dump(present_one(s, call, with_transcript=False))
        return {"call_id": call.id, "recording": shown["recording"]}

    tell(
        session,
        "recording.ready",
        event.recording_id,
        build,
        recipients=_handlers(call),
        rooms=_watchers(call),
    )


@within(quality_events.RatingCreated)
def show_rating(session: Session, event: quality_events.RatingCreated) -> None:
    call = session.get_one(Call, event.call_id)

    def build(s: Session) -> dict[str, Any]:
        row = s.get_one(Rating, event.rating_id)
        return {"call_id": call.id, "agent_id": row.agent_id, "rating": _rating.dump(as_shown(row))}

    recipients = tuple(dict.fromkeys((*_handlers(call), *filter(None, [event.agent_id]))))
    outline = {"id": event.rating_id, "call_id": call.id}
    tell(
        session, "rating.created", event.rating_id, build, recipients=recipients, rooms=_watchers(call), outline=outline
    )  # fmt: skip


@within(hand_events.HandChanged)
def show_hand(session: Session, event: hand_events.HandChanged) -> None:
    """To the agent, who must not miss that somebody is coming, and to whoever may come."""

    def build(s: Session) -> dict[str, Any]:
        return {"hand": _hand.dump(hand_queries.present(s, [s.get_one(Hand, event.hand_id)])[0])}

    outline = {"id": event.hand_id}
    tell(session, "hand.updated", event.hand_id, build, recipients=(event.agent_id,), rooms=("leads",), outline=outline)


@within(call_events.LineHeard)
def show_line(session: Session, event: call_events.LineHeard) -> None:
    call = session.get_one(Call, event.call_id)
    who = speaker_now(session, call) if event.speaker == "agent" else {}
    line = {"speaker": event.speaker, **who, "start_seconds": event.start_seconds, "text": event.text}
    data = {"call_id": event.call_id, "line": line, "is_final": event.is_final}
    rooms = (f"call:{call.id}", *(f"user:{user_id}" for user_id in _handlers(call)))
    tell(session, "transcript.line", f"{call.id}:{event.start_seconds}", lambda _s: data, rooms=rooms)


@within(call_events.DraftSaved)
def show_draft(session: Session, event: call_events.DraftSaved) -> None:
    def build(s: Session) -> dict[str, Any]:
        draft = s.get_one(NoteDraft, (event.call_id, event.agent_id))
        return {"call_id": event.call_id, **_draft.dump(draft)}

    tell(session, "draft.saved", event.call_id, build, rooms=(f"user:{event.agent_id}",))


def _shown_together(session: Session) -> dict[str, dict[str, Any]]:
    """Every call that this transaction changed, by id: read once for all of them, when it ends."""
    shown: dict[str, dict[str, Any]] = session.info.setdefault("shown_calls", {})
    changed = session.info.pop("changed_calls", {})
    for row in present(session, list(changed.values())):
        shown[row["id"]] = dict(_call.dump(row))
    return shown


def _handlers(call: Call) -> tuple[str, ...]:
    """Whose screens show the call: who has it, who had it, who is consulted about it."""
    consulted = consulted_about(call) if call.room_name else ()
    return tuple(dict.fromkeys(i for i in (call.handler_id, call.agent_id, *consulted) if i))


def _watchers(call: Call) -> tuple[str, ...]:
    rooms = ("leads", f"call:{call.id}")
    return (*rooms, f"customer:{call.customer_id}") if call.customer_id else rooms
