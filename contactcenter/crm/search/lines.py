"""Words in what was said and written: hits with their place, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import concerns
from contactcenter.crm.search import sight
from contactcenter.crm.search.match import text_seqs
from contactcenter.crm.search.models import SearchText
from contactcenter.crm.search.snippets import Snippet, cut
from contactcenter.crm.search.terms import MAX_TYPED_WORDS, words_of

LOOKED_THROUGH = 400
LOOKED_THROUGH_OF_FEW = 4_000
"""For somebody who sees only some customers."""
THEIRS = 200
"""Where there are more lines still, those of so many of their customers are asked for by whose they are."""
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
    session: Session,
    typed: str,
    *,
    limit: int,
    customer_id: str | None = None,
    mask: Mask = NOTHING,
    reach: Reach = EVERYTHING,
) -> list[Hit]:
    """Lines that hold every typed word, the last one as a beginning; one customer's, or anybody's within `reach`.

    What `mask` hides of a line is not looked in.
    """
    words = words_of(typed)[:MAX_TYPED_WORDS]
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return []
    seqs = _seqs(session, words, customer_id, reach)
    if not seqs:
        return []
    found = _LINES.where(concerns(reach, SearchText.customer_id)) if reach else _LINES
    rows = session.scalars(found.limit(limit), {"seqs": seqs})
    return [_hit(row, words) for row in rows if not mask or sight.shows(row.text, words, mask)]


def _seqs(session: Session, words: list[str], customer_id: str | None, reach: Reach) -> list[int]:
    *whole, last = words
    if customer_id:
        return text_seqs(session, [[last]], [*whole, customer_id], IN_ONE_CUSTOMER)
    if not reach:
        return text_seqs(session, [[last]], whole, LOOKED_THROUGH)
    seqs = text_seqs(session, [[last]], whole, LOOKED_THROUGH_OF_FEW)
    theirs = _customers_of(session, reach) if len(seqs) >= LOOKED_THROUGH_OF_FEW else []
    return [*seqs, *text_seqs(session, [[last], theirs], whole, LOOKED_THROUGH)] if theirs else seqs


def _customers_of(session: Session, reach: Reach) -> list[str]:
    owned = sa.select(Customer.id).where(Customer.owner_id.in_(sorted(reach.colleagues or ()))).limit(THEIRS)
    return list(session.scalars(owned.with_hint(Customer, "INDEXED BY ix_customers_owner_page", "sqlite")))


def _hit(row: SearchText, words: Sequence[str]) -> Hit:
    snippet = cut(row.text, words)
    return Hit(row.customer_id, row.kind, row.ref_id, row.seconds, row.speaker, row.occurred_at, snippet)
