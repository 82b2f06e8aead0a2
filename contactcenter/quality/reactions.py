"""What quality does when calls change."""

from sqlalchemy.orm import Session

from contactcenter.calls import service as calls
from contactcenter.calls.events import CallEnded
from contactcenter.core.events import within
from contactcenter.crm.stats import service as stats
from contactcenter.quality import service
from contactcenter.quality.events import RatingCreated


@within(CallEnded)
def complete_ratings_of_call(session: Session, event: CallEnded) -> None:
    service.complete_ratings(session, event.call_id)


@within(RatingCreated)
def count_rating(session: Session, event: RatingCreated) -> None:
    call = calls.get_call(session, event.call_id)
    if call.customer_id:
        stats.touch_contacts(session, call.customer_id)
