"""Hands that nobody lowers."""

from contactcenter.calls.hands import queries, service
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction


@jobs.every(30, "lower_forgotten_hands")
def lower_forgotten_hands() -> None:
    """Hands of agents who left, passed the call on, or whose call's end was told without a conversation."""
    with read() as session:
        due = session.execute(queries.forgotten(now())).all()
    for hand_id, reason in due:
        with transaction() as session:
            hand = service.lock_up(session, hand_id)
            if hand is not None:
                service.end(session, hand, reason)
