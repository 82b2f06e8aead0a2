"""The file to fill in: a column for every field, and rows that show how."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.crm.fields.field import Field
from contactcenter.crm.imports.files.xlsx_writer import XlsxWriter
from contactcenter.crm.imports.formulas import guard
from contactcenter.crm.imports.kind import Kind
from contactcenter.crm.imports.targets import CUSTOMER_ID, Target


def template_rows(session: Session, kind: Kind, locale: str) -> list[list[Any]]:
    """Headers, and the examples."""
    targets = [target for target in kind.list_targets(session) if target.name != CUSTOMER_ID]
    headers = [target.label_en if locale == "en" else target.label_vi for target in targets]
    return [headers, *([_example(target, one, locale) for target in targets] for one in kind.examples)]


def as_csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[_csv_cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[list[Any]], path: Path) -> bytes:
    with XlsxWriter(path) as writer:
        for row in rows:
            writer.write(row)
    return path.read_bytes()


def _csv_cell(cell: Any) -> Any:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return guard(cell) if isinstance(cell, str) else cell


def _example(target: Target, example: dict[str, Any], locale: str) -> Any:
    if target.name in example:
        return example[target.name]
    return _example_of(target.field, locale) if target.field else ""


def _example_of(field: Field, locale: str) -> Any:
    if field.choices:
        first = field.choices[0]
        return first.label_en if locale == "en" else first.label_vi
    examples: dict[str, Any] = {"boolean": "no" if locale == "en" else "không", "date": date(2024, 12, 31)}
    return examples.get(field.type, "")
