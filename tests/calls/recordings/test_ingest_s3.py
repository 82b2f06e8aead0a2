"""The same fetch and playback with the audio in a real S3 server."""

from dataclasses import replace

import pytest
from flask import Flask

from contactcenter.agents import api_keys
from contactcenter.calls.recordings import sweep
from contactcenter.core import db, storage
from contactcenter.core.settings import Settings
from tests.calls.recordings.conftest import Desk
from tests.calls.recordings.media_server import MediaServer, cut_off, sends, tone
from tests.services.plugin import S3Server

pytestmark = pytest.mark.s3
AUDIO = tone(1.0)


@pytest.fixture
def settings(settings: Settings, s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3_server.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3_server.secret_key)
    monkeypatch.setenv("AWS_REGION", s3_server.region)
    settings = replace(
        settings, recordings_url=f"s3://{s3_server.bucket}/audio", s3_endpoint_url=s3_server.endpoint_url
    )
    storage.configure(settings)
    return settings


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_recording_is_kept_in_s3_and_played_from_there(desk: Desk, media: MediaServer, app: Flask) -> None:
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [cut_off(AUDIO, 500), sends(AUDIO)]
    desk.complete(recording)
    desk.work()
    recording = desk.read(recording)
    assert (recording.state, recording.attempts) == ("verified", 2)
    store = storage.current_store()
    assert store.digest(recording.storage_key or "") == recording.sha256
    assert list(store.workspace.iterdir()) == []

    with db.transaction() as session:
        _row, key = api_keys.create_key(session, "player", "supervisor")
    path = f"/api/v1/calls/{recording.call_id}/recording"
    login = {"Authorization": f"Bearer {key}"}
    assert app.test_client().get(path, headers=login).data == AUDIO
    part = app.test_client().get(path, headers={**login, "Range": "bytes=100-199"})
    assert (part.status_code, part.data) == (206, AUDIO[100:200])

    store.delete(recording.storage_key or "")
    assert app.test_client().get(path, headers=login).status_code == 404
    assert sweep.compare_files() == []
    assert desk.read(recording).error == "file_missing"
