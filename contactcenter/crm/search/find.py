"""Who is meant by what was typed: candidates from the index, ranked here.

The index hands out a few hundred candidates at most. Where there are more, those that matter most
to the person who asks are put beside them: their own customers, and who was spoken to lately. Whose name
begins as typed is found by an index of its own, in no time, and never missed for those who only share the words.

Who sees only some customers (crm/reach.py) has more candidates looked through; where there are more still, the index
is asked for those of their colleagues and nobody's, so that others, however many, hide none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.phone import parse_phone
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer, TimelineItem
from contactcenter.crm.reach import within
from contactcenter.crm.search import sight
from contactcenter.crm.search.match import Groups, customer_seqs, holds_terms
from contactcenter.crm.search.models import CustomerTerms
from contactcenter.crm.search.terms import Question, owner_term, question, words_of
from contactcenter.crm.service import fold

CANDIDATES = 150
CANDIDATES_OF_FEW = 300
"""For somebody who sees only some customers."""
MINE = 40
OWN = 2_000
"""Of somebody who owns more customers than anybody can know, as many are looked through."""
LISTED = 2_000
"""As many of a broad question's matches a list of customers goes through."""
CANDIDATES_AT_ONCE = 10_000
"""Values in one statement: SQLite takes 32,766."""

Recent = Callable[[Session], Sequence[str]]
_recent: list[Recent] = []

_LAST_CONTACT = (
    sa.select(TimelineItem.occurred_at)
    .where(TimelineItem.customer_id == Customer.id)
    .order_by(TimelineItem.occurred_at.desc(), TimelineItem.id.desc())
    .limit(1)
    .correlate(Customer)
    .scalar_subquery()
)
_OWNED = "SELECT id FROM customers {} WHERE owner_id = :owner_id LIMIT :own"
_BEGUN = """SELECT seq FROM (SELECT id FROM customers WHERE name_folded {from_} :typed AND name_folded {before} :end
    AND merged_into_id IS NULL ORDER BY name_folded {order} LIMIT :most) AS begun
    JOIN customer_terms ON customer_id = begun.id"""
_BEGINNING = {
    "sqlite": sa.text(_BEGUN.format(from_=">=", before="<", order="")),
    "postgresql": sa.text(_BEGUN.format(from_="~>=~", before="~<~", order="USING ~<~")),
}
# Where most customers have no owner, SQLite's statistics speak against the index, and it reads them all.
_OWN = {
    "sqlite": sa.text(_OWNED.format("INDEXED BY ix_customers_owner_page")),
    "postgresql": sa.text(_OWNED.format("")),
}


def _in_seqs(statement: Any) -> dict[str, sa.Select[Any]]:
    """By database: hundreds of parameters take longer to bind than to look up, and are a new statement each time."""
    array = sa.any_(sa.bindparam("seqs", type_=ARRAY(sa.Integer)))
    return {
        "sqlite": statement.where(CustomerTerms.seq.in_(sa.bindparam("seqs", expanding=True))),
        "postgresql": statement.where(CustomerTerms.seq == array),
    }


_IDS = _in_seqs(sa.select(CustomerTerms.customer_id))
_IDS_WITHIN = _in_seqs(sa.select(CustomerTerms.customer_id).join(Customer, Customer.id == CustomerTerms.customer_id))
_FACTS = _in_seqs(
    sa.select(
        Customer.id, Customer.name_folded, Customer.owner_id, CustomerTerms.terms, _LAST_CONTACT.label("last")
    ).join(CustomerTerms, CustomerTerms.customer_id == Customer.id)
)


@dataclass(frozen=True)
class _Typed:
    text: str
    words: list[str]
    exact: frozenset[str]


def contribute_recent(fn: Recent) -> None:
    """Let a package above name who was spoken to lately: `fn(session) -> customer ids`, a few hundred, fast."""
    if fn not in _recent:
        _recent.append(fn)


def find_customers(
    session: Session,
    typed: str,
    *,
    region: str,
    actor_id: str | None,
    limit: int,
    mask: Mask = NOTHING,
    reach: Reach = EVERYTHING,
) -> list[str]:
    """Ids of the customers meant and within `reach`, the likeliest first; found by nothing that `mask` hides."""
    most = CANDIDATES_OF_FEW if reach else CANDIDATES
    asked, seqs = _candidates(session, typed, region, most, mask, reach)
    if len(seqs) >= most:
        nearer = [
            *_of_reach(session, asked.groups, CANDIDATES, reach),
            *_closest(session, asked.groups, actor_id),
        ]
        seqs = [*dict.fromkeys([*seqs, *nearer])]
    if not seqs:
        return []
    meant = _Typed(fold(typed), words_of(typed), _exact_terms(typed, region))
    facts = _seen(session, seqs, asked, meant.exact, mask, reach)
    return [row.id for row in sorted(facts, key=lambda row: _rank(row, meant, actor_id))[:limit]]


