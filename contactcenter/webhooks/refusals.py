"""How many requests were turned away, by hook and hour: what people see of forgeries and misconfigured secrets.

Counted in memory and written seldom, so that a flood of forgeries costs no write each; hooks
nobody has are one, since anybody may invent their names.
"""

import threading
import time
from collections import Counter
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once, read, transaction
from contactcenter.webhooks.models import Delivery, Refusal

_log = structlog.get_logger(__name__)

EVERY_SECONDS = 5.0
KEPT_SECONDS = 300.0
OTHER = "(unknown)"

_lock = threading.Lock()
_counted: Counter[tuple[str, str, str]] = Counter()
_state = {"kept_at": 0.0, "known_at": -KEPT_SECONDS}
_known: set[str] = set()


def note(provider: str, hook: str, outcome: str) -> None:
    """Count one; now and then this writes what was counted since."""
    with _lock:
        _counted[provider, hook[:40], outcome] += 1
        is_due = time.monotonic() - _state["kept_at"] >= EVERY_SECONDS
    if is_due:
        keep()


def keep() -> None:
    """Write down what was counted. What cannot be written is counted on."""
    with _lock:
        counted = dict(_counted)
        _counted.clear()
        _state["kept_at"] = time.monotonic()
    if not counted:
        return
    try:
        known = _known_hooks()
        with transaction() as session:
            for (provider, hook, outcome), count in counted.items():
                _add(session, provider, hook if hook in known else OTHER, outcome, count)
    except SQLAlchemyError as error:
        _log.warning("refusals not written", reason=type(error).__name__)
        with _lock:
            _counted.update(counted)


def forget(session: Session, before: datetime) -> None:
    session.execute(sa.delete(Refusal).where(Refusal.hour < before))


def _known_hooks() -> set[str]:
    """Hooks at which something genuine has arrived; looked up every few minutes."""
    if time.monotonic() - _state["known_at"] >= KEPT_SECONDS:
        with read() as session:
            _known.update(session.scalars(sa.select(Delivery.hook).distinct()))
        from contactcenter.providers.twilio.hooks import HOOKS

        _known.update(HOOKS)
        _state["known_at"] = time.monotonic()
    return _known


def _add(session: Session, provider: str, hook: str, outcome: str, count: int) -> None:
    moment = now()
    hour = moment.replace(minute=0, second=0, microsecond=0)
    key = {"provider": provider, "hook": hook, "outcome": outcome, "hour": hour}
    insert_once(session, Refusal, {**key, "count": 0, "last_at": moment}, key=list(key))
    session.execute(sa.update(Refusal).filter_by(**key).values(count=Refusal.count + count, last_at=moment))
