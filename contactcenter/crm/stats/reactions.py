"""What the roll-up does when customers become one, come apart, or many change at once."""

from sqlalchemy.orm import Session

from contactcenter.core.events import within
from contactcenter.crm.events import CustomersMerged, CustomersUnmerged
from contactcenter.crm.stats import service


@within(CustomersMerged)
def count_survivor(session: Session, event: CustomersMerged) -> None:
    service.touch_all(session, event.survivor_id)


@within(CustomersUnmerged)
def count_apart(session: Session, event: CustomersUnmerged) -> None:
    service.touch_all(session, event.survivor_id, *event.restored_ids)
