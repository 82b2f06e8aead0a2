"""A question put to the word index of either database. Every answer is capped: an index that has
400,000 Nguyễns hands out the first few hundred and is not asked to sort."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from contactcenter.crm.search.ddl import SAMPLE, TERMS_DOCUMENT, TEXTS_DOCUMENT
from contactcenter.crm.search.models import CustomerTerms, SearchText

Groups = Sequence[Sequence[str]]
"""Each group must be met by a word that begins with one of its terms."""


def customer_seqs(session: Session, groups: Groups, limit: int) -> list[int]:
    """`customer_terms.seq` of at most `limit` customers, in the index's own order."""
    if not groups:
        return []
    if _is_sqlite(session):
        return list(session.scalars(_fts5("customer_terms_words", fts5_query(groups)).limit(limit)))
    matching = sa.select(CustomerTerms.seq).where(_tsquery(TERMS_DOCUMENT, ts_query(groups)))
    sampled = _by_index(session, matching.where(sa.literal_column(SAMPLE, sa.Boolean)), limit)
    return sampled if len(sampled) >= limit else _by_index(session, matching, limit)


def text_seqs(session: Session, groups: Groups, whole: Sequence[str], limit: int) -> list[int]:
    """`search_texts.seq` of at most `limit` lines that also hold each `whole` word; SQLite's newest first."""
    if _is_sqlite(session):
        found = _fts5("search_texts_words", fts5_query(groups, whole))
        return list(session.scalars(found.order_by(sa.literal_column("rowid").desc()).limit(limit)))
    matching = sa.select(SearchText.seq).where(_tsquery(TEXTS_DOCUMENT, ts_query(groups, whole)))
    return _by_index(session, matching, limit)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _by_index(session: Session, matching: sa.Select[int], limit: int) -> list[int]:
    """The first rows that the word index gives.

    Left to itself the planner reads the whole table where it expects many matches, or few rows to be wanted:
    seconds instead of milliseconds. So it may not, and does not learn how many rows are wanted.
    """
    found = matching.cte("found").prefix_with("MATERIALIZED")
    session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    seqs = list(session.scalars(sa.select(found.c.seq).limit(limit)))
    session.execute(sa.text("SET LOCAL enable_seqscan = on"))
    return seqs


def holds_terms(groups: Groups) -> sa.ColumnElement[bool]:
    """The same question to a row of customer_terms that was found in another way (without the index)."""
    terms = sa.literal(" ") + CustomerTerms.terms
    return sa.and_(
        sa.true(),
        *(sa.or_(*(terms.contains(f" {term}", autoescape=True) for term in group)) for group in groups),
    )


def fts5_query(groups: Groups, whole: Sequence[str] = ()) -> str:
    asked = [" OR ".join(f'"{term}" *' for term in group) for group in groups]
    return " AND ".join([*(f'"{word}"' for word in whole), *(f"({one})" for one in asked)])


def ts_query(groups: Groups, whole: Sequence[str] = ()) -> str:
    asked = [" | ".join(f"'{term}':*" for term in group) for group in groups]
    return " & ".join([*(f"'{word}'" for word in whole), *(f"({one})" for one in asked)])


def _fts5(index: str, query: str) -> sa.Select[int]:
    rowid: sa.ColumnClause[int] = sa.literal_column("rowid", sa.Integer)
    return sa.select(rowid.label("seq")).select_from(sa.table(index)).where(sa.column(index).op("MATCH")(query))


def _tsquery(document: str, query: str) -> sa.ColumnElement[bool]:
    # Written into the statement: with a parameter PostgreSQL settles for one plan whatever is asked,
    # which can be a hundred times too slow. Terms hold no quote or backslash (terms.py).
    asked = sa.cast(sa.bindparam("asked", query, sa.Text, literal_execute=True, unique=True), TSQUERY)
    return sa.literal_column(document).op("@@", is_comparison=True)(asked)
