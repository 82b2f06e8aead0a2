"""A transcript is made here when the provider sent none, and the call says so when it cannot be."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from contactcenter.calls import asr, whisper
from contactcenter.calls.models import Call, Recording, TranscriptLine
from contactcenter.calls.recordings.events import RecordingReady
from contactcenter.calls.whisper import Utterance
from contactcenter.core import db, events, storage
from contactcenter.crm.models import Customer
from tests.calls.recordings.conftest import Desk
from tests.calls.recordings.media_server import MediaServer, sends, tone

AUDIO = tone(1.0)


class FakeEngine:
    """Hears the louder channel first, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, int, str]] = []
        self.error: Exception | None = None

    def speaks(self, language: str) -> bool:
        return language in ("vi", "en")

    def transcribe(self, samples: np.ndarray, language: str) -> list[Utterance]:
        if self.error:
            raise self.error
        loudness = round(float(np.abs(samples).max()), 1)
        self.asked.append((loudness, len(samples), language))
        start = 1.5 if loudness > 0.4 else 0.25
        return [Utterance(start, f"loudness {loudness}", 0.9), Utterance(start + 2, "", 0.1)]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    engine = FakeEngine()
    monkeypatch.setattr(asr, "open_engine", lambda *_: engine)
    return engine


@pytest.fixture
def recording(desk: Desk, media: MediaServer, monkeypatch: pytest.MonkeyPatch) -> Recording:
    monkeypatch.setitem(events._within, RecordingReady, [asr.plan_transcript])
    recording = desk.add()
    media.answers[recording.provider_recording_id] = [sends(AUDIO)]
    desk.complete(recording)
    return recording


def call_of(recording: Recording) -> Call:
    with db.read() as session:
        return session.get_one(Call, recording.call_id)


def lines_of(recording: Recording) -> list[tuple[str, float, str]]:
    with db.read() as session:
        rows = session.scalars(
            sa.select(TranscriptLine).filter_by(call_id=recording.call_id).order_by(TranscriptLine.sequence)
        )
        return [(row.speaker, row.start_seconds, row.text) for row in rows]


def test_each_channel_is_transcribed_as_its_speaker(desk: Desk, recording: Recording, engine: FakeEngine) -> None:
    desk.work()
    assert lines_of(recording) == [("agent", 0.25, "loudness 0.2"), ("customer", 1.5, "loudness 0.5")]
    assert engine.asked == [(0.5, 16_000, "vi"), (0.2, 16_000, "vi")]
    assert (call_of(recording).transcription_state, call_of(recording).version) == ("done", 2)
    assert desk.delays == [asr.WAIT_SECONDS["call"]]
    assert list(storage.current_store().workspace.iterdir()) == []


def test_doing_it_again_adds_nothing(desk: Desk, recording: Recording, engine: FakeEngine) -> None:
    desk.work()
    asr.transcribe_recording(recording.id)
    assert len(lines_of(recording)) == 2
    assert call_of(recording).version == 2


def test_the_providers_lines_are_left_alone(desk: Desk, recording: Recording, engine: FakeEngine) -> None:
    with db.transaction() as session:
        session.add(TranscriptLine(call_id=recording.call_id, source_id="GT1", sequence=1, speaker="agent", text="Dạ"))
    desk.work()
    assert len(lines_of(recording)) == 1
    assert engine.asked == []


def test_the_customers_language_goes_before_the_companys(desk: Desk, recording: Recording, engine: FakeEngine) -> None:
    with db.transaction() as session:
        customer = Customer(display_name="Ann", name_folded="ann", language="en-GB")
        session.add(customer)
        session.flush()
        session.get_one(Call, recording.call_id).customer_id = customer.id
    desk.work()
    assert {language for _loudness, _length, language in engine.asked} == {"en"}


