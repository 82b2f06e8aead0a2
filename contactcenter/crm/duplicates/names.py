"""When two names may be one person's: written without diacritics, turned around, shortened or mistyped.

Vietnamese names put the family first and the given name last; forms, address books and foreigners turn them around.
Pure functions on folded names (lower case, no diacritics).
"""

import re
from functools import lru_cache

_TITLES = frozenset("anh chi em ong mr mrs ms miss dr".split())
_TITLES_OR_NAMES = frozenset("ba bac chu co cu di thay".split())
"""Titles that are names as well: left out only before a single name."""

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("^ngh", "ng"), ("^gh", "g"), ("^(ch|tr)", "c"), ("^(d|gi|r|v)", "z"), ("^(s|x)", "s"), ("^(l|n)(?!g|h)", "n"),
        ("^(k|q|c)", "k"), ("^ph", "f"), ("y", "i"), ("(ng|nh|n)$", "n"), ("(ch|c|t)$", "t"), ("h$", ""),
        (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""Spellings that sound alike in one region or another, so that they meet in one block."""


@lru_cache(maxsize=8192)
def words_of(folded: str) -> tuple[str, ...]:
    """The words of a name, without the title before it."""
    words = tuple(re.findall(r"[a-z0-9]+", folded))
    if len(words) > 1 and (words[0] in _TITLES or (words[0] in _TITLES_OR_NAMES and len(words) == 2)):
        return words[1:]
    return words


def key_of(folded: str) -> str | None:
    """The block of a name: how its words sound, in no order. None for a single word, which finds too many."""
    words = words_of(folded)
    return " ".join(sorted(sound_of(word) for word in words))[:400] if len(words) > 1 else None


@lru_cache(maxsize=8192)
def sound_of(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def compare(one: str, other: str) -> str | None:
    """`same`, `transposed`, `near`, `partly`, `different`, or None when there is nothing to compare."""
    mine, theirs = words_of(one), words_of(other)
    if not mine or not theirs:
        return None
    if mine == theirs:
        return "same"
    if sorted(mine) == sorted(theirs):
        return "transposed"
    if _is_near(mine, theirs):
        return "near"
    fewer, more = sorted((mine, theirs), key=len)
    if set(fewer) < set(more) and (fewer[-1] == more[-1] or len(fewer) > 1):
        return "partly"
    is_given_name_shared = mine[-1] in theirs or theirs[-1] in mine
    return None if is_given_name_shared else "different"


def _is_near(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if len(mine) < 2 or len(theirs) < 2:
        return False
    pairs = ((" ".join(mine), " ".join(theirs)), (" ".join(sorted(mine)), " ".join(sorted(theirs))))
    allowed = 1 if min(len(pairs[0][0]), len(pairs[0][1])) < 12 else 2
    return len(mine) == len(theirs) and any(count_slips(a, b, allowed) <= allowed for a, b in pairs)


def count_slips(one: str, other: str, most: int) -> int:
    """How many letters were added, left out, changed or swapped with the next; beyond `most` it is `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if older and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
