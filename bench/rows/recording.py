"""Recording ingest (fetch over HTTP, look at, store, read back, mark) against copying the file."""

import os
import shutil
import time
import wave
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from bench.forms import ACCOUNT_SID, new_sid
from bench.row import Row, from_rounds
from bench.servers import running
from bench.stage import Options, Stage
from contactcenter.calls.models import Call, Recording
from contactcenter.calls.recordings import ingest
from contactcenter.core import clock, db, jobs
from contactcenter.core.db import read, transaction
from contactcenter.factory import create_app
from tests.services.ports import free_ports

RATE_HZ = 8000


def measure(stage: Stage, options: Options) -> list[Row]:
    """Dual-channel WAV as a carrier serves it, from a process beside us."""
    served = stage.folder / "served"
    audio = _make_audio(served / "audio.wav", options.megabytes)
    megabytes = audio.stat().st_size / 1e6
    (port,) = free_ports(1)
    with running(["http.server", str(port), "--bind", "127.0.0.1", "--directory", str(served)], port, stage.folder):
        _bind(stage, f"http://127.0.0.1:{port}")
        rounds = []
        for _ in range(options.rounds + 1):
            copied = _seconds(partial(_copy, audio, stage.folder / "copy.wav"))
            recording_id = _expected(served, audio)
            fetched = _seconds(partial(ingest.fetch, recording_id))
            _check(recording_id)
            rounds.append({"ours": megabytes / fetched, "floor": megabytes / copied})
    db.engine().dispose()
    return [from_rounds("recording ingest", stage.database, "MB/s", rounds[1:])]


def _bind(stage: Stage, url: str) -> None:
    """This process as a worker would be, with the carrier's media at `url`."""
    create_app(replace(stage.settings, twilio=replace(stage.settings.twilio, api_url=url)))
    jobs.use(jobs.MemoryQueue())


def _expected(served: Path, audio: Path) -> str:
    """A recording that the carrier has completed and nobody has fetched."""
    sid = new_sid("RE")
    target = served / f"2010-04-01/Accounts/{ACCOUNT_SID}/Recordings/{sid}.wav"
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(audio, target)
    with transaction() as session:
        call = Call(provider="twilio", account=ACCOUNT_SID, provider_call_id=new_sid("CA"))
        session.add(call)
        session.flush()
        recording = Recording(
            call_id=call.id,
            provider="twilio",
            account=ACCOUNT_SID,
            provider_recording_id=sid,
            channels=2,
            next_attempt_at=clock.now(),
        )
        session.add(recording)
        session.flush()
        return recording.id


def _check(recording_id: str) -> None:
    with read() as session:
        recording = session.get_one(Recording, recording_id)
        if recording.state != "verified":
            raise RuntimeError(f"the recording was not ingested: {recording.error}")


def _copy(source: Path, target: Path) -> None:
    """As durable as the product's store: the copy and its name are on the disk."""
    shutil.copyfile(source, target)
    for path in (target, target.parent):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    target.unlink()


def _make_audio(path: Path, megabytes: int) -> Path:
    path.parent.mkdir(parents=True)
    samples = np.random.default_rng(1).integers(-3000, 3000, megabytes * 500_000, dtype=np.int16)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(samples.tobytes())
    return path


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
