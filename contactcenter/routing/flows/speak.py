"""From what a walk says to what a provider is told, in the caller's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from contactcenter.providers.instructions import Audio, Instruction, InTurn, PlaySounds, SayAndHangUp, Sound, Speech
from contactcenter.routing.flows.walk import Document, Heard
from contactcenter.routing.prompts import LANGUAGES, menu_words, prompt


def sounds(flow: Document, heard: Sequence[Heard], language: str) -> tuple[Sound, ...]:
    """In order; what has no words in this language is said in the other one."""
    found = (_sound(flow, one, language) for one in heard)
    return tuple(sound for sound in found if sound is not None)


def joined(said: Sequence[Sound]) -> tuple[Sound, ...]:
    """Texts of one language that follow each other as one: read out without a break."""
    found: list[Sound] = []
    for sound in said:
        last = found[-1] if found else None
        if isinstance(sound, Speech) and isinstance(last, Speech) and last.language == sound.language:
            found[-1] = Speech(f"{last.text} {sound.text}", sound.language)
        else:
            found.append(sound)
    return tuple(found)


def said_then(said: tuple[Sound, ...], then: Instruction) -> Instruction:
    """First these words, then that."""
    return InTurn((PlaySounds(said), then)) if said else then


def good_bye(said: tuple[Sound, ...]) -> Instruction:
    """The last of these words, and the end."""
    return said_then(said[:-1], SayAndHangUp(said[-1] if said else None))


def of_prompt(flow: Document, words: Mapping[str, Any], language: str) -> Sound | None:
    """A prompt as it is heard, or None for a silent one."""
    other = "en" if language == "vi" else "vi"
    for one in (language, other):
        url = flow.sounds.get(words[f"sound_{one}"] or "")
        if url:
            return Audio(url)
        if words[one].strip():
            return Speech(words[one], LANGUAGES[one])
    return None


def _sound(flow: Document, one: Heard, language: str) -> Sound | None:
    if one.choices:
        return Speech(menu_words([(choice.key, choice.name) for choice in one.choices], language), LANGUAGES[language])
    if one.prompt is None:
        return Speech(prompt("nobody_free", language), LANGUAGES[language])
    return of_prompt(flow, one.prompt, language)
