"""Playing over HTTP: under permission, by range, and written down."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from contactcenter.agents import accounts, api_keys, sessions
from contactcenter.calls.models import Call, Recording, RecordingAccess
from contactcenter.core import clock, db
from contactcenter.core.settings import Settings
from contactcenter.crm.models import Customer
from tests.calls.recordings.conftest import Desk
from tests.calls.recordings.media_server import MediaServer, html, sends, tone

AUDIO = tone(1.0)
SIZE = len(AUDIO)


@pytest.fixture
def recording(desk: Desk, media: MediaServer) -> Recording:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    desk.work()
    return desk.read(recording)


@pytest.fixture
def path(recording: Recording) -> str:
    return f"/api/v1/calls/{recording.call_id}/recording"


@pytest.fixture
def sign_in(app: Flask, settings: Settings) -> Callable[..., FlaskClient]:
    """A browser of a new person: `.user_id` says who, `.csrf` is their token."""

    def sign_in(role: str = "supervisor", name: str = "lan") -> Any:
        with db.transaction() as session:
            user = accounts.create_user(
                session, email=f"{name}@example.com", name=name, role=role, password="chuông reo ba lần"
            )
            row, token = sessions.open_session(session, user, ip="127.0.0.1", user_agent="test")
        client: Any = app.test_client()
        client.set_cookie("cc_session", token)
        client.user_id, client.csrf = user.id, row.csrf_token
        return client

    return sign_in


@pytest.fixture
def supervisor(sign_in: Callable[..., Any]) -> Any:
    return sign_in()


def played() -> list[tuple[str, int]]:
    with db.read() as session:
        rows = session.execute(
            sa.select(RecordingAccess.action, RecordingAccess.from_byte).order_by(RecordingAccess.at)
        )
        return [(row.action, row.from_byte) for row in rows]


def change(row_type: type, row_id: str, **columns: Any) -> None:
    with db.transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(row_type, row_id), name, value)


def test_the_whole_audio_is_played(supervisor: Any, path: str, recording: Recording) -> None:
    answer = supervisor.get(path)
    assert (answer.status_code, answer.data) == (200, AUDIO)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Content-Length"] == str(SIZE)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == f'"{recording.sha256}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith('inline; filename="recording-')
    assert played() == [("play", 0)]


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-", 0, SIZE),
        ("bytes=0-99", 0, 100),
        ("bytes=100-199", 100, 200),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        (f"bytes=100-{SIZE * 2}", 100, SIZE),
        ("bytes=-50", SIZE - 50, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
    ],
)
def test_a_range_is_played(supervisor: Any, path: str, header: str, start: int, end: int) -> None:
    answer = supervisor.get(path, headers={"Range": header})
    assert (answer.status_code, answer.data) == (206, AUDIO[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["Content-Length"] == str(end - start)
    assert played() == [("seek" if start else "play", start)]


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", "bytes=-0"])
def test_a_range_outside_is_refused_and_not_a_play(supervisor: Any, path: str, header: str) -> None:
    answer = supervisor.get(path, headers={"Range": header})
    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"
    assert played() == []


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "bytes=9-1", "lines=1-2", "nonsense"])
def test_a_range_not_understood_plays_the_whole(supervisor: Any, path: str, header: str) -> None:
    answer = supervisor.get(path, headers={"Range": header})
    assert (answer.status_code, len(answer.data)) == (200, SIZE)


def test_if_range_continues_only_the_same_audio(supervisor: Any, path: str, recording: Recording) -> None:
    asked = {"Range": "bytes=100-", "If-Range": f'"{recording.sha256}"'}
    assert supervisor.get(path, headers=asked).status_code == 206
    for other in ('"other"', f'W/"{recording.sha256}"', "Tue, 24 Mar 2026 09:00:00 GMT"):
        answer = supervisor.get(path, headers={**asked, "If-Range": other})
        assert (answer.status_code, len(answer.data)) == (200, SIZE)


def test_head_tells_without_playing(supervisor: Any, path: str) -> None:
    answer = supervisor.head(path)
    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", str(SIZE))
    answer = supervisor.head(path, headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["Content-Length"]) == (206, "10")
    assert played() == []


def test_a_download_has_a_neutral_name_and_is_logged_as_such(supervisor: Any, path: str, recording: Recording) -> None:
    answer = supervisor.get(f"{path}?download=1")
    name = f"recording-{recording.created_at:%Y%m%d}-{recording.id[-8:]}.wav"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert played() == [("download", 0)]


def test_seeks_in_quick_succession_are_one_row(
    supervisor: Any, path: str, sign_in: Callable[..., Any], recording: Recording
) -> None:
    for start in (100, 200, 300):
        supervisor.get(path, headers={"Range": f"bytes={start}-"})
    sign_in(name="mai").get(path, headers={"Range": "bytes=400-"})
    assert played() == [("seek", 100), ("seek", 400)]
    with db.transaction() as session:
        session.execute(sa.update(RecordingAccess).values(at=clock.now() - timedelta(seconds=11)))
    supervisor.get(path, headers={"Range": "bytes=500-"})
    supervisor.get(path)
    assert [row for row in played() if row[1] != 100 and row[1] != 400] == [("seek", 500), ("play", 0)]


def test_the_log_names_who_listened(supervisor: Any, path: str, recording: Recording) -> None:
    supervisor.get(path)
    with db.read() as session:
        row = session.scalars(sa.select(RecordingAccess)).one()
    assert (row.recording_id, row.actor_id) == (recording.id, supervisor.user_id)


def test_what_cannot_be_logged_is_not_played(supervisor: Any, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from contactcenter.calls.recordings import access

    def fail(*_parts: Any, **_more: Any) -> None:
        raise sa.exc.OperationalError("insert", {}, Exception("database is locked"))

    monkeypatch.setattr(access, "note_access", fail)
    answer = supervisor.get(path)
    assert answer.status_code == 503
    assert AUDIO[:1000] not in answer.data


def test_nobody_may_listen_without_signing_in(app: Flask, path: str) -> None:
    for ask in (path, path.replace("recording", "peaks")):
        assert app.test_client().get(ask).status_code == 401
    assert app.test_client().post(f"{path}/retry").status_code == 401


def test_an_agent_listens_to_their_own_calls_and_their_customers(
    sign_in: Callable[..., Any], path: str, recording: Recording
) -> None:
    agent = sign_in("agent")
    peaks = path.replace("recording", "peaks")
    assert agent.get(path).status_code == 403
    assert agent.get(peaks).status_code == 403
    assert played() == []
    with db.transaction() as session:
        customer = Customer(display_name="Chị Hoa", name_folded="chi hoa", owner_id=agent.user_id)
        session.add(customer)
    change(Call, recording.call_id, customer_id=customer.id)
    assert agent.get(path).status_code == 200
    change(Call, recording.call_id, customer_id=None, agent_id=agent.user_id)
    assert agent.get(path).status_code == 200
    assert agent.get(peaks).status_code == 200


def test_a_machines_key_may_play_and_is_named(app: Flask, path: str) -> None:
    with db.transaction() as session:
        row, key = api_keys.create_key(session, "reports", "supervisor")
    answer = app.test_client().get(path, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    with db.read() as session:
        assert session.scalars(sa.select(RecordingAccess)).one().actor_id == row.id


@pytest.mark.parametrize("state", ["expected", "fetching", "failed", "absent"])
def test_what_is_not_there_yet_says_how_far_it_is(supervisor: Any, path: str, recording: Recording, state: str) -> None:
    change(Recording, recording.id, state=state)
    for ask in (path, path.replace("recording", "peaks")):
        answer = supervisor.get(ask)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "recording_not_ready")
        assert answer.json["error"]["details"]["state"] == state


def test_no_call_and_no_recording_are_not_found(supervisor: Any, path: str, recording: Recording) -> None:
    assert supervisor.get("/api/v1/calls/cal_nothing/recording").status_code == 404
    assert supervisor.get(f"{path}?recording_id=rec_other").status_code == 404
    assert supervisor.get(f"{path}?recording_id={recording.id}").status_code == 200


def test_a_file_that_is_gone_is_not_found(supervisor: Any, path: str, recording: Recording, settings: Settings) -> None:
    folder = Path(settings.recordings_url.removeprefix("file:"))
    (folder / (recording.storage_key or "")).unlink()
    assert supervisor.get(path).status_code == 404
    assert played() == []


def test_of_several_recordings_the_conversation_is_played(
    supervisor: Any, path: str, recording: Recording, desk: Desk
) -> None:
    voicemail = desk.add(kind="voicemail", state="verified", storage_key="2026/01/01/x.wav")
    failed = desk.add(state="failed")
    for other in (voicemail, failed):
        change(Recording, other.id, call_id=recording.call_id)
    assert supervisor.get(path).data == AUDIO


def test_the_waveform_is_served(supervisor: Any, path: str, recording: Recording) -> None:
    answer = supervisor.get(path.replace("recording", "peaks"))
    assert answer.status_code == 200
    assert answer.json["channels"] == recording.peaks
    assert answer.json["channel_map"] == ["customer", "agent"]
    assert answer.json["duration_seconds"] == 1
    assert played() == []


def test_a_supervisor_retries_a_failed_recording(
    supervisor: Any, sign_in: Callable[..., Any], desk: Desk, media: MediaServer
) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [html()]
    desk.complete(recording)
    desk.work()
    path = f"/api/v1/calls/{recording.call_id}/recording/retry"
    agent = sign_in("agent", "mai")
    assert agent.post(path, headers={"X-CSRF-Token": agent.csrf}).status_code == 403
    assert supervisor.post(path).status_code == 403  # without the CSRF token
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    for _ in range(2):
        answer = supervisor.post(path, headers={"X-CSRF-Token": supervisor.csrf})
        assert (answer.status_code, answer.json["state"], answer.json["attempts"]) == (202, "expected", 0)
    desk.work()
    assert desk.read(recording).state == "verified"
    answer = supervisor.post(path, headers={"X-CSRF-Token": supervisor.csrf})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "recording_ready")
