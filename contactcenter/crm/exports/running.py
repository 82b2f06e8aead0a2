"""The work of an export: page by page from the database into a file, then into the store."""

import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import forget, reach_of_author
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.core.storage import StoreUnavailable
from contactcenter.core.urgency import give_way
from contactcenter.crm.exports.columns import Column, Context, Subject, list_columns
from contactcenter.crm.exports.csv_writer import CsvWriter
from contactcenter.crm.exports.models import Export
from contactcenter.crm.exports.selection import count_ids, iterate_ids
from contactcenter.crm.exports.states import WORKING, ExportState
from contactcenter.crm.imports import keeping
from contactcenter.crm.imports.files.xlsx_writer import XlsxWriter
from contactcenter.crm.masking.rules import mask_for, mask_for_user
from contactcenter.crm.models import Customer
from contactcenter.crm.present import present
from contactcenter.crm.reach import within

KEPT = timedelta(hours=24)
NOTE_SECONDS = 0.5
AT_ONCE = 40
REST_SHARE = 0.2
Writer = XlsxWriter | CsvWriter


def run(export_id: str) -> None:
    """Write the file of an export. Idempotent: another run begins anew with a file of its own."""
    export = _begin(export_id)
    if export is None:
        return
    forget()  # what this process remembers of the rules may be older than the change that outdated exports
    with keeping.new_file() as path:
        if not _write(export, path):
            return
        try:
            keeping.keep(export.file_key or "", path, export.file_format)
        except StoreUnavailable:
            _end(export.id, export.file_key, ExportState.FAILED, error="store_unavailable")
            return
        _end(export.id, export.file_key, ExportState.DONE, size_bytes=path.stat().st_size)


def _begin(export_id: str) -> Export | None:
    with transaction() as session:
        export = session.get(Export, export_id, with_for_update=True)
        if export is None or export.state not in WORKING:
            return None
        old_key = export.file_key
        export.attempts += 1
        export.state, export.rows_done, export.touched_at = ExportState.RUNNING, 0, now()
        key_id = f"{export.id}-{export.attempts}"
        export.file_key = keeping.file_key("exports", key_id, export.created_at, export.file_format)
        is_limited = bool(reach_of_author(session, export.created_by))
        export.total_rows = None if is_limited else count_ids(session, export.selection)
    if old_key:
        keeping.forget(old_key)
    return export


def _write(export: Export, path: Path) -> bool:
    """False when it was canceled meanwhile."""
    with read() as session:
        columns = chosen_columns(session, export.columns)
        context = _context(session, export)
    done, noted = 0, time.monotonic()
    with _writer(export, path) as writer:
        writer.write([column.label(export.locale) for column in columns])
        for ids in _few_at_once(iterate_ids(export.selection, context.mask, context.reach)):
            give_way()
            began = time.thread_time()
            with read() as session:
                rows = load_rows(session, ids, columns, context)
            for row in rows:
                writer.write(row)
            done += len(rows)
            if time.monotonic() - noted > NOTE_SECONDS:
                noted = time.monotonic()
                if not _note(export.id, done):
                    return False
            time.sleep(min(0.05, (time.thread_time() - began) * REST_SHARE))
    return _note(export.id, done)


def _few_at_once(pages: Iterable[list[str]]) -> Iterator[list[str]]:
    """So few that whoever asks meanwhile does not wait for long."""
    return (ids[start : start + AT_ONCE] for ids in pages for start in range(0, len(ids), AT_ONCE))


def chosen_columns(session: Session, names: list[str]) -> list[Column]:
    """In the order they were asked for; a field archived meanwhile is left out."""
    known = {column.name: column for column in list_columns(session)}
    return [known[name] for name in names if name in known]


def load_rows(session: Session, ids: list[str], columns: list[Column], context: Context) -> list[list[Any]]:
    """Cells of these customers, in the ids' order; of those whom whoever asked sees."""
    statement = sa.select(Customer).where(Customer.id.in_(ids)).options(selectinload(Customer.identities))
    if context.reach:
        statement = statement.where(within(context.reach))
    people = {customer.id: customer for customer in session.scalars(statement)}
    found = [people[i] for i in ids if i in people]
    shown: dict[str, dict[str, Any]] = {}
    if any(column.needs_shown for column in columns):
        shown = {row["id"]: row for row in present(session, found)}
    subjects = [Subject(customer, shown.get(customer.id, {})) for customer in found]
    return [[column.cell(subject, context) for column in columns] for subject in subjects]


def _context(session: Session, export: Export) -> Context:
    people = {row.id: row.name for row in session.execute(sa.select(User.id, User.name))}
    is_person = export.created_by in people
    mask = mask_for_user(session, export.created_by) if is_person else mask_for(session, export.role)
    reach = reach_of_author(session, export.created_by)
    return Context(export.locale, ZoneInfo(current().timezone), mask, reach, people)


def _writer(export: Export, path: Path) -> AbstractContextManager[Writer]:
    return XlsxWriter(path) if export.file_format == "xlsx" else CsvWriter(path, export.locale)


def _note(export_id: str, done: int) -> bool:
    is_wanted = (Export.id == export_id, Export.state == ExportState.RUNNING)
    with transaction() as session:
        values = {"rows_done": done, "touched_at": now()}
        result: Any = session.execute(sa.update(Export).where(*is_wanted).values(values))
        return bool(result.rowcount)


def _end(
    export_id: str, file_key: str | None, state: ExportState, *, size_bytes: int | None = None, error: str | None = None
) -> None:
    with transaction() as session:
        export = session.get(Export, export_id, with_for_update=True)
        if export is None or export.state != ExportState.RUNNING:
            if export is not None and export.state in (ExportState.CANCELED, ExportState.EXPIRED):
                export.file_key = file_key  # for the clean-up to find, though it came by before the file was kept
            return
        export.state, export.ended_at, export.size_bytes, export.error = state, now(), size_bytes, error
        export.expires_at = now() + KEPT
        if state == ExportState.DONE:
            export.total_rows = export.rows_done
