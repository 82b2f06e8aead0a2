"""The shipped recordings say what their index says, measured on the decoded sound itself."""

import io
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from contactcenter.providers.simulator import media

DIALOGUES = media.list_dialogues(kind="dialogue")
VOICEMAILS = media.list_dialogues(kind="voicemail")
EVERYTHING = media.list_dialogues()
SOUNDS = Path(__file__).resolve().parents[3] / "static" / "sounds"
GUARD_SECONDS = 0.1  # what a codec smears around the edge of a word
ids = [d.id for d in EVERYTHING]


def decoded(dialogue_id: str) -> np.ndarray:
    samples, rate = soundfile.read(io.BytesIO(media.read_wav(dialogue_id)), always_2d=True)
    assert rate == media.RATE_HZ
    return samples


def track(dialogue: media.Dialogue, speaker: str) -> np.ndarray:
    return decoded(dialogue.id)[:, 1 if speaker == "customer" and dialogue.channels == 2 else 0]


def speaks(dialogue: media.Dialogue, speaker: str, size: int, guard: float = 0.0) -> np.ndarray:
    """One bool per sample: within a line of this speaker, widened by `guard` seconds."""
    mask = np.zeros(size, dtype=bool)
    for line in dialogue.lines:
        if line.speaker == speaker:
            first = max(0, int((line.start_seconds - guard) * media.RATE_HZ))
            mask[first : int((line.end_seconds + guard) * media.RATE_HZ)] = True
    return mask


def level_db(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt((samples**2).mean()) + 1e-9))


def speakers(dialogue: media.Dialogue) -> tuple[str, ...]:
    return ("agent", "customer") if dialogue.kind == "dialogue" else ("customer",)


def test_there_are_enough_of_each_kind_and_language():
    def count(kind, language):
        return len(media.list_dialogues(kind=kind, language=language))

    assert count("dialogue", "vi") >= 10
    assert count("dialogue", "en") >= 4
    assert count("voicemail", "vi") >= 3
    assert count("voicemail", "en") >= 1
    assert len(EVERYTHING) == len(DIALOGUES) + len(VOICEMAILS)


def test_every_outcome_occurs():
    assert {d.outcome for d in EVERYTHING} == {
        "resolved",
        "callback",
        "transferred",
        "lead",
        "complaint",
        "wrong_number",
    }


