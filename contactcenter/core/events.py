"""Events: what happened, told upwards.

Three certainties, three words. Must be true together: `@within` runs in the emitting
transaction and its failure aborts it. Nice to see now: `@after` runs once the commit has
succeeded, each subscriber isolated; it may be lost in a crash, so whatever it shows can
be fetched again. Must happen eventually: a job enqueued from a `@within` subscriber.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from sqlalchemy.orm import Session

_log = structlog.get_logger(__name__)

Within = Callable[[Session, Any], None]
After = Callable[[Any], None]
W = TypeVar("W", bound=Within)
A = TypeVar("A", bound=After)

_within: dict[type, list[Within]] = defaultdict(list)
_after: dict[type, list[After]] = defaultdict(list)


def within(*event_types: type) -> Callable[[W], W]:
    """Subscribe `fn(session, event)` inside the transaction that emits."""

    def register(fn: W) -> W:
        for event_type in event_types:
            if fn not in _within[event_type]:
                _within[event_type].append(fn)
        return fn

    return register


def after(*event_types: type) -> Callable[[A], A]:
    """Subscribe `fn(event)` after the commit; errors are logged and go no further."""

    def register(fn: A) -> A:
        for event_type in event_types:
            if fn not in _after[event_type]:
                _after[event_type].append(fn)
        return fn

    return register


def emit(session: Session, event: Any) -> None:
    """Tell that `event` happened, as part of this session's transaction."""
    session.info.setdefault("pending_events", []).append(event)
    for subscriber in _within[type(event)]:
        subscriber(session, event)


def at_end(session: Session, key: str, fn: Callable[[Session], None], *, is_last: bool = False) -> None:
    """Run `fn(session)` once before the commit; a key registered twice runs once.

    What is `is_last` runs when nothing else is left, so it sees the transaction's final state.
    """
    session.info.setdefault("last" if is_last else "finishers", {}).setdefault(key, fn)


def finish(session: Session) -> None:
    """Run what was left for the end of the transaction, and what that in turn leaves."""
    while True:
        waiting = session.info.pop("finishers", None) or session.info.pop("last", None)
        if not waiting:
            return
        for fn in waiting.values():
            fn(session)


def take_pending(session: Session) -> list[Any]:
    """The events to publish now that the transaction stands; empties the list."""
    pending: list[Any] = session.info.pop("pending_events", [])
    return pending


def publish(pending: list[Any]) -> None:
    for event in pending:
        for subscriber in _after[type(event)]:
            try:
                subscriber(event)
            except Exception:  # noqa: BLE001 - the event loop: one subscriber must not silence the others
                _log.exception("subscriber failed", event_type=type(event).__name__, subscriber=subscriber.__name__)


def subscribed_types() -> set[type]:
    """Every event type that somebody listens to (for the tests of completeness)."""
    return {t for registry in (_within, _after) for t, fns in registry.items() if fns}
