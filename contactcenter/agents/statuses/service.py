"""Verbs on statuses. The built-in ones can be renamed, coloured and timed, and never broken."""

import re
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from anyascii import anyascii
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence
from contactcenter.agents.statuses.builtin import BUILTIN, BY_CODE
from contactcenter.agents.statuses.events import StatusesChanged
from contactcenter.agents.statuses.models import AgentStatus
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.names import alike

MOST = 30


def ensure_statuses(session: Session) -> None:
    """Put in the built-in ones that are missing; what somebody made of them is left as it is."""
    known = set(session.scalars(sa.select(AgentStatus.code)))
    for one in BUILTIN:
        if one.code not in known:
            values = {k: v for k, v in asdict(one).items() if k != "is_fixed"}
            row = {**values, "is_builtin": True, "is_archived": False, "version": 1}
            insert_once(session, AgentStatus, row, key=["code"])


def list_statuses(session: Session) -> list[AgentStatus]:
    """All, in the order of the menu; archived ones too, whose names old days still need."""
    rows = list(session.scalars(sa.select(AgentStatus).order_by(AgentStatus.position, AgentStatus.code)))
    known = {row.code for row in rows}
    return rows or [_as_row(one) for one in BUILTIN if one.code not in known]


def find_pickable(session: Session, code: str) -> AgentStatus | None:
    """The status, if somebody may be put in it now."""
    row = session.get(AgentStatus, code) or (_as_row(BY_CODE[code]) if code in BY_CODE else None)
    return row if row is not None and row.is_pickable and not row.is_archived else None


def is_ready_status(session: Session, code: str) -> bool:
    """Whether whoever is in this status receives work."""
    row = session.get(AgentStatus, code)
    return row.is_ready if row is not None else code in BY_CODE and BY_CODE[code].is_ready


def create_status(session: Session, values: dict[str, Any]) -> AgentStatus:
    """A reason of the company's own, last but for Offline. Raises Invalid, Conflict (status_exists)."""
    rows = list_statuses(session)
    if len(rows) >= MOST:
        raise Invalid("too_many_statuses", f"At most {MOST} statuses.", label_vi=["Put some away first."])
    code = _code(values["label_en"] or values["label_vi"], {row.code for row in rows})
    _refuse_double(rows, code, values)
    own = [row.position for row in rows if row.position < 900]
    row = AgentStatus(
        code=code, position=max(own, default=0) + 10, **{**values, "label_en": values["label_en"] or values["label_vi"]}
    )
    session.add(row)
    session.flush()
    emit(session, StatusesChanged(code))
    return row


def change_status(session: Session, code: str, changes: dict[str, Any], *, version: int | None = None) -> AgentStatus:
    """Apply changes. Raises NotFound, Stale, Conflict: status_builtin for what the product itself relies on."""
    row = session.get(AgentStatus, code, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("status_not_found", "There is no such status.")
    if version is not None and row.version != version:
        raise Stale("version_conflict", "Somebody changed it meanwhile.", version=row.version)
    _keep_builtin(row, changes)
    _refuse_double(list_statuses(session), code, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    if "is_ready" in changes:
        session.execute(sa.update(Presence).where(Presence.status == code).values(is_status_ready=row.is_ready))
    emit(session, StatusesChanged(code))
    return row


def order_statuses(session: Session, codes: list[str]) -> list[AgentStatus]:
    """The company's order of those one may pick; ones not named keep theirs, after them."""
    rows = {row.code: row for row in list_statuses(session)}
    if len(set(codes)) != len(codes) or not set(codes) <= set(rows):
        raise Invalid("invalid", "These are not the statuses.", codes=["Each status once."])
    for number, code in enumerate(codes):
        if rows[code].position < 900:
            rows[code].position = 10 * (number + 1)
            rows[code].version += 1
    session.flush()
    emit(session, StatusesChanged(codes[0] if codes else ""))
    return list_statuses(session)


def _keep_builtin(row: AgentStatus, changes: dict[str, Any]) -> None:
    if not row.is_builtin:
        return
    if changes.get("is_ready", row.is_ready) != row.is_ready:
        raise Conflict("status_builtin", "Whether this status receives work cannot be changed.")
    if changes.get("is_archived") and BY_CODE[row.code].is_fixed:
        raise Conflict("status_builtin", "The product itself needs this status.")


def _refuse_double(rows: list[AgentStatus], code: str, values: dict[str, Any]) -> None:
    for name in ("label_vi", "label_en"):
        wanted = values.get(name) or ""
        for row in rows:
            if wanted and row.code != code and not row.is_archived and alike(getattr(row, name), wanted):
                raise Conflict("status_exists", "Another status has that name.", **{name: [row.code]})


def _code(label: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", anyascii(label).lower()).strip("_")[:24] or "status"
    number, code = 2, base
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code


def _as_row(one: Any) -> AgentStatus:
    """Before anything was set up (a database of its own in a test, a migration half done): as shipped."""
    values = {k: v for k, v in asdict(one).items() if k != "is_fixed"}
    return AgentStatus(**values, is_builtin=True, is_archived=False, version=1, max_minutes=None)
