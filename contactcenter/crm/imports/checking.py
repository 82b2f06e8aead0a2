"""Checking: the whole file as the run would see it, without writing anything."""

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

from contactcenter.agents.teams.reach import reach_of_author
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.core.storage import NotStored
from contactcenter.crm.imports import keeping
from contactcenter.crm.imports.files.problems import FileProblem
from contactcenter.crm.imports.kind import Findings, Item
from contactcenter.crm.imports.kinds import KINDS
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.running import data_rows
from contactcenter.crm.imports.states import ImportState, advance

CHUNK_ROWS = 300
NOTE_SECONDS = 0.5


def check(import_id: str) -> None:
    """Look at every row and keep what was found. Idempotent: it begins anew and ends with the same findings."""
    with read() as session:
        job = session.get(Import, import_id)
        if job is None or job.state != ImportState.CHECKING:
            return
        kind = KINDS[job.kind]
        reader = kind.new_reader(session, job.mapping, job.options, current().default_region)
        reach = reach_of_author(session, job.created_by)
    findings = kind.new_findings(reader, job.options, reach)
    try:
        with keeping.fetched(job.file_key or "") as path:
            items = kind.gather(data_rows(path, job), reader)
            if not _look(job, items, findings):
                return
    except FileProblem as problem:
        _end(job, findings, "refuse_check", {"code": problem.code, **problem.details})
    except NotStored:
        _end(job, findings, "refuse_check", {"code": "file_gone"})
    else:
        _end(job, findings, "finish_check", {})


def _look(job: Import, items: Iterator[Item], findings: Findings) -> bool:
    """False when the check is no longer wanted: another mapping, another check, canceled."""
    noted = 0.0
    while chunk := list(islice(items, CHUNK_ROWS)):
        findings.rows += sum(item.rows for item in chunk)
        with read() as session:
            findings.add(session, [item.draft for item in chunk if item.draft is not None])
        if time.monotonic() - noted > NOTE_SECONDS:
            noted = time.monotonic()
            if not _note(job, findings.as_json()):
                return False
        time.sleep(0.001)  # let others have the interpreter
    return True


def _note(job: Import, findings: dict[str, Any]) -> bool:
    is_wanted = (Import.id == job.id, Import.state == ImportState.CHECKING, Import.version == job.version)
    with transaction() as session:
        result: Any = session.execute(sa.update(Import).where(*is_wanted).values(findings=findings, touched_at=now()))
        return bool(result.rowcount)


def _end(job: Import, findings: Findings, step: str, error: dict[str, Any]) -> None:
    with transaction() as session:
        row = session.get_one(Import, job.id, with_for_update=True)
        if row.state != ImportState.CHECKING or row.version != job.version:
            return
        row.state, row.error = advance(row.state, step), error
        row.findings = {**findings.as_json(), "is_complete": step == "finish_check"}
        row.total_rows = findings.rows if step == "finish_check" else None
        row.version += 1
        row.attempts = 0
