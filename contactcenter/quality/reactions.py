"""What quality does when calls change."""

from sqlalchemy.orm import Session

from contactcenter.calls.events import CallEnded
from contactcenter.core.events import within
from contactcenter.quality import service


@within(CallEnded)
def complete_ratings_of_call(session: Session, event: CallEnded) -> None:
    service.complete_ratings(session, event.call_id)
