"""Checking: the whole file as the run would see it, without writing a customer."""

import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import current
from contactcenter.core.storage import NotStored
from contactcenter.crm.imports import keeping
from contactcenter.crm.imports.drafts import Draft, Reader, new_reader
from contactcenter.crm.imports.files.problems import FileProblem
from contactcenter.crm.imports.files.row import Row
from contactcenter.crm.imports.models import Import
from contactcenter.crm.imports.planning import OUTCOME_OF, Plan, find_people, plan_rows
from contactcenter.crm.imports.running import data_rows
from contactcenter.crm.imports.states import ImportState, advance
from contactcenter.crm.models import Customer

CHUNK_ROWS = 300
SHOWN_ROWS = 100
NOTE_SECONDS = 0.5


def check(import_id: str) -> None:
    """Look at every row and keep what was found. Idempotent: it begins anew and ends with the same findings."""
    with read() as session:
        job = session.get(Import, import_id)
        if job is None or job.state != ImportState.CHECKING:
            return
        reader = new_reader(session, job.mapping, job.options, current().default_region)
    findings = _Findings(job.version)
    try:
        with keeping.fetched(job.file_key or "") as path:
            rows = data_rows(path, job.file_format)
            if not _look(job, reader, rows, findings):
                return
    except FileProblem as problem:
        _end(job, findings, "refuse_check", {"code": problem.code, **problem.details})
    except NotStored:
        _end(job, findings, "refuse_check", {"code": "file_gone"})
    else:
        _end(job, findings, "finish_check", {})


def _look(job: Import, reader: Reader, rows: Iterator[Row], findings: "_Findings") -> bool:
    """False when the check is no longer wanted: another mapping, another check, canceled."""
    noted = 0.0
    while chunk := list(islice(rows, CHUNK_ROWS)):
        drafts = [draft for row in chunk if (draft := reader.read(row)) is not None]
        findings.rows += len(chunk)
        with read() as session:
            findings.add(session, drafts, reader, job.options)
        if time.monotonic() - noted > NOTE_SECONDS:
            noted = time.monotonic()
            if not _note(job, findings.as_json()):
                return False
        time.sleep(0.001)  # let others have the interpreter
    return True


class _Findings:
    """Counts over all rows, and the first rows that need a look."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.rows = 0
        self._outcomes: Counter[str] = Counter()
        self._codes: Counter[tuple[str, int | None]] = Counter()
        self._shown: list[dict[str, Any]] = []
        self._duplicates: list[dict[str, Any]] = []
        self._seen: dict[int, int] = {}
        self._repaired = 0

    def add(self, session: Session, drafts: list[Draft], reader: Reader, options: dict[str, Any]) -> None:
        found = find_people(session, drafts)
        rest = drafts
        while rest:  # plans stop where a row needs what an earlier one would have written
            plans = plan_rows(rest, found, reader, options)
            rest = rest[len(plans) :]
            for plan in plans:
                self._count(plan, options)
        self._name_duplicates(session)

    def as_json(self) -> dict[str, Any]:
        by_code = [
            {"code": code, "column": column, "count": count} for (code, column), count in self._codes.most_common(50)
        ]
        return {
            "rows": self.rows,
            "outcomes": dict(self._outcomes),
            "repaired": self._repaired,
            "by_code": by_code,
            "problems": self._shown,
            "duplicates": [d for d in self._duplicates if "display_name" in d],
        }

    def _count(self, plan: Plan, options: dict[str, Any]) -> None:
        draft = plan.draft
        self._note_repeat(plan, options)
        self._outcomes[OUTCOME_OF[plan.action]] += 1
        self._repaired += draft.is_repaired
        for problem in draft.problems:
            self._codes[problem["code"], problem["column"]] += 1
        if draft.problems and len(self._shown) < SHOWN_ROWS:
            shown = {"row": draft.number, "problems": draft.problems, "is_refused": plan.action == "fail"}
            self._shown.append({**shown, "name": draft.values.get("display_name", "")})
        if plan.customer_id and len(self._duplicates) < SHOWN_ROWS:
            name = draft.values.get("display_name", "")
            self._duplicates.append({"row": draft.number, "name": name, "customer_id": plan.customer_id})

    def _note_repeat(self, plan: Plan, options: dict[str, Any]) -> None:
        """Rows that repeat a line of an earlier row: by then that row's customer would be there."""
        policy = options.get("on_duplicate", "skip")
        if policy == "create":
            return
        hashes = [hash(line) for line in plan.draft.lines]
        earlier = next((self._seen[h] for h in hashes if h in self._seen), None)
        codes = [p["code"] for p in plan.draft.problems]
        if earlier is not None and (plan.action == "create" or codes == ["name_missing"]):
            plan.action = "update" if policy == "update" else "skip"
            plan.draft.problems = [p for p in plan.draft.problems if p["code"] != "name_missing"]
            if not any(p["code"] == "same_as_row" for p in plan.draft.problems):
                plan.draft.blame("same_as_row", value=earlier)
        if plan.action in ("create", "update"):
            for h in hashes:
                self._seen.setdefault(h, plan.draft.number)

    def _name_duplicates(self, session: Session) -> None:
        unnamed = [d for d in self._duplicates if "display_name" not in d]
        if not unnamed:
            return
        ids = {d["customer_id"] for d in unnamed}
        rows = session.execute(sa.select(Customer.id, Customer.display_name).where(Customer.id.in_(ids)))
        names = {row.id: row.display_name for row in rows}
        for duplicate in unnamed:
            duplicate["display_name"] = names.get(duplicate["customer_id"], "")


def _note(job: Import, findings: dict[str, Any]) -> bool:
    is_wanted = (Import.id == job.id, Import.state == ImportState.CHECKING, Import.version == job.version)
    with transaction() as session:
        result: Any = session.execute(sa.update(Import).where(*is_wanted).values(findings=findings, touched_at=now()))
        return bool(result.rowcount)


def _end(job: Import, findings: _Findings, step: str, error: dict[str, Any]) -> None:
    with transaction() as session:
        row = session.get_one(Import, job.id, with_for_update=True)
        if row.state != ImportState.CHECKING or row.version != job.version:
            return
        row.state, row.error = advance(row.state, step), error
        row.findings = {**findings.as_json(), "is_complete": step == "finish_check"}
        row.total_rows = findings.rows if step == "finish_check" else None
        row.version += 1
        row.attempts = 0
