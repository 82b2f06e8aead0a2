"""Named reads of imports."""

from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import now
from contactcenter.core.paging import Page, page
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.states import WORKING
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import within

KEPT_UPLOAD = timedelta(days=7)


def list_imports(session: Session, *, limit: int, cursor: str | None, reach: Reach = EVERYTHING) -> Page:
    """Newest first; one's own and one's colleagues'."""
    statement = sa.select(Import)
    if reach.colleagues is not None:
        statement = statement.where(Import.created_by.in_(sorted(reach.colleagues)))
    return page(session, statement, (Import.created_at, Import.id), limit=limit, cursor=cursor)


def list_rows(
    session: Session,
    import_id: str,
    *,
    outcome: str | None,
    limit: int,
    cursor: str | None,
    reach: Reach = EVERYTHING,
) -> Page:
    """The ledger in the file's order: (row, name of the customer, if within reach)."""
    whose = Customer.id == ImportRow.customer_id
    statement = (
        sa.select(ImportRow, Customer.display_name)
        .outerjoin(Customer, sa.and_(whose, within(reach)) if reach else whose)
        .where(ImportRow.import_id == import_id)
    )
    if outcome == "kept":
        statement = statement.where(ImportRow.undo == "kept")
    elif outcome:
        statement = statement.where(ImportRow.outcome == outcome)
    return page(
        session, cast(sa.Select[Any], statement), (ImportRow.number,), limit=limit, cursor=cursor, is_descending=False
    )


def list_ledger(session: Session, import_id: str, *, after: int, limit: int) -> list[ImportRow]:
    statement = sa.select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number > after)
    return list(session.scalars(statement.order_by(ImportRow.number).limit(limit)))


def list_stalled(session: Session, since: datetime) -> list[str]:
    """Imports that a job should be at, and none has touched since then."""
    statement = sa.select(Import.id).where(Import.state.in_(sorted(WORKING)), Import.touched_at < since)
    return list(session.scalars(statement.limit(20)))


def list_old_uploads(session: Session) -> list[Import]:
    """Imports whose uploaded file has been kept long enough."""
    statement = sa.select(Import).where(
        Import.file_key.is_not(None), Import.created_at < now() - KEPT_UPLOAD, Import.state.not_in(sorted(WORKING))
    )
    return list(session.scalars(statement.limit(100)))
