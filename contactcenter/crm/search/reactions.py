"""What search does when customers and their items change: in the same transaction."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.events import ReachChanged
from contactcenter.core.events import within
from contactcenter.crm.events import (
    CustomerSaved,
    CustomersImported,
    CustomersMerged,
    CustomersUnmerged,
    IdentityAdded,
    TimelineChanged,
)
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.search.customers import index_soon
from contactcenter.crm.search.rebuilding import ensure_owners
from contactcenter.crm.search.texts import OWN_LINES, Line, drop_texts, index_text

_ITEM = sa.select(TimelineItem.customer_id, TimelineItem.occurred_at, TimelineItem.summary, TimelineItem.data).where(
    TimelineItem.id == sa.bindparam("item_id")
)


@within(CustomerSaved, IdentityAdded)
def index_customer(session: Session, event: CustomerSaved | IdentityAdded) -> None:
    index_soon(session, [event.customer_id])


@within(CustomersImported)
def index_imported(session: Session, event: CustomersImported) -> None:
    index_soon(session, event.customer_ids)


@within(CustomersMerged)
def index_merged(session: Session, event: CustomersMerged) -> None:
    index_soon(session, [event.survivor_id, *event.other_ids])


@within(CustomersUnmerged)
def index_unmerged(session: Session, event: CustomersUnmerged) -> None:
    index_soon(session, [event.survivor_id, *event.restored_ids])


@within(ReachChanged)
def tell_owners(session: Session, _event: ReachChanged) -> None:
    ensure_owners(session)


@within(TimelineChanged)
def index_item(session: Session, event: TimelineChanged) -> None:
    """What an item says is found too: a note's text, an order's code. Calls keep their lines themselves."""
    if event.is_gone:
        drop_texts(session, event.kind, event.ref_id)
    elif event.kind and event.kind not in OWN_LINES:
        item = session.execute(_ITEM, {"item_id": event.item_id}).one()
        index_text(
            session,
            kind=event.kind,
            ref_id=event.ref_id,
            customer_id=item.customer_id,
            occurred_at=item.occurred_at,
            lines=[Line(str(item.data.get("text") or item.summary))],
        )