def matching_ids(
    session: Session,
    typed: str,
    *,
    region: str,
    mask: Mask = NOTHING,
    reach: Reach = EVERYTHING,
    limit: int = LISTED,
) -> list[str]:
    """Ids for a list of customers, unranked; of a very broad question the first `limit` that the index gives."""
    asked, seqs = _candidates(session, typed, region, limit, mask, reach)
    if len(seqs) >= limit:
        seqs = [*dict.fromkeys([*seqs, *_of_reach(session, asked.groups, limit, reach)])]
    if mask:
        return [row.id for row in _seen(session, seqs, asked, _exact_terms(typed, region), mask, reach)]
    statement = _IDS_WITHIN if reach else _IDS
    return [customer_id for (customer_id,) in _by_seqs(session, statement, seqs, reach)]


def _seen(
    session: Session, seqs: list[int], asked: Question, exact: frozenset[str], mask: Mask, reach: Reach
) -> Sequence[Any]:
    facts = _by_seqs(session, _FACTS, seqs, reach)
    if not mask:
        return facts
    return [row for row in facts if sight.is_seen(row.terms, row.name_folded, asked, exact, mask)]


def _by_seqs(session: Session, statement: dict[str, sa.Select[Any]], seqs: list[int], reach: Reach) -> list[Any]:
    parts = (seqs[start : start + CANDIDATES_AT_ONCE] for start in range(0, len(seqs), CANDIDATES_AT_ONCE))
    asked = statement[_dialect(session)]
    if reach:
        asked = asked.where(within(reach))
    return [row for part in parts for row in session.execute(asked, {"seqs": part})]


def _of_reach(session: Session, groups: Groups, limit: int, reach: Reach) -> list[int]:
    """Those whom somebody of limited reach, or nobody, takes care of."""
    if reach.colleagues is None:
        return []
    return customer_seqs(session, groups, limit, [owner_term(owner) for owner in (None, *sorted(reach.colleagues))])


def _candidates(
    session: Session, typed: str, region: str, limit: int, mask: Mask, reach: Reach
) -> tuple[Question, list[int]]:
    """`seq` of each. Names and numbers first; companies and addresses where these are not enough."""
    exact = _exact_terms(typed, region)
    narrow = sight.narrow(question(typed, region), exact, mask)
    seqs = _begun(session, fold(typed), CANDIDATES_OF_FEW if reach else CANDIDATES) if narrow else []
    if len(seqs) < limit:
        seqs = [*dict.fromkeys([*seqs, *customer_seqs(session, narrow.groups, limit)])]
    if len(seqs) >= limit:
        return narrow, seqs
    wide = sight.narrow(question(typed, region, is_wide=True), exact, mask)
    if wide != narrow:
        seqs = [*dict.fromkeys([*seqs, *customer_seqs(session, wide.groups, limit)])]
    return wide, seqs


def _begun(session: Session, typed: str, limit: int) -> list[int]:
    """By the name's beginning, of one word by the whole name; the shortest first, so whoever is called just so."""
    last = "{" if " " in typed else " "  # { follows z
    asked = {"typed": typed, "end": typed + last, "most": limit}
    return list(session.scalars(_BEGINNING[_dialect(session)], asked))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _closest(session: Session, groups: Groups, actor_id: str | None) -> list[int]:
    """Those of one's own customers and of the recent ones who answer the question as well."""
    # Named by id: a join of the two tables may be read from the wrong side, all million rows of it.
    own = _OWN[_dialect(session)]
    mine = list(session.scalars(own, {"owner_id": actor_id, "own": OWN})) if actor_id is not None else []
    recent = [*dict.fromkeys(i for fn in _recent for i in fn(session))]
    fitting = sa.select(CustomerTerms.seq).where(holds_terms(groups)).limit(MINE)
    return [i for ids in (mine, recent) if ids for i in session.scalars(fitting.where(_are(session, ids)))]


def _are(session: Session, ids: list[str]) -> sa.ColumnElement[bool]:
    if _dialect(session) == "sqlite":
        return CustomerTerms.customer_id.in_(ids)
    return CustomerTerms.customer_id == sa.any_(sa.cast(ids, ARRAY(sa.String)))


def _exact_terms(typed: str, region: str) -> frozenset[str]:
    """Terms that name one customer only: a whole number, address or code."""
    plain = "".join(words_of(typed))
    phone = parse_phone(typed, region)
    exact = [f"@{fold(typed)}"] if "@" in typed else []
    if phone is not None:
        exact.append(f"={phone.e164[1:]}")
    elif any(c.isdigit() for c in plain):
        exact.append(plain)
    return frozenset(exact)


def _rank(row: Any, asked: _Typed, actor_id: str | None) -> tuple[Any, ...]:
    """Smaller is likelier: exact, then by the given name (a Vietnamese name's last word), then other words."""
    last: datetime | None = row.last
    return (
        _tier(row, asked),
        actor_id is None or row.owner_id != actor_id,
        -last.timestamp() if last else 0,
        row.id,
    )


def _tier(row: Any, asked: _Typed) -> int:
    if not asked.exact.isdisjoint(row.terms.split(" ")):
        return 0
    name = words_of(row.name_folded)
    if name == asked.words:
        return 1
    given = name[-1] if name else ""
    if given in asked.words:
        return 2
    if any(given.startswith(word) for word in asked.words[-1:]):
        return 3
    return 4 if any(word in name for word in asked.words) else 5
