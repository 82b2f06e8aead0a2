"""Which words a typed beginning stands for, on PostgreSQL: GIN is asked for whole words wherever it can be.

Asked for a beginning, GIN reads all it has of every word that begins so, before it looks at the other words typed;
asked for whole words it starts with the rarest and skips through the others, five to ten times faster for three
frequent words. So the words are kept in a table of their own, `customer_words`, by a trigger (ddl.py): words of letters
as they are, `bx*` for whatever has digits after `bx`. Numbers and addresses are not kept: nearly each is one person's.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

MOST_WORDS = 40
"""Where a beginning stands for more words than this, telling them all apart costs more than it saves."""
_LETTERS = re.compile(r"#?[a-z]+$")
_WITH_DIGITS = "*"
# { follows z.
_WORDS = sa.text(
    """SELECT form, word FROM unnest(CAST(:forms AS text[])) AS form, LATERAL (
        SELECT word FROM customer_words WHERE word >= form AND word < form || '{' LIMIT :most) AS found"""
)


@dataclass(frozen=True)
class Spelled:
    """One group of a question: its beginnings as typed, and what the index is asked. Broad: many words begin so."""

    forms: Sequence[str]
    query: str
    is_broad: bool


def spell_out(session: Session, groups: Sequence[Sequence[str]]) -> list[Spelled] | None:
    """The groups by the words there are; None when one of them is met by no word at all."""
    words = _words(session, {form for group in groups for form in group if _LETTERS.match(form)})
    spelled = [_spell(group, words) for group in groups]
    return None if any(not one.query for one in spelled) else spelled


def _words(session: Session, forms: set[str]) -> dict[str, list[str]]:
    """At most one more than `MOST_WORDS` of each form."""
    found: dict[str, list[str]] = defaultdict(list)
    if forms:
        for form, word in session.execute(_WORDS, {"forms": sorted(forms), "most": MOST_WORDS + 1}):
            found[form].append(word)
    return found


def _spell(group: Sequence[str], words: dict[str, list[str]]) -> Spelled:
    lexemes: list[str] = []
    for form in group:
        lexemes += [one for word in words[form] for one in _lexemes(word)] if _LETTERS.match(form) else [f"'{form}':*"]
    is_broad = len(lexemes) > MOST_WORDS
    if is_broad:
        lexemes = [f"'{form}':*" for form in group]
    return Spelled(group, " | ".join(lexemes), is_broad)


def _lexemes(word: str) -> list[str]:
    if word.endswith(_WITH_DIGITS):
        return [f"'{word[:-1]}{digit}':*" for digit in range(10)]
    return [f"'{word}'"]
