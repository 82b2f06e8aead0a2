"""What a queue's settings were: each version kept, and which of them stood when."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.db import insert_once
from contactcenter.routing.models import Queue, QueueVersion

SETTINGS = (
    "name", "strategy", "priority", "ring_seconds", "wrap_up_mode", "wrap_up_seconds", "max_wait_seconds",
    "target_seconds", "target_percent", "level_formula", "alerts", "sticky_seconds", "call_blocks_chats",
    "required_skills", "relaxation", "overflow_queue_id", "overflow_after_seconds", "calendar_id", "is_recorded",
    "dispositions",
)  # fmt: skip


def keep_version(session: Session, queue: Queue) -> None:
    """Keep the queue's settings as they stand under their version; known already: nothing changes.

    Called before a change as well, since a queue that nobody edited yet has kept none.
    """
    values = {"queue_id": queue.id, "version": queue.version, "at": queue.updated_at, "settings": settings_of(queue)}
    insert_once(session, QueueVersion, values, key=["queue_id", "version"])


def settings_of(queue: Queue) -> dict[str, Any]:
    return {name: getattr(queue, name) for name in SETTINGS}


def versions_between(
    session: Session, queues: Collection[Queue], start: datetime, end: datetime
) -> dict[str, list[tuple[datetime, int, dict[str, Any]]]]:
    """By queue: (since when, version, settings) of all that stood in the period, the first of them from its start.

    What stood before the first version that was kept is taken to be that version.
    """
    kept: dict[str, list[tuple[datetime, int, dict[str, Any]]]] = {queue.id: [] for queue in queues}
    rows = session.scalars(
        sa.select(QueueVersion)
        .where(QueueVersion.queue_id.in_(kept), QueueVersion.at < end)
        .order_by(QueueVersion.at, QueueVersion.version)
    )
    for row in rows:
        kept[row.queue_id].append((row.at, row.version, row.settings))
    for queue in queues:
        known = kept[queue.id] or [(start, queue.version, settings_of(queue))]
        before = [one for one in known if one[0] <= start]
        within = [one for one in known if one[0] > start]
        first = before[-1] if before else within.pop(0)
        kept[queue.id] = [(start, *first[1:]), *within]
    return kept
