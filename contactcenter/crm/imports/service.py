"""Imports: uploaded, mapped, checked, run, paused, canceled, undone. The work itself is in jobs."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid, NotFound, Stale
from contactcenter.core.ids import new_id
from contactcenter.crm.imports.drafts import shown
from contactcenter.crm.imports.files import limits
from contactcenter.crm.imports.files.opening import find_format, read_rows
from contactcenter.crm.imports.files.problems import FileProblem
from contactcenter.crm.imports.guessing import guess_mapping, headers_key, is_header
from contactcenter.crm.imports.keeping import file_key
from contactcenter.crm.imports.kinds import get_kind
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.states import ImportState, advance
from contactcenter.crm.imports.targets import Target

SAMPLE_ROWS = 50
SAMPLES = 3
JOBS = {
    ImportState.CHECKING: "check_import",
    ImportState.RUNNING: "run_import",
    ImportState.UNDOING: "undo_import",
}


def prepare_import(
    session: Session,
    path: Path,
    *,
    file_name: str,
    size_bytes: int,
    actor_id: str | None,
    region: str,
    locale: str,
    kind: str = "customers",
) -> Import:
    """An import of the file at `path`, with its columns and a guess of what they are. Raises FileProblem.

    It belongs to no session yet: the caller stores the file under `file_key`, then adds it.
    """
    file_format = find_format(path)
    headers, rows = _look_inside(path, file_format, region)
    about = get_kind(kind)
    targets = about.list_targets(session)
    key = headers_key(headers)
    guess = guess_mapping(headers, rows, targets, about.synonyms, region)
    remembered = _find_remembered(session, kind, key) if any(headers) else None
    mapping = _still_valid(remembered.mapping, targets) if remembered else guess
    options = {"on_duplicate": "skip", "date_order": "dmy", "locale": locale, **about.options}
    if remembered:
        options |= {name: value for name, value in remembered.options.items() if name in options}
    job = Import(
        id=new_id("imp"),
        kind=kind,
        file_name=shown(file_name, 200) or f"import.{file_format}",
        file_format=file_format,
        size_bytes=size_bytes,
        headers_key=key,
        columns=[_describe(n, header, rows, guess[n]) for n, header in enumerate(headers)],
        mapping=mapping,
        options=options,
        findings={"is_remembered": remembered is not None},
        version=1,
        state=ImportState.MAPPING,
        counts={},
        created_by=actor_id,
        created_at=now(),
    )
    job.file_key = file_key("imports", job.id, job.created_at, file_format)
    return job


def get_import(session: Session, import_id: str, *, for_update: bool = False) -> Import:
    """Raises NotFound."""
    job = session.get(Import, import_id, with_for_update=for_update, populate_existing=for_update)
    if job is None:
        raise NotFound("import_not_found", "There is no such import.")
    return job


def change_mapping(session: Session, import_id: str, changes: dict[str, Any], *, version: int | None = None) -> Import:
    """Choose what the columns are and how rows are treated; what was checked before counts no more."""
    job = get_import(session, import_id, for_update=True)
    if version is not None and version != job.version:
        raise Stale("version_conflict", "Somebody changed this import meanwhile.", version=job.version)
    job.state = advance(job.state, "map")
    if "mapping" in changes:
        job.mapping = _checked_mapping(session, job, changes["mapping"])
    options = changes.get("options") or {}
    if options.get("owner_id") and session.get(User, options["owner_id"]) is None:
        raise Invalid("unknown_owner", "There is no such person to own a customer.", owner_id=["Nobody has that id."])
    job.options = {**job.options, **options}
    job.findings, job.error = {}, {}
    job.version += 1
    return job


def start_check(session: Session, import_id: str) -> Import:
    """Look at the whole file in the background."""
    job = _step(session, import_id, "check")
    _demand_mapping(job)
    job.findings, job.error = {"rows": 0, "is_complete": False}, {}
    return _enqueue(session, job)


def start(session: Session, import_id: str) -> Import:
    """Write the rows in the background."""
    job = _step(session, import_id, "start")
    _demand_mapping(job)
    job.started_at, job.error = now(), {}
    return _enqueue(session, job)


def pause(session: Session, import_id: str) -> Import:
    """Stop after the batch that is being written."""
    return _step(session, import_id, "pause")


def resume(session: Session, import_id: str) -> Import:
    """Go on after the last row that was written."""
    job = _step(session, import_id, "resume")
    job.error, job.ended_at = {}, None
    return _enqueue(session, job)


def cancel(session: Session, import_id: str) -> Import:
    """Stop for good; what was written stands until it is undone."""
    job = _step(session, import_id, "cancel")
    job.ended_at = now()
    return job


def undo(session: Session, import_id: str) -> Import:
    """Take back all that the import did, as far as nobody has touched it since."""
    job = _step(session, import_id, "undo")
    job.error, job.ended_at = {}, None
    return _enqueue(session, job)


def enqueue_again(session: Session, import_id: str, *, most_attempts: int) -> None:
    """Give an import whose job was lost another one; after `most_attempts` without a step forward it fails."""
    job = get_import(session, import_id, for_update=True)
    if job.state not in JOBS:
        return
    job.attempts += 1
    job.touched_at = now()
    if job.attempts <= most_attempts:
        _enqueue(session, job)
    elif job.state == ImportState.RUNNING:
        job.state, job.error, job.ended_at = advance(job.state, "fail"), {"code": "internal"}, now()
    elif job.state == ImportState.CHECKING:
        job.state, job.error = advance(job.state, "refuse_check"), {"code": "internal"}


def _step(session: Session, import_id: str, step: str) -> Import:
    job = get_import(session, import_id, for_update=True)
    job.state = advance(job.state, step)
    job.version += 1
    job.touched_at = now()
    return job


def _enqueue(session: Session, job: Import) -> Import:
    name = JOBS[ImportState(job.state)]
    jobs.enqueue(session, name, job.id, key=f"{name}-{job.id}-{job.version}-{job.attempts}")
    return job


def _look_inside(path: Path, file_format: str, region: str) -> tuple[list[str], list[list[Any]]]:
    """The columns' names, all empty where the file has none, and its first rows."""
    rows = read_rows(path, file_format)
    first = next(rows, None)
    if first is None:
        raise FileProblem("empty_file", "The file is empty.")
    sample = [row.cells for row, _ in zip(rows, range(SAMPLE_ROWS), strict=False)]
    has_header = is_header(first.cells, region)
    if not has_header:
        sample.insert(0, first.cells)
    elif not sample:
        raise FileProblem("no_rows", "The file has a first line and nothing below it.")
    width = max(len(first.cells), *(len(cells) for cells in sample))
    if not has_header:
        return [""] * width, sample
    headers = [shown(cell, limits.MAX_HEADER_CHARS).strip() for cell in first.cells]
    return headers + [""] * (width - len(headers)), sample