def test_the_index_and_the_folder_agree():
    assert {d.file for d in EVERYTHING} == {path.name for path in media.FOLDER.glob("*.ogg")}
    assert len({d.id for d in EVERYTHING}) == len(EVERYTHING)
    entries = json.loads((media.FOLDER / "index.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in entries] == [d.id for d in EVERYTHING]


def test_all_of_it_stays_small():
    assert sum(path.stat().st_size for path in media.FOLDER.iterdir()) < 2_500_000


@pytest.mark.parametrize("dialogue", EVERYTHING, ids=ids)
def test_wav_has_the_telephone_format_and_the_length_of_the_index(dialogue):
    info = soundfile.info(io.BytesIO(media.read_wav(dialogue.id)))
    assert (info.format, info.subtype, info.samplerate) == ("WAV", "PCM_16", 8000)
    assert info.channels == dialogue.channels == len(speakers(dialogue))
    assert info.duration == pytest.approx(dialogue.duration_seconds, abs=0.2)
    assert media.duration(dialogue.id) == dialogue.duration_seconds


@pytest.mark.parametrize("dialogue", EVERYTHING, ids=ids)
def test_lengths_are_believable(dialogue):
    shortest, longest = (20, 70) if dialogue.kind == "dialogue" else (8, 20)
    assert shortest <= dialogue.duration_seconds <= longest


@pytest.mark.parametrize("dialogue", EVERYTHING, ids=ids)
def test_lines_are_in_order_within_the_recording_and_nobody_talks_over_themselves(dialogue):
    starts = [line.start_seconds for line in dialogue.lines]
    assert starts == sorted(starts)
    assert all(0 <= a.start_seconds < a.end_seconds <= dialogue.duration_seconds for a in dialogue.lines)
    assert all(line.text == line.text.strip() != "" for line in dialogue.lines)
    assert {line.speaker for line in dialogue.lines} == set(speakers(dialogue))
    for speaker in speakers(dialogue):
        own = [line for line in dialogue.lines if line.speaker == speaker]
        assert all(a.end_seconds <= b.start_seconds for a, b in pairwise(own))


@pytest.mark.parametrize("dialogue", EVERYTHING, ids=ids)
def test_each_channel_is_loud_in_its_own_lines_and_silent_outside_them(dialogue):
    for speaker in speakers(dialogue):
        samples = track(dialogue, speaker)
        inside = speaks(dialogue, speaker, samples.size)
        outside = ~speaks(dialogue, speaker, samples.size, GUARD_SECONDS)
        assert -30 < level_db(samples[inside]) < -14
        assert level_db(samples[outside]) < -55
        assert abs(samples).max() < 10 ** (-1 / 20)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[d.id for d in DIALOGUES])
def test_left_is_silent_while_only_the_customer_speaks(dialogue):
    left = track(dialogue, "agent")
    customer = speaks(dialogue, "customer", left.size)
    agent = speaks(dialogue, "agent", left.size, GUARD_SECONDS)
    assert level_db(left[customer & ~agent]) < -60


@pytest.mark.parametrize("dialogue", EVERYTHING, ids=ids)
def test_each_line_begins_and_ends_where_the_sound_does(dialogue):
    for speaker in speakers(dialogue):
        samples = track(dialogue, speaker)
        for line in dialogue.lines:
            if line.speaker == speaker:
                first = int(max(0.0, line.start_seconds - 0.2) * media.RATE_HZ)
                last = int((line.end_seconds + 0.2) * media.RATE_HZ)
                heard = first + np.flatnonzero(abs(samples[first:last]) > 10 ** (-45 / 20))
                assert heard[0] / media.RATE_HZ == pytest.approx(line.start_seconds, abs=0.15)
                assert heard[-1] / media.RATE_HZ == pytest.approx(line.end_seconds, abs=0.15)


def test_one_dialogue_has_a_long_hold_and_one_has_overtalk():
    def longest_silence(dialogue):
        size = int(dialogue.duration_seconds * media.RATE_HZ)
        said = speaks(dialogue, "agent", size) | speaks(dialogue, "customer", size)
        edges = np.flatnonzero(np.diff(said.astype(np.int8), prepend=1, append=1))
        return np.diff(edges)[::2].max() / media.RATE_HZ

    def overtalk(dialogue):
        size = int(dialogue.duration_seconds * media.RATE_HZ)
        both = speaks(dialogue, "agent", size) & speaks(dialogue, "customer", size)
        return both.sum() / media.RATE_HZ

    assert longest_silence(media.get_dialogue("vi-warranty-hold")) > 10
    assert overtalk(media.get_dialogue("vi-angry-overtalk")) > 4
    assert overtalk(media.get_dialogue("vi-thank-you")) == 0


def test_vietnamese_is_written_with_its_diacritics():
    for dialogue in media.list_dialogues(language="vi"):
        words = " ".join(line.text for line in dialogue.lines)
        assert sum(ord(c) > 127 for c in words) / len(words) > 0.15
        assert any(ord(c) > 127 for c in dialogue.summary)


def test_voicemails_have_no_agent_and_dialogues_have_one():
    assert all(d.agent_gender is None for d in VOICEMAILS)
    assert all(d.agent_gender in ("female", "male") for d in DIALOGUES)
    assert all(d.customer_gender in ("female", "male") for d in EVERYTHING)


def test_the_same_id_gives_the_same_bytes():
    assert media.read_wav("vi-thank-you") == media.read_wav("vi-thank-you")


@pytest.mark.parametrize("bad", ["", "nope", "../media", "vi-thank-you.ogg", "/etc/passwd"])
def test_an_unknown_id_is_refused_and_never_a_path(bad):
    for read in (media.get_dialogue, media.duration, media.read_wav):
        with pytest.raises(media.UnknownDialogue):
            read(bad)


@pytest.mark.parametrize(
    ("name", "shortest", "longest", "largest_bytes"),
    [
        ("ring", 2.9, 3.2, 40_000),
        ("connected", 0.2, 1.0, 10_000),
        ("ended", 0.2, 1.0, 10_000),
        ("message", 0.2, 1.0, 10_000),
        ("warning", 0.2, 1.0, 10_000),
        ("hold-music", 30, 40, 250_000),
    ],
)
def test_interface_sounds_are_short_light_and_not_too_loud(name, shortest, longest, largest_bytes):
    path = SOUNDS / f"{name}.mp3"
    samples, rate = soundfile.read(path, always_2d=True)
    assert path.stat().st_size < largest_bytes
    assert samples.shape[1] == 1
    assert shortest <= len(samples) / rate <= longest
    assert abs(samples).max() < 10 ** (-3 / 20)
    assert level_db(samples) > -35
