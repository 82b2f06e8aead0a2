"""A question put to the word index of either database. Every answer is capped: an index that has
400,000 Nguyễns hands out the first few hundred and is not asked to sort."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from contactcenter.crm.search.ddl import SAMPLE, TERMS_DOCUMENT, TEXTS_DOCUMENT
from contactcenter.crm.search.models import CustomerTerms, SearchText
from contactcenter.crm.search.vocabulary import Spelled, spell_out

_IN_SAMPLE = sa.literal_column(SAMPLE, sa.Boolean)

Groups = Sequence[Sequence[str]]
"""Each group must be met by a word that begins with one of its terms."""


FEW_SAMPLED = 500
"""Customers in the sample: so few in all are read and compared sooner than the index finds all of a frequent word."""


def customer_seqs(session: Session, groups: Groups, limit: int, owners: Sequence[str] = ()) -> list[int]:
    """`customer_terms.seq` of at most `limit` customers, in the index's own order; of these `owners` (terms)."""
    if not groups:
        return []
    if _is_sqlite(session):
        asked = fts5_query(groups, any_of=owners)
        return list(session.scalars(_fts5("customer_terms_words", asked).limit(limit)))
    spelled = spell_out(session, groups)
    if spelled is None:
        return []
    if owners:
        spelled.append(Spelled(owners, " | ".join(f"'{owner}'" for owner in owners), is_broad=False))
    with _by_index_only(session):
        sampled = _first(session, _meeting(spelled).where(_IN_SAMPLE), limit)
        return sampled if len(sampled) >= limit else _first(session, _best_way(session, spelled), limit)


def _best_way(session: Session, spelled: Sequence[Spelled]) -> sa.Select[int]:
    """All who meet the groups. Beginnings of many words are compared with whom the other words leave, if few."""
    telling = [one for one in spelled if not one.is_broad]
    if not telling or len(telling) == len(spelled):
        return _meeting(spelled)
    left = _meeting(telling)
    if len(_first(session, left.where(_IN_SAMPLE), FEW_SAMPLED)) >= FEW_SAMPLED:
        return _meeting(spelled)
    return left.where(holds_terms([one.forms for one in spelled if one.is_broad]))


def _meeting(spelled: Sequence[Spelled]) -> sa.Select[int]:
    query = " & ".join(f"({one.query})" for one in spelled)
    return sa.select(CustomerTerms.seq).where(_tsquery(TERMS_DOCUMENT, query))


def text_seqs(session: Session, groups: Groups, whole: Sequence[str], limit: int) -> list[int]:
    """`search_texts.seq` of at most `limit` lines that also hold each `whole` word; SQLite's newest first."""
    if _is_sqlite(session):
        found = _fts5("search_texts_words", fts5_query(groups, whole))
        return list(session.scalars(found.order_by(sa.literal_column("rowid").desc()).limit(limit)))
    matching = sa.select(SearchText.seq).where(_tsquery(TEXTS_DOCUMENT, ts_query(groups, whole)))
    with _by_index_only(session):
        return _first(session, matching, limit)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def _by_index_only(session: Session) -> Iterator[None]:
    """Left to itself the planner reads the whole table where it expects many matches: seconds, not milliseconds."""
    session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    yield
    session.execute(sa.text("SET LOCAL enable_seqscan = on"))


def _first(session: Session, matching: sa.Select[int], limit: int) -> list[int]:
    """The first rows that the word index gives; the planner, who would read the table again, is not told how many."""
    found = matching.cte("found").prefix_with("MATERIALIZED")
    return list(session.scalars(sa.select(found.c.seq).limit(limit)))


def holds_terms(groups: Groups) -> sa.ColumnElement[bool]:
    """The same question to a row of customer_terms that was found in another way (without the index)."""
    terms = sa.literal(" ") + CustomerTerms.terms
    return sa.and_(
        sa.true(),
        *(sa.or_(*(terms.contains(f" {term}", autoescape=True) for term in group)) for group in groups),
    )


def fts5_query(groups: Groups, whole: Sequence[str] = (), any_of: Sequence[str] = ()) -> str:
    asked = [" OR ".join(f'"{term}" *' for term in group) for group in groups]
    if any_of:
        asked.append(" OR ".join(f'"{word}"' for word in any_of))
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