@pytest.mark.parametrize("before", ["none", "live", "done"])
def test_without_an_engine_the_call_says_so_unless_the_provider_spoke(
    desk: Desk, recording: Recording, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr(asr, "open_engine", lambda *_: None)
    with db.transaction() as session:
        session.get_one(Call, recording.call_id).transcription_state = before
    desk.work()
    assert call_of(recording).transcription_state == ("unavailable" if before == "none" else before)


def test_a_language_the_engine_is_not_fit_for_is_not_guessed(
    desk: Desk, recording: Recording, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "speaks", lambda language: False)
    desk.work()
    assert (call_of(recording).transcription_state, lines_of(recording)) == ("unavailable", [])


def test_both_speakers_on_one_channel_are_not_told_apart(
    desk: Desk, media: MediaServer, engine: FakeEngine, recording: Recording
) -> None:
    media.answers[recording.provider_recording_id] = [sends(tone(1.0, channels=1))]
    desk.work()
    assert call_of(recording).transcription_state == "unavailable"


def test_a_voicemail_is_the_customers(desk: Desk, media: MediaServer, engine: FakeEngine) -> None:
    recording = desk.add(kind="voicemail")
    media.answers[recording.provider_recording_id] = [sends(tone(1.0, channels=1))]
    desk.complete(recording)
    desk.work()
    asr.transcribe_recording(recording.id)
    assert [speaker for speaker, _start, _text in lines_of(recording)] == ["customer"]


def test_a_failure_is_shown_and_leaves_nothing(desk: Desk, recording: Recording, engine: FakeEngine) -> None:
    engine.error = RuntimeError("out of memory")
    desk.work()
    assert (call_of(recording).transcription_state, lines_of(recording)) == ("failed", [])
    assert not asr._one_at_a_time.locked()


def test_while_another_is_transcribed_it_waits_for_its_turn(
    desk: Desk, recording: Recording, engine: FakeEngine
) -> None:
    desk.queue.drain(rounds=1)
    with asr._one_at_a_time:
        desk.queue.drain(rounds=1)
        assert engine.asked == []
        assert [delay for _n, _a, _k, delay in desk.queue.waiting] == [asr.BUSY_SECONDS]
    desk.work()
    assert len(lines_of(recording)) == 2


@dataclass
class Word:
    start: float
    end: float
    word: str
    probability: float = 0.8


def test_lines_end_at_pauses_and_start_with_their_first_word() -> None:
    words = [
        Word(0.7, 1.0, " Thank"),
        Word(1.0, 1.3, " you."),
        Word(1.9, 2.2, " Bye."),
        Word(11.9, 12.2, " Sorry", 0.4),
        Word(12.2, 12.5, " to hear."),
    ]
    spoken = [whisper._utterance(line) for line in whisper._lines(words)]
    assert spoken == [Utterance(0.7, "Thank you. Bye.", 0.8), Utterance(11.9, "Sorry to hear.", 0.6)]


def test_without_the_extra_there_is_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(whisper, "find_spec", lambda name: None)
    assert whisper.open_engine("", tmp_path) is None
    assert whisper.open_engine("/models/any", tmp_path) is None


def test_weights_that_are_not_the_tried_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("model.bin.part1", "model.bin.part2", *whisper._BESIDE_WEIGHTS):
        (tmp_path / name).write_bytes(b"other")
    monkeypatch.setattr(whisper, "_package_folder", lambda package: tmp_path)
    with pytest.raises(ValueError, match="not the expected ones"):
        whisper._bundled_model(tmp_path / "asr")
    assert list((tmp_path / "asr").iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(find_spec("faster_whisper") is None, reason="the extra asr is not installed")
def test_the_real_engine_hears_english_where_it_is_spoken(tmp_path: Path) -> None:
    import soundfile
    import soxr

    from contactcenter.providers.simulator import media as dialogues

    dialogue = next(d for d in dialogues.list_dialogues("dialogue", "en"))
    path = tmp_path / "dialogue.wav"
    path.write_bytes(dialogues.read_wav(dialogue.id))
    samples, rate = soundfile.read(path, dtype="float32")
    engine = whisper.open_engine("", tmp_path)
    assert engine is not None
    assert engine.speaks("en")
    assert not engine.speaks("vi")
    said = engine.transcribe(soxr.resample(np.ascontiguousarray(samples[:, 0]), rate, whisper.RATE_HZ), "en")
    expected = [line for line in dialogue.lines if line.speaker == "agent"]
    heard = {word for line in said for word in line.text.lower().split()}
    meant = {word for line in expected for word in line.text.lower().split()}
    assert len(heard & meant) > len(meant) / 2
    assert said[0].start_seconds == pytest.approx(expected[0].start_seconds, abs=1.0)
