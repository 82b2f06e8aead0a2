"""Exports: asked for, fetched, deleted. The work itself is in running.py."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import reaches
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Gone, Invalid, NotFound
from contactcenter.core.paging import Page, page
from contactcenter.core.settings import current
from contactcenter.crm.exports.columns import DEFAULT, list_columns
from contactcenter.crm.exports.models import Export, ExportDownload
from contactcenter.crm.exports.selection import check_segment
from contactcenter.crm.exports.states import WORKING, ExportState
from contactcenter.crm.queries import list_customers

JOB = "export_customers"
MOST_AT_ONCE = 5
STALLED = timedelta(seconds=90)
OUTDATED = "reach_changed"
"""`Export.error` of files written before their author's reach changed."""


def create_export(
    session: Session, *, selection: dict[str, Any], columns: list[str], file_format: str, locale: str, actor: Actor
) -> Export:
    """Have a file written in the background. Raises Invalid, NotFound, or Conflict when too many wait."""
    known = {column.name for column in list_columns(session)}
    if unknown := sorted(set(columns) - known):
        raise Invalid("unknown_columns", "There is no such column.", columns=unknown)
    title = check_segment(session, selection["segment_id"]) if "segment_id" in selection else ""
    if "filters" in selection:
        chosen = {name: value for name, value in selection["filters"].items() if value}
        # What no list could show is refused now, not in the job.
        list_customers(session, **chosen, limit=1, region=current().default_region)
        selection = {"filters": chosen}
    waiting = (Export.created_by == actor.id, Export.state.in_(sorted(WORKING)))
    if (session.scalar(sa.select(sa.func.count()).where(*waiting)) or 0) >= MOST_AT_ONCE:
        raise Conflict("too_many_exports", "Wait until one of your exports is done.", limit=MOST_AT_ONCE)
    export = Export(
        selection=selection,
        columns=list(dict.fromkeys(columns)),
        file_format=file_format,
        locale=locale,
        title=title,
        role=actor.role,
        created_by=actor.id,
    )
    session.add(export)
    session.flush()
    jobs.enqueue(session, JOB, export.id, key=f"{JOB}-{export.id}")
    return export


def export_again(session: Session, export_id: str, actor: Actor) -> Export:
    """The same anew, of whom the actor sees today. A column that is no longer there is left out."""
    old = get_export(session, export_id, actor)
    known = {column.name for column in list_columns(session)}
    columns = [name for name in old.columns if name in known] or list(DEFAULT)
    how = {"file_format": old.file_format, "locale": old.locale}
    return create_export(session, selection=old.selection, columns=columns, actor=actor, **how)


def get_export(session: Session, export_id: str, actor: Actor, *, for_update: bool = False) -> Export:
    """One's own; an admin's are all. Raises NotFound."""
    export = session.get(Export, export_id, with_for_update=for_update)
    if export is None or (export.created_by != actor.id and actor.role != "admin"):
        raise NotFound("export_not_found", "There is no such export.")
    return export


def list_exports(session: Session, actor: Actor, *, limit: int, cursor: str | None) -> Page:
    """One's own, newest first."""
    mine = sa.select(Export).where(Export.created_by == actor.id)
    return page(session, mine, (Export.created_at, Export.id), limit=limit, cursor=cursor)


def note_download(session: Session, export_id: str, actor: Actor, *, ip: str | None) -> Export:
    """The export to hand out, once this look is kept.

    Raises Conflict `not_there` when it has no file (any more), and Gone when its author's reach has changed since.
    """
    export = get_export(session, export_id, actor)
    if export.error == OUTDATED:
        raise Gone("reach_changed", "Who sees what has changed since: export again.")
    if export.state != ExportState.DONE or (export.expires_at and export.expires_at <= now()):
        raise Conflict("not_there", "There is no file to fetch.", state=export.state)
    session.add(ExportDownload(export_id=export.id, actor_id=actor.id, ip=ip))
    return export


def delete_export(session: Session, export_id: str, actor: Actor) -> Export:
    """Cancel it, or give up its file; the row stays to tell who took which list."""
    export = get_export(session, export_id, actor, for_update=True)
    if export.state in WORKING:
        export.state = ExportState.CANCELED
    elif export.state == ExportState.DONE:
        export.state = ExportState.EXPIRED
    export.ended_at = export.ended_at or now()
    export.expires_at = now()
    return export


def outdate(session: Session, *which: sa.ColumnElement[bool]) -> None:
    """Nobody fetches any more what limited people had written until now: today they may see others.

    `which`: conditions on `Export` and on `User`, who asked for it.
    """
    limited = [role for role, reach in reaches(session).items() if reach != "all"]
    if not limited:
        return
    author = sa.exists().where(User.id == Export.created_by, User.role.in_(limited), *which)
    written = sa.or_(
        Export.state == ExportState.RUNNING, sa.and_(Export.state == ExportState.DONE, Export.expires_at > now())
    )
    values = {"state": ExportState.EXPIRED, "error": OUTDATED, "ended_at": now(), "expires_at": now()}
    statement = sa.update(Export).where(written, author).values(values)
    session.execute(statement.execution_options(synchronize_session=False))


def list_expired(session: Session) -> list[tuple[str, str]]:
    """(id, file key) of files that nobody may fetch any more."""
    statement = sa.select(Export.id, Export.file_key).where(
        Export.file_key.is_not(None), Export.expires_at <= now(), Export.state.not_in(sorted(WORKING))
    )
    return [(row[0], str(row[1])) for row in session.execute(statement.limit(100))]


def list_stalled(session: Session) -> list[str]:
    """Exports that a job should be at, and none has touched for long."""
    stalled = (Export.state.in_(sorted(WORKING)), Export.touched_at < now() - STALLED)
    return list(session.scalars(sa.select(Export.id).where(*stalled).limit(20)))


def enqueue_again(session: Session, export_id: str, *, most_attempts: int) -> None:
    """Another job for an export whose job was lost; after so many it has failed."""
    export = session.get_one(Export, export_id, with_for_update=True)
    if export.state not in WORKING:
        return
    export.touched_at = now()
    if export.attempts >= most_attempts:
        export.state, export.error, export.ended_at, export.expires_at = ExportState.FAILED, "internal", now(), now()
        return
    jobs.enqueue(session, JOB, export.id, key=f"{JOB}-{export.id}-{export.touched_at.timestamp()}")


def forget_file(session: Session, export_id: str) -> None:
    """The file is deleted: nothing leads to it any more."""
    export = session.get_one(Export, export_id, with_for_update=True)
    export.file_key = None
    if export.state == ExportState.DONE:
        export.state = ExportState.EXPIRED
