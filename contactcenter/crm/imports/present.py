"""Imports as the API shows them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.crm.imports.kinds import KINDS
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.sentences import OUTCOMES, with_texts
from contactcenter.crm.imports.states import ImportState, list_steps
from contactcenter.crm.queries import user_names

_COLUMNS = (
    "id", "version", "kind", "state", "file_name", "file_format", "size_bytes", "columns", "mapping", "options",
    "total_rows", "counts", "undo_counts", "error", "created_by", "created_at", "started_at", "ended_at",
)  # fmt: skip


def present(session: Session, jobs: Sequence[Import]) -> list[dict[str, Any]]:
    names = user_names(session, {job.created_by for job in jobs})
    return [
        {
            **{name: getattr(job, name) for name in _COLUMNS},
            "rows_done": sum(job.counts.get(outcome, 0) for outcome in OUTCOMES),
            "findings": _findings(job),
            "can": _steps(job),
            "created_by_name": names.get(job.created_by or ""),
        }
        for job in jobs
    ]


def present_one(session: Session, job: Import) -> dict[str, Any]:
    """One import, with what its columns may become."""
    kind = KINDS[job.kind]
    targets = [
        {"name": t.name, "label_vi": t.label_vi, "label_en": t.label_en, "group": t.group, "takes_many": t.takes_many}
        for t in kind.list_targets(session)
    ]
    groups = [{"code": code, "label_vi": vi, "label_en": en} for code, vi, en in kind.groups]
    return {**present(session, [job])[0], "targets": targets, "groups": groups}


def present_rows(session: Session, job: Import, rows: Sequence[tuple[ImportRow, str | None]]) -> list[dict[str, Any]]:
    """Ledger rows, each with its customer's name; `made_name` is what the order or product is called."""
    made = KINDS[job.kind].name_made(session, [row.made_id for row, _ in rows if row.made_id])
    columns = ("number", "outcome", "undo", "undo_reason")
    return [
        {
            **{c: getattr(row, c) for c in columns},
            **(_whose(row, name, made) if name or row.customer_id is None else _HIDDEN),
            "problems": [with_texts(problem) for problem in row.problems],
        }
        for row, name in rows
    ]


_HIDDEN = dict.fromkeys(("customer_id", "customer_name", "made_id", "made_name"))
"""Of a customer who is another team's by now."""


def _whose(row: ImportRow, name: str | None, made: dict[str, str]) -> dict[str, Any]:
    of_made = {"made_id": row.made_id, "made_name": made.get(row.made_id or "")}
    return {"customer_id": row.customer_id, "customer_name": name, **of_made}


def _findings(job: Import) -> dict[str, Any]:
    found = dict(job.findings)
    if "problems" in found:
        rows = found["problems"]
        found["problems"] = [{**row, "problems": [with_texts(p) for p in row["problems"]]} for row in rows]
        found["by_code"] = [with_texts({**one, "value": "…"}) for one in found["by_code"]]
    return found


def _steps(job: Import) -> list[str]:
    """What a person may do now; there is nothing to undo where nothing was written."""
    is_written = any(job.counts.get(outcome) for outcome in ("created", "updated"))
    is_gone = job.file_key is None
    hidden = {"undo"} if not is_written else set()
    if is_gone:
        hidden |= {"check", "start", "resume", "map"}
    if job.state == ImportState.CANCELED and job.started_at is None:
        hidden |= {"undo"}
    return [step for step in list_steps(job.state) if step not in hidden]
