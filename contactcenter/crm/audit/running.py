"""A fix at work: some customers a transaction, the cursor moved with them, so that a kill loses and repeats nothing."""

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import transaction
from contactcenter.core.errors import DomainError
from contactcenter.core.settings import current
from contactcenter.crm import history
from contactcenter.crm.audit import service
from contactcenter.crm.audit.models import BulkFix
from contactcenter.crm.models import FieldChange
from contactcenter.crm.stats.pace import Pace

_log = structlog.get_logger(__name__)


def apply(fix_id: str) -> None:
    """Go on with a fix from its cursor until nobody is left, or somebody cancels."""
    pace = Pace(size=20, fewest=10, most=200)
    is_running = True
    while is_running:
        with pace.measured(), transaction() as session:
            is_running = _mend_some(session, service.get_fix(session, fix_id, for_update=True), pace.size)


def restore(fix_id: str) -> None:
    """Go on with an undo: the newest change of the batch first, what was changed since stays."""
    pace = Pace(size=20, fewest=10, most=200)
    is_running = True
    while is_running:
        with pace.measured(), transaction() as session:
            is_running = _restore_some(session, service.get_fix(session, fix_id, for_update=True), pace.size)


def _mend_some(session: Session, fix: BulkFix, size: int) -> bool:
    if fix.state != "running":
        return False
    customers = service.list_meant(session, fix, size)
    for customer in customers:
        fix.seen += 1
        fix.cursor = customer.id
        try:
            with session.begin_nested():
                is_changed = service.mend(session, fix, customer, current().default_region)
            fix.changed += is_changed
            fix.skipped += not is_changed
        except DomainError as error:
            fix.skipped += 1
            _log.info("a customer is left as they are", fix=fix.id, customer=customer.id, reason=error.code)
    if not customers:
        fix.state, fix.finished_at = "done", now()
    fix.version += 1
    return bool(customers)


def _restore_some(session: Session, fix: BulkFix, size: int) -> bool:
    if fix.state != "undoing":
        return False
    changes = sa.select(FieldChange).where(FieldChange.batch_id == fix.id, FieldChange.cause == "bulk")
    if fix.cursor:
        changes = changes.where(FieldChange.id < fix.cursor)
    rows = list(session.scalars(changes.order_by(FieldChange.id.desc()).limit(size)))
    for row in rows:
        fix.cursor = row.id
        is_restored = _restore(session, row, fix.created_by)
        fix.restored += is_restored
        fix.kept += not is_restored
    if not rows:
        fix.state, fix.finished_at = "undone", now()
    fix.version += 1
    return bool(rows)


def _restore(session: Session, row: FieldChange, actor_id: str | None) -> bool:
    try:
        with session.begin_nested():
            history.undo_change(
                session, row.customer_id, row.id, version=None, actor_id=actor_id, region=current().default_region
            )
        return True
    except DomainError as error:
        _log.info("a change is kept", change=row.id, reason=error.code)
        return False
