"""Recordings on a database, a folder and a carrier of their own."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contactcenter.calls.models import Call, Recording
from contactcenter.calls.recordings import jobs as recording_jobs
from contactcenter.core import clock, db, events, jobs, storage
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.providers import registry
from tests.calls.recordings.media_server import MediaServer

ACCOUNT = "AC" + "0" * 32


@pytest.fixture
def media() -> Iterator[MediaServer]:
    server = MediaServer()
    yield server
    server.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path, media: MediaServer) -> Iterator[Settings]:
    """An empty database and folder, and a carrier whose media host is ours."""
    settings = Settings(
        database_url=database_url,
        secret_key="a secret of forty characters or a little more",
        instance_path=tmp_path,
        recordings_url=f"file:{tmp_path / 'recordings'}",
        is_testing=True,
        twilio=TwilioSettings(account_sid=ACCOUNT, auth_token="t", api_url=media.url),
    )
    storage.configure(settings)
    settings_module.use(settings)
    registry.configure(settings)
    yield settings
    db.engine().dispose()


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The events that were published. Packages above, whose subscribers other tests load, hear nothing."""
    heard: list[Any] = []
    monkeypatch.setattr(events, "_within", defaultdict(list))
    monkeypatch.setattr(events, "_after", defaultdict(list))
    monkeypatch.setattr(events, "publish", heard.extend)
    return heard


@pytest.fixture
def queue(settings: Settings) -> jobs.MemoryQueue:
    queue = jobs.MemoryQueue()
    jobs.use(queue)
    return queue


@dataclass
class Desk:
    """What a test does with recordings."""

    queue: jobs.MemoryQueue
    delays: list[float] = field(default_factory=list)

    def add(self, *, kind: str = "call", **columns: Any) -> Recording:
        """A call that was answered an hour ago, and its recording, expected."""
        began = clock.now() - timedelta(hours=1)
        call = Call(
            provider="twilio",
            account=ACCOUNT,
            provider_call_id="CA" + secrets.token_hex(16),
            state="completed",
            started_at=began,
            answered_at=began,
            ended_at=began + timedelta(minutes=2),
        )
        recording = Recording(
            call=call,
            provider="twilio",
            account=ACCOUNT,
            provider_recording_id="RE" + secrets.token_hex(16),
            kind=kind,
            **columns,
        )
        with db.transaction() as session:
            session.add(recording)
        return recording

    def complete(self, recording: Recording) -> None:
        """The carrier says that the recording is complete."""
        with db.transaction() as session:
            recording_jobs.enqueue_fetch(session, session.get_one(Recording, recording.id))

    def work(self) -> None:
        """Run the jobs, delayed ones at once, noting their delays."""
        while self.queue.waiting:
            self.delays += [delay for _name, _args, _key, delay in self.queue.waiting if delay]
            self.queue.drain(rounds=1)

    def fetch(self, **columns: Any) -> Recording:
        recording = self.add(**columns)
        self.complete(recording)
        self.work()
        return self.read(recording)

    def read(self, recording: Recording) -> Recording:
        with db.read() as session:
            return session.get_one(Recording, recording.id)


@pytest.fixture
def desk(queue: jobs.MemoryQueue) -> Desk:
    return Desk(queue)


@pytest.fixture
def audio_files(settings: Settings) -> Callable[[], list[str]]:
    """Everything in the folder, drafts and left-overs included."""
    folder = Path(settings.recordings_url.removeprefix("file:"))
    return lambda: sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
