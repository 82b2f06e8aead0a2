"""The report of an import: the file as it came, with what became of each row in front."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from contactcenter.core.db import read
from contactcenter.core.storage import NotStored
from contactcenter.crm.imports import keeping, queries
from contactcenter.crm.imports.drafts import shown
from contactcenter.crm.imports.formulas import guard
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.running import data_rows
from contactcenter.crm.imports.sentences import kept_text, outcome_text, problem_text

_PAGE = 1000
_HEADS = {
    "vi": ("Dòng", "Kết quả", "Lý do", "Mã khách hàng"),
    "en": ("Row", "Outcome", "Reason", "Customer id"),
}


def write_report(job: Import, *, only: str | None, locale: str) -> Iterator[str]:
    """CSV text piece by piece. `only`: an outcome, or `problems` for rows that were not taken or not whole."""
    headers = [column["header"] for column in job.columns]
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + _line([*_HEADS[locale], *headers])
    with ExitStack() as stack:
        cells = _cells_by_row(stack, job)
        for row in _ledger(job.id):
            if only and not _is_wanted(row, only):
                continue
            origin: list[Any] = next((c.cells for c in cells if c.number == row.number), []) if cells else []
            yield _line([row.number, outcome_text(row.outcome, locale), _reason(row, headers, locale),
                         row.customer_id or "", *(shown(cell, 32_000) for cell in origin)])  # fmt: skip


def _cells_by_row(stack: ExitStack, job: Import) -> Iterator[Any] | None:
    """The file's rows, in step with the ledger's; None when the upload is deleted by now."""
    try:
        path = stack.enter_context(keeping.fetched(job.file_key)) if job.file_key else None
    except NotStored:
        return None
    return data_rows(path, job) if path else None


def _ledger(import_id: str) -> Iterator[ImportRow]:
    last = 0
    while True:
        with read() as session:
            rows = queries.list_ledger(session, import_id, after=last, limit=_PAGE)
        if not rows:
            return
        yield from rows
        last = rows[-1].number


def _is_wanted(row: ImportRow, only: str) -> bool:
    if only == "problems":
        return row.outcome in ("failed", "outside") or bool(row.problems) or row.undo == "kept"
    return row.outcome == only


def _reason(row: ImportRow, headers: list[str], locale: str) -> str:
    parts = []
    for problem in row.problems:
        column = problem.get("column")
        name = headers[column] if column is not None and column < len(headers) else ""
        parts.append(f"{name}: {problem_text(problem, locale)}" if name else problem_text(problem, locale))
    if row.undo_reason:
        parts.append(kept_text(row.undo_reason, locale))
    return "; ".join(parts)


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([guard(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()
