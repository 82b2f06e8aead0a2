"""The index over what was said and written: one row a line, found by its words, opened at its second.

`index_text` says what a thing's lines are now; what it said before is replaced. Call it in the
transaction that writes the thing, and `drop_texts` when it is gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.search.models import SearchText
from contactcenter.crm.search.terms import words_of

MAX_WORDS = 2_000
MAX_LINES = 5_000

OWN_LINES: set[str] = set()
"""Kinds of the timeline whose owner calls `index_text`; of all others the item's own text is indexed."""


def declare_own_lines(kind: str) -> None:
    OWN_LINES.add(kind)


@dataclass(frozen=True)
class Line:
    """`seconds` into the audio, where there is some; `speaker` agent or customer, where it is known."""

    text: str
    seconds: float | None = None
    speaker: str | None = None


_KNOWN = (
    sa.select(SearchText.line, SearchText.text, SearchText.seconds, SearchText.speaker, SearchText.customer_id)
    .where(SearchText.kind == sa.bindparam("kind"), SearchText.ref_id == sa.bindparam("ref_id"))
    .order_by(SearchText.line)
)


def index_text(
    session: Session,
    *,
    kind: str,
    ref_id: str,
    customer_id: str | None,
    occurred_at: datetime,
    lines: Sequence[Line],
) -> None:
    """These are the lines of (kind, ref_id) now. The same again writes nothing."""
    said = [line for line in lines[:MAX_LINES] if line.text.strip()]
    wanted = [(n, line.text, line.seconds, line.speaker, customer_id) for n, line in enumerate(said)]
    session.flush()
    known = [tuple(row) for row in session.execute(_KNOWN, {"kind": kind, "ref_id": ref_id})]
    if known == wanted:
        return
    if known:
        drop_texts(session, kind, ref_id)
    if said:
        whose = {"kind": kind, "ref_id": ref_id, "customer_id": customer_id, "occurred_at": occurred_at}
        session.execute(sa.insert(SearchText), [{**whose, "line": n, **_row(line)} for n, line in enumerate(said)])


def drop_texts(session: Session, kind: str, ref_id: str) -> None:
    """Forget every line of (kind, ref_id)."""
    session.execute(sa.delete(SearchText).where(SearchText.kind == kind, SearchText.ref_id == ref_id))


def assign_texts(session: Session, kind: str, ref_ids: Iterable[str] | sa.Select[Any], customer_id: str | None) -> None:
    """These things turned out to be this customer's."""
    chosen = SearchText.ref_id.in_(ref_ids if isinstance(ref_ids, sa.Select) else list(ref_ids))
    session.execute(sa.update(SearchText).where(SearchText.kind == kind, chosen).values(customer_id=customer_id))


def _row(line: Line) -> dict[str, Any]:
    words = words_of(line.text)[:MAX_WORDS]
    return {"text": line.text, "words": " ".join(words), "seconds": line.seconds, "speaker": line.speaker}
