"""What callers hear now, remembered by each process for as long as the one stamp in the database stands.

The stamp comes with the queues, which an arriving call asks for anyway: a call costs no statement more than before
there were flows. Published versions never change, so those are remembered for themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.ids import new_id
from contactcenter.core.settings import current
from contactcenter.privacy import gate
from contactcenter.routing import queues
from contactcenter.routing.flows import builtin
from contactcenter.routing.flows.document import as_document
from contactcenter.routing.flows.models import Flow, FlowStamp, FlowVersion, PhoneNumber
from contactcenter.routing.flows.walk import Document
from contactcenter.routing.models import Queue

MAX_REMEMBERED = 200
BUILTIN = as_document(builtin.VERSION, builtin.document())

_STAMPED = (
    sa.select(FlowStamp.token, Queue)
    .select_from(FlowStamp)
    .outerjoin(Queue, Queue.is_active.is_(True))
    .where(FlowStamp.id == 1)
    .order_by(Queue.menu_key)
)


@dataclass
class _Remembered:
    token: str | None = None
    default: str | None = None
    by_number: dict[str, str | None] = field(default_factory=dict)
    versions: dict[str, Document] = field(default_factory=dict)


_memory = [_Remembered()]


def for_number(session: Session, number: str) -> tuple[Document, list[Queue]]:
    """The flow that callers of this number meet, and the active queues: one statement while nothing changed."""
    rows = session.execute(_STAMPED).all()
    if not rows:
        return BUILTIN, queues.list_queues(session)
    memory = _memory_for(session, rows[0].token)
    active: list[Queue] = list(filter(None, (row[1] for row in rows)))
    version_id = memory.by_number.get(number, memory.default)
    return (find(session, version_id) or BUILTIN) if version_id else BUILTIN, active


def find(session: Session, version_id: str) -> Document | None:
    """A published version; calls in progress finish on theirs."""
    if version_id == builtin.VERSION:
        return BUILTIN
    versions = _memory[0].versions
    if version_id not in versions:
        row = session.get(FlowVersion, version_id)
        if row is None:
            return None
        if len(versions) >= MAX_REMEMBERED:
            versions.clear()
        versions[version_id] = as_document(row.id, row.document, sound_urls(row.sounds))
    return versions[version_id]


def sound_urls(names: Mapping[str, str]) -> dict[str, str]:
    """Sound id → the address from which a carrier fetches it."""
    return {sound_id: f"{current().public_url}/media/prompts/{name}" for sound_id, name in names.items()}


def touch_stamp(session: Session) -> None:
    """What callers hear is another thing from this commit on. A random token: a rolled back one never comes again."""
    changed = session.execute(sa.update(FlowStamp).where(FlowStamp.id == 1).values(token=new_id("fst")))
    if not changed.rowcount:  # type: ignore[attr-defined]
        session.add(FlowStamp(id=1, token=new_id("fst")))
        session.flush()


def _memory_for(session: Session, token: str) -> _Remembered:
    if _memory[0].token != token:
        fresh = _Remembered(token, versions=_memory[0].versions)
        flows = {row.id: row for row in session.execute(sa.select(Flow.id, Flow.published_id, Flow.is_default))}
        fresh.default = next((row.published_id for row in flows.values() if row.is_default), None)
        for number in session.execute(sa.select(PhoneNumber.e164, PhoneNumber.flow_id)):
            row = flows.get(number.flow_id)
            fresh.by_number[number.e164] = fresh.default if row is None else row.published_id or fresh.default
        _memory[0] = fresh
    return _memory[0]


def _is_ours(session: Session, e164: str) -> bool:
    return session.scalar(sa.select(PhoneNumber.id).where(PhoneNumber.e164 == e164)) is not None


gate.contribute_own("flows", _is_ours)
