"""Words in what was said and written: hits with their place, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.search import sight
from contactcenter.crm.search.match import text_seqs
from contactcenter.crm.search.models import SearchText
from contactcenter.crm.search.snippets import Snippet, cut
from contactcenter.crm.search.terms import MAX_TYPED_WORDS, words_of

LOOKED_THROUGH = 400
IN_ONE_CUSTOMER = 1_000
_LINES = (
    sa.select(SearchText)
    .where(SearchText.seq.in_(sa.bindparam("seqs", expanding=True)))
    .order_by(SearchText.occurred_at.desc(), SearchText.line)
)


@dataclass(frozen=True)
class Hit:
    """`ref_id` is the call, note, … of `kind`; `seconds` into its audio, where there is some."""

    customer_id: str | None
    kind: str
    ref_id: str
    seconds: float | None
    speaker: str | None
    occurred_at: datetime
    snippet: Snippet


def find_lines(
    session: Session, typed: str, *, limit: int, customer_id: str | None = None, mask: Mask = NOTHING
) -> list[Hit]:
    """Lines that hold every typed word, the last one as a beginning; one customer's, or anybody's.

    What `mask` hides of a line is not looked in.
    """
    words = words_of(typed)[:MAX_TYPED_WORDS]
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return []
    whole = [*words[:-1], *([customer_id] if customer_id else [])]
    cap = IN_ONE_CUSTOMER if customer_id else LOOKED_THROUGH
    seqs = text_seqs(session, [[words[-1]]], whole, cap)
    if not seqs:
        return []
    rows = session.scalars(_LINES.limit(limit), {"seqs": seqs})
    return [_hit(row, words) for row in rows if not mask or sight.shows(row.text, words, mask)]


def _hit(row: SearchText, words: Sequence[str]) -> Hit:
    snippet = cut(row.text, words)
    return Hit(row.customer_id, row.kind, row.ref_id, row.seconds, row.speaker, row.occurred_at, snippet)
