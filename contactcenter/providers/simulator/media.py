"""The recordings that the simulated carrier serves: short dialogues and voicemails, spoken by a synthesiser.

They are shipped as Ogg Opus (1.5 MB in all) and decoded when asked for, because a provider serves WAV and the
product must meet the same bytes as in real life: 16-bit PCM, 8 kHz, left the agent, right the customer; a
voicemail has one channel, the customer. Made by scripts/make_audio.py.
"""

import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import soundfile

Kind = Literal["dialogue", "voicemail"]
Language = Literal["vi", "en"]
Speaker = Literal["agent", "customer"]
Gender = Literal["female", "male"]
Outcome = Literal["resolved", "callback", "transferred", "lead", "complaint", "wrong_number"]

RATE_HZ = 8000
FOLDER = Path(__file__).parent / "media"


class UnknownDialogue(LookupError):
    """No recording of that id is shipped."""


@dataclass(frozen=True)
class Line:
    """One thing said, in seconds from the start of the recording. Lines of two speakers may overlap."""

    speaker: Speaker
    start_seconds: float
    end_seconds: float
    text: str


@dataclass(frozen=True)
class Dialogue:
    """One shipped recording.

    `agent_gender` is None for a voicemail. Genders are those of the voices and of the forms of address
    (anh/chị), so that a demo can pick a dialogue that suits its people; nobody says a name, a phone number
    or an order code.
    """

    id: str
    file: str
    kind: Kind
    language: Language
    topic: str
    duration_seconds: float
    channels: int
    agent_gender: Gender | None
    customer_gender: Gender
    outcome: Outcome
    summary: str
    lines: tuple[Line, ...]


def list_dialogues(kind: Kind | None = None, language: Language | None = None) -> list[Dialogue]:
    """The shipped recordings of that kind and language (None: any), always in the same order."""
    return [
        dialogue
        for dialogue in _index().values()
        if kind in (None, dialogue.kind) and language in (None, dialogue.language)
    ]


def get_dialogue(dialogue_id: str) -> Dialogue:
    """Raises UnknownDialogue. The id is looked up, never used as a path."""
    try:
        return _index()[dialogue_id]
    except KeyError:
        raise UnknownDialogue(dialogue_id) from None


def duration(dialogue_id: str) -> float:
    """Seconds of audio, exact to 0.01 s. Raises UnknownDialogue."""
    return get_dialogue(dialogue_id).duration_seconds


def read_wav(dialogue_id: str) -> bytes:
    """A whole WAV file: 16-bit PCM, 8 kHz, two channels (agent, customer) or one (voicemail).

    On one machine the same id gives the same bytes every time. Raises UnknownDialogue.
    """
    path = FOLDER / get_dialogue(dialogue_id).file
    samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    wav = io.BytesIO()
    soundfile.write(wav, samples, rate, format="WAV", subtype="PCM_16")
    return wav.getvalue()


@cache
def _index() -> dict[str, Dialogue]:
    entries: list[dict[str, Any]] = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    return {entry["id"]: _dialogue(entry) for entry in entries}


def _dialogue(entry: dict[str, Any]) -> Dialogue:
    lines = tuple(Line(**line) for line in entry["lines"])
    return Dialogue(**{**entry, "lines": lines})
