"""Keep the roll-up true: whoever changes what it counts touches the customer, in the same transaction.

What was touched is computed once, when the transaction ends, from the tables themselves: touching
twice, or by mistake, costs a moment and breaks nothing. Figures that change by waiting (recency,
frequency) and the fifths are set right at night (`nightly.py`).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.events import at_end, emit
from contactcenter.crm.models import Customer
from contactcenter.crm.stats.compute import Figures, contacts_of, purchases_of
from contactcenter.crm.stats.events import StatsChanged
from contactcenter.crm.stats.models import CustomerStats
from contactcenter.crm.stats.rfm import Edges

_ROWS: Any = CustomerStats.__table__
_AT_ONCE = 500


def touch_purchases(session: Session, *customer_ids: str) -> None:
    """Their orders, lines or points changed."""
    _touch(session, "stats_purchases", customer_ids)


def touch_contacts(session: Session, *customer_ids: str) -> None:
    """Their calls, messages or ratings changed, or turned out to be theirs."""
    _touch(session, "stats_contacts", customer_ids)


def touch_all(session: Session, *customer_ids: str) -> None:
    """All that belongs to them may have changed: merged, taken apart, imported."""
    touch_purchases(session, *customer_ids)
    touch_contacts(session, *customer_ids)


def rebuild(session: Session, ids: Sequence[str], edges: dict[str, Edges] | None = None) -> int:
    """Compute all figures of these customers anew; how many have any."""
    figures = purchases_of(session, ids, edges)
    for customer_id, contacts in contacts_of(session, ids).items():
        figures[customer_id] |= contacts
    return _put(session, figures)


def _touch(session: Session, name: str, customer_ids: Iterable[str]) -> None:
    touched: dict[str, None] = session.info.setdefault(name, {})
    touched.update(dict.fromkeys(customer_ids))
    at_end(session, "customer stats", _compute_touched, is_last=True)  # when calls and orders stand on the timeline


def _compute_touched(session: Session) -> None:
    session.flush()
    bought: dict[str, None] = session.info.pop("stats_purchases", {})
    spoke: dict[str, None] = session.info.pop("stats_contacts", {})
    ids = _standing(session, [*dict.fromkeys((*bought, *spoke))])
    edges: dict[str, Edges] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        _put(session, purchases_of(session, [i for i in some if i in bought], edges))
        _put(session, contacts_of(session, [i for i in some if i in spoke]))
    if ids:
        emit(session, StatsChanged(tuple(ids)))


def _standing(session: Session, ids: list[str]) -> list[str]:
    """Those who still exist: somebody may have been deleted in this very transaction."""
    found: set[str] = set()
    for start in range(0, len(ids), _AT_ONCE):
        found |= set(session.scalars(_own(ids[start : start + _AT_ONCE])))
    return [customer_id for customer_id in ids if customer_id in found]


def _own(ids: list[str]) -> sa.Select[Any]:
    """Merged customers have no figures: theirs are the survivor's."""
    return sa.select(Customer.id).where(Customer.id.in_(ids), Customer.merged_into_id.is_(None))


def _put(session: Session, figures: Figures) -> int:
    """Write figures of one shape, over what stands: only what is told is replaced."""
    if not figures:
        return 0
    moment = now()
    rows = [{"customer_id": customer_id, "updated_at": moment, **told} for customer_id, told in figures.items()]
    connection = session.connection()
    connection.execute(_put_statement(connection.dialect.name, tuple(sorted(rows[0]))), rows)
    return len(rows)


@cache
def _put_statement(dialect: str, columns: tuple[str, ...]) -> Any:
    """Built once: building a statement costs more than running it."""
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(_ROWS)
    replaced = {name: statement.excluded[name] for name in columns if name != "customer_id"}
    return statement.on_conflict_do_update(index_elements=["customer_id"], set_=replaced)