def _describe(n: int, header: str, rows: list[list[Any]], guess: str | None) -> dict[str, Any]:
    cells = [row[n] for row in rows if n < len(row) and row[n] is not None]
    return {"header": header, "samples": [shown(cell) for cell in cells[:SAMPLES]], "guess": guess}


def _find_remembered(session: Session, kind: str, key: str) -> Import | None:
    """The last import of that kind that was started with the same columns."""
    statement = sa.select(Import).where(Import.headers_key == key, Import.kind == kind, Import.started_at.is_not(None))
    return session.scalars(statement.order_by(Import.started_at.desc()).limit(1)).first()


def _still_valid(mapping: list[str | None], targets: list[Target]) -> list[str | None]:
    names = {target.name for target in targets}
    return [name if name in names else None for name in mapping]


def _checked_mapping(session: Session, job: Import, mapping: list[str | None]) -> list[str | None]:
    targets = {target.name: target for target in get_kind(job.kind).list_targets(session)}
    if len(mapping) != len(job.columns):
        raise Invalid("bad_mapping", "The mapping names another number of columns than the file has.")
    chosen = [name for name in mapping if name is not None]
    if unknown := sorted(set(chosen) - set(targets)):
        raise Invalid("bad_mapping", "There is no such field.", fields=unknown)
    if twice := sorted({n for n in chosen if chosen.count(n) > 1 and not targets[n].takes_many}):
        raise Invalid("mapped_twice", "Two columns cannot fill the same field.", fields=twice)
    return list(mapping)


def _demand_mapping(job: Import) -> None:
    """Without these columns no row can become anything."""
    about = get_kind(job.kind)
    if not all(names & set(job.mapping) for names in about.finders):
        raise Invalid(*about.missing)
