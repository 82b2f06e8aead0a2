"""The index over customers, kept with them: in the transaction that changes one, by batches when all is built anew."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contactcenter.core.db import transaction
from contactcenter.core.events import at_end
from contactcenter.core.urgency import give_way
from contactcenter.crm.models import Customer, Identity
from contactcenter.crm.search.models import CustomerTerms
from contactcenter.crm.search.terms import document

REBUILT_AT_ONCE = 500
_TERMS: Any = CustomerTerms.__table__

_PEOPLE = sa.select(Customer.id, Customer.display_name, Customer.company, Customer.owner_id).where(
    Customer.id.in_(sa.bindparam("ids", expanding=True)), Customer.merged_into_id.is_(None)
)
_LINES = sa.select(Identity.customer_id, Identity.channel, Identity.value).where(
    Identity.customer_id.in_(sa.bindparam("ids", expanding=True)), Identity.status != "former"
)


def _put(insert: Any) -> Any:
    statement = insert(_TERMS)
    return statement.on_conflict_do_update(
        index_elements=["customer_id"],
        set_={"terms": statement.excluded.terms},
        where=_TERMS.c.terms != statement.excluded.terms,
    )


_PUT = {"postgresql": _put(postgresql.insert), "sqlite": _put(sqlite.insert)}


def index_soon(session: Session, customer_ids: Iterable[str]) -> None:
    """Index these customers when the transaction ends, each once however often it was changed."""
    session.info.setdefault("unindexed_customers", set()).update(customer_ids)
    at_end(session, "search:customers", _index_changed)


def index_customers(session: Session, customer_ids: Iterable[str]) -> None:
    """Bring these customers' terms up to date; who was merged or is gone is found no longer."""
    ids = sorted(set(customer_ids))  # in one order, so that two transactions never wait for each other
    session.flush()
    for start in range(0, len(ids), REBUILT_AT_ONCE):
        _index(session, ids[start : start + REBUILT_AT_ONCE])


def rebuild() -> int:
    """Index every customer anew, in small transactions. Returns how many; harmless to repeat."""
    count, last = 0, ""
    while True:
        give_way()
        with transaction() as session:
            page = sa.select(Customer.id).where(Customer.id > last).order_by(Customer.id).limit(REBUILT_AT_ONCE)
            ids = list(session.scalars(page))
            if not ids:
                return count
            _index(session, ids)
        count, last = count + len(ids), ids[-1]


def _index_changed(session: Session) -> None:
    index_customers(session, session.info.pop("unindexed_customers", ()))


def _index(session: Session, ids: list[str]) -> None:
    lines: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for customer_id, channel, value in session.execute(_LINES, {"ids": ids}):
        lines[customer_id][channel].append(value)
    rows = []
    for customer_id, name, company, owner_id in session.execute(_PEOPLE, {"ids": ids}):
        own = lines[customer_id]
        terms = document([name], company, own["phone"], own["email"], owner_id)
        rows.append({"customer_id": customer_id, "terms": terms})
    gone = set(ids) - {row["customer_id"] for row in rows}
    if gone:
        session.execute(sa.delete(CustomerTerms).where(CustomerTerms.customer_id.in_(gone)))
    if rows:
        connection = session.connection()
        connection.execute(_PUT[connection.dialect.name], rows)
