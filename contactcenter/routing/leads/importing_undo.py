"""An import of leads, taken back: leads that nobody has worked on go, with the customers they brought.

That a lead was given to somebody by itself is no work; seen, touched, moved or noted by a person is.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.imports.brought import remove_brought
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.timeline import service as timeline
from contactcenter.routing.leads.ledger import KIND, announce, note
from contactcenter.routing.leads.models import Lead, LeadEvent

_COLUMNS = ("interest", "product_id", "value_minor", "currency", "note", "province")
_NO_WORK = ("created", "assigned")


def as_it_is(lead: Lead) -> dict[str, Any]:
    """What an import may change of a lead."""
    return {name: getattr(lead, name) for name in _COLUMNS}


def take_back(session: Session, job: Import, rows: list[ImportRow]) -> None:
    """One batch of ledger rows that created or updated a lead, the last first."""
    ids = sorted({row.made_id for row in rows if row.made_id})
    held = sa.select(Lead).where(Lead.id.in_(ids)).order_by(Lead.id).with_for_update()
    leads = {lead.id: lead for lead in session.scalars(held.execution_options(populate_existing=True))}
    worked_on = _worked_on(session, ids)
    for row in rows:
        lead = leads.get(row.made_id or "")
        if lead is None:
            row.undo, row.undo_reason = "kept", "gone"
        elif row.outcome == "updated":
            _put_back(session, job, row, lead)
        elif lead.id in worked_on or lead.first_touch_at is not None or lead.order_id is not None:
            row.undo, row.undo_reason = "kept", "changed_since"
        else:
            timeline.remove(session, KIND, lead.id)
            session.delete(lead)
            row.undo = "removed"
    session.flush()
    remove_brought(session, job, [row for row in rows if row.added and row.undo == "removed"])


def _put_back(session: Session, job: Import, row: ImportRow, lead: Lead) -> None:
    if lead.version != row.made_version:
        row.undo, row.undo_reason = "kept", "changed_since"
        return
    for name, value in (row.before or {}).items():
        setattr(lead, name, value)
    note(session, lead, "changed", job.created_by, **(row.before or {}))
    announce(session, lead)
    row.undo = "restored"


def _worked_on(session: Session, ids: list[str]) -> set[str]:
    """Those in whose history a person has done more than make and give them."""
    done = sa.select(LeadEvent.lead_id).where(
        LeadEvent.lead_id.in_(ids), LeadEvent.actor_id.is_not(None), LeadEvent.kind.not_in(_NO_WORK)
    )
    return set(session.scalars(done.distinct()))
