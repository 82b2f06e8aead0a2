"""The part of a text around what was looked for, with offsets instead of markup: nothing in it is ever HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii

LENGTH = 120
BEFORE = 30
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Snippet:
    """`marks` are (start, end) in characters (Unicode code points) of `text`."""

    text: str
    marks: list[tuple[int, int]]


def cut(text: str, beginnings: Sequence[str]) -> Snippet:
    """About `LENGTH` characters of the text, from a little before the first word with one of these beginnings."""
    marks = _marks(text, tuple(beginnings))
    first = marks[0][0] if marks else 0
    start = _word_start(text, max(0, first - BEFORE)) if len(text) > LENGTH else 0
    end = min(len(text), start + LENGTH) if len(text) > LENGTH else len(text)
    before, after = "…" * (start > 0), "…" * (end < len(text))
    shift = len(before) - start
    inside = [(a + shift, min(b, end) + shift) for a, b in marks if start <= a < end]
    return Snippet(before + text[start:end].replace("\n", " ") + after, inside)


def _marks(text: str, beginnings: tuple[str, ...]) -> list[tuple[int, int]]:
    """Folding may turn one character into several or none, so each folded one remembers where it came from."""
    folded, origin = [], []
    for at, character in enumerate(text):
        plain = anyascii(character).lower()
        folded.append(plain)
        origin += [at] * len(plain)
    found = _WORD.finditer("".join(folded))
    return [(origin[m.start()], origin[m.end() - 1] + 1) for m in found if m.group().startswith(beginnings)]


def _word_start(text: str, at: int) -> int:
    blank = text.find(" ", at)
    return blank + 1 if 0 <= blank < at + 20 else at
