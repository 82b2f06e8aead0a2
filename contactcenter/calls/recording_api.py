"""Recordings over HTTP: audio by range under permission, the waveform, another try.

The store is never public: bytes pass through here, after the permission check and with the
play written down; if it cannot be written down, nothing is played.
"""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.policies import may_play
from contactcenter.agents.session import current_actor, require
from contactcenter.calls import service
from contactcenter.calls.agent_time import parts
from contactcenter.calls.models import Call, Recording
from contactcenter.calls.recordings import access, jobs, queries
from contactcenter.calls.recordings.ranges import Span, Unsatisfiable, choose_span
from contactcenter.calls.recordings.schemas import PeaksSchema, PlayArgs, RecordingArgs, RetrySchema
from contactcenter.calls.recordings.states import RecordingState
from contactcenter.core import db, storage
from contactcenter.core.errors import Conflict, Forbidden
from contactcenter.crm.models import Customer

blp = Blueprint("recordings", __name__, url_prefix="/api/v1", description="Recordings of calls")


@blp.route("/calls/<call_id>/recording")
@require("recordings.play_own")
@blp.arguments(PlayArgs, location="query")
@blp.response(200, content_type="audio/wav", description="The audio; 206 with a Range header")
def play_recording(args: dict[str, Any], call_id: str) -> Response:
    """The audio, whole or by Range; `?download=1` offers it as a file. Who plays or seeks is noted."""
    with db.read() as session:
        recording = _playable(session, call_id, args["recording_id"])
    try:
        span = choose_span(_range_header(recording), recording.size_bytes or 0)
    except Unsatisfiable:
        return _out_of_range(recording)
    headers = _headers(recording, is_download=args["download"])
    if request.method == "HEAD":
        return _answer(b"", recording, span, headers)
    stream = storage.current_store().open_range(recording.storage_key or "", span.start, span.length)
    try:
        _note(recording, span, is_download=args["download"])
    except Exception:
        stream.close()
        raise
    return _answer(stream, recording, span, headers)


@blp.route("/calls/<call_id>/peaks")
@require("recordings.play_own")
@blp.arguments(RecordingArgs, location="query")
@blp.response(200, PeaksSchema)
def get_peaks(args: dict[str, Any], call_id: str) -> dict[str, Any]:
    """The waveform, computed when the audio was fetched."""
    with db.read() as session:
        recording = _playable(session, call_id, args["recording_id"])
        return {
            "channels": recording.peaks or [],
            "channel_map": recording.channel_map or [],
            "duration_seconds": recording.duration_seconds or 0,
        }


@blp.route("/calls/<call_id>/recording/retry", methods=["POST"])
@require("recordings.retry")
@blp.arguments(RecordingArgs, location="query")
@blp.response(202, RetrySchema)
def retry_recording(args: dict[str, Any], call_id: str) -> Recording:
    """Fetch it again now, with all attempts. 409 when there is nothing to fetch."""
    with db.transaction() as session:
        service.get_call(session, call_id, for_update=True)
        recording = queries.get_for_call(session, call_id, args["recording_id"])
        jobs.retry(session, recording)
        return recording


def _note(recording: Recording, span: Span, *, is_download: bool) -> None:
    with db.transaction() as session:
        access.note_access(session, recording.id, current_actor().id, from_byte=span.start, is_download=is_download)


def _playable(session: Session, call_id: str, recording_id: str | None) -> Recording:
    """Raises NotFound, Forbidden, or Conflict while there is nothing to play yet."""
    call = service.get_call(session, call_id)
    actor = current_actor()
    had_part = parts.had_part(session, call_id, actor.user_id)
    if not may_play(actor, call, owner_id=_owner_id(session, call), had_part=had_part):
        raise Forbidden("forbidden", "You may not listen to this call.")
    recording = queries.get_for_call(session, call_id, recording_id)
    if recording.state != RecordingState.VERIFIED:
        raise Conflict(
            "recording_not_ready",
            "The recording is not there yet.",
            state=recording.state,
            error=recording.error,
        )
    return recording


def _owner_id(session: Session, call: Call) -> str | None:
    customer = session.get(Customer, call.customer_id) if call.customer_id else None
    return customer.owner_id if customer else None


def _range_header(recording: Recording) -> str | None:
    """The Range, unless If-Range says that the client holds a part of something else."""
    condition = request.headers.get("If-Range")
    return None if condition and condition != _etag(recording) else request.headers.get("Range")


def _etag(recording: Recording) -> str:
    return f'"{recording.sha256}"'


def _headers(recording: Recording, *, is_download: bool) -> dict[str, str]:
    extension = (recording.storage_key or "").rpartition(".")[2]
    # A neutral name: files travel, and a caller's name or number must not travel with them.
    name = f"recording-{recording.created_at:%Y%m%d}-{recording.id[-8:]}.{extension}"
    return {
        "Accept-Ranges": "bytes",
        "ETag": _etag(recording),
        # Not kept on the disk of a shared computer; and a replay from a cache would not be logged.
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'{"attachment" if is_download else "inline"}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }


def _answer(body: Any, recording: Recording, span: Span, headers: dict[str, str]) -> Response:
    response = Response(
        body,
        206 if span.is_partial else 200,
        headers,
        content_type=recording.content_type,
        direct_passthrough=True,
    )
    response.headers["Content-Length"] = str(span.length)
    if span.is_partial:
        last = span.start + span.length - 1
        response.headers["Content-Range"] = f"bytes {span.start}-{last}/{recording.size_bytes}"
    return response


def _out_of_range(recording: Recording) -> Response:
    return Response(status=416, headers={"Content-Range": f"bytes */{recording.size_bytes}", "Accept-Ranges": "bytes"})
