"""Files as screens and the API show them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.paging import Page, page
from contactcenter.crm.files.models import CustomerFile
from contactcenter.crm.files.schemas import FileSchema
from contactcenter.crm.present import contribute_details
from contactcenter.crm.queries import user_names

_schema = FileSchema()
_COLUMNS = ("id", "customer_id", "name", "content_type", "size_bytes", "sha256", "uploaded_by", "uploaded_at")


def list_files(session: Session, customer_id: str, *, limit: int, cursor: str | None) -> Page:
    """A customer's, the newest first."""
    there = (CustomerFile.customer_id == customer_id, CustomerFile.state == "stored", CustomerFile.deleted_at.is_(None))
    order = (CustomerFile.uploaded_at, CustomerFile.id)
    return page(session, sa.select(CustomerFile).where(*there), order, limit=limit, cursor=cursor)


def present(session: Session, files: Sequence[CustomerFile]) -> list[dict[str, Any]]:
    """Of the shape of `FileSchema`."""
    names = user_names(session, {row.uploaded_by for row in files})
    return [
        {
            **{name: getattr(row, name) for name in _COLUMNS},
            "uploaded_by_name": names.get(row.uploaded_by or ""),
            "url": f"/api/v1/files/{row.id}/content",
        }
        for row in files
    ]


def file_details(session: Session, ref_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The file behind each timeline item."""
    rows = session.scalars(sa.select(CustomerFile).where(CustomerFile.id.in_(ref_ids))).all()
    return {row["id"]: _schema.dump(row) for row in present(session, rows)}


def register() -> None:
    contribute_details("file", file_details)
