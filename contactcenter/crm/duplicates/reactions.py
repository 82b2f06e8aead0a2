"""Whoever changed is compared anew."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.events import at_end, within
from contactcenter.crm.duplicates import service
from contactcenter.crm.duplicates.models import DuplicatePair
from contactcenter.crm.events import CustomerSaved, CustomersImported, CustomersMerged, IdentityAdded


@within(CustomerSaved, IdentityAdded)
def compare_soon(session: Session, event: CustomerSaved | IdentityAdded) -> None:
    session.info.setdefault("to_compare", set()).add(event.customer_id)
    at_end(session, "duplicates", _mark)


@within(CustomersImported)
def compare_imported(session: Session, event: CustomersImported) -> None:
    service.mark(session, event.customer_ids)


@within(CustomersMerged)
def leave_queue(session: Session, event: CustomersMerged) -> None:
    """Pairs with somebody who now stands for another are gone at once, before anybody can act on them."""
    ids = event.other_ids
    gone = sa.or_(DuplicatePair.first_id.in_(ids), DuplicatePair.second_id.in_(ids))
    session.execute(sa.delete(DuplicatePair).where(gone))


def _mark(session: Session) -> None:
    session.flush()
    service.mark(session, session.info.pop("to_compare", set()))
