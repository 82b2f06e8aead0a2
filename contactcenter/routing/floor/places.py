"""A caller's kept place in a supervisor's hands: called off, and given back."""

from sqlalchemy.orm import Session

from contactcenter.core.errors import Conflict, NotFound
from contactcenter.routing import engine
from contactcenter.routing.floor import acts
from contactcenter.routing.queue_callbacks import service
from contactcenter.routing.queue_callbacks.models import QueueCallback


def call_off(session: Session, callback_id: str, actor_id: str) -> QueueCallback:
    """They will not be called for it. Called off already: nothing changes.

    Raises NotFound, and Conflict `not_waiting` while they are being called or once that is settled.
    """
    row = _locked(session, callback_id)
    if row.reason == service.CALLED_OFF:
        return row
    if row.state not in ("waiting", "resting"):
        raise Conflict("not_waiting", "Nobody waits there any more.")
    item = engine.find_item(session, row.id, kind=service.KIND)
    service.close(session, row, service.CALLED_OFF)
    acts.keep(session, actor_id, "call_off", item=item, queue_id=row.queue_id, detail={"callback_id": row.id})
    return row


def put_back(session: Session, callback_id: str, actor_id: str) -> QueueCallback:
    """In line again where they were. There already: nothing changes.

    Raises NotFound, and Conflict `place_not_free` for one that ended otherwise, or whose number has another place.
    """
    row = _locked(session, callback_id)
    if row.state in ("waiting", "resting"):
        return row
    if row.reason != service.CALLED_OFF or service.has_place(session, row.number):
        raise Conflict("place_not_free", "That place cannot be given back.")
    service.reopen(session, row)
    acts.keep(session, actor_id, "put_back", queue_id=row.queue_id, detail={"callback_id": row.id})
    return row


def _locked(session: Session, callback_id: str) -> QueueCallback:
    if session.get(QueueCallback, callback_id) is None:
        raise NotFound("queue_callback_not_found", "There is no such kept place.")
    return service.lock(session, callback_id)
