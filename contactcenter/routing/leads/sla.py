"""Deadlines of leads: a warning, then the lead is taken back, and in the end it floats.

`timer_at` is what the clock looks for; a step is done in the transaction that moves it on, so that it happens once
however many clocks there are, and after a restart too.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.contact import LEAST_TALK
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.routing.leads import owning, timers
from contactcenter.routing.leads.ledger import announce, note
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.setup import get_settings
from contactcenter.routing.leads.setup_models import LeadSettings

BATCH = 100
MIN_TALK = timedelta(seconds=LEAST_TALK)
PATIENCE = timedelta(seconds=5)
"""How long a deadline waits for a call with the customer that is going on right now."""


def list_due(session: Session, moment: datetime, limit: int = BATCH) -> list[str]:
    """Ids of the leads whose clock has something to do, the most overdue first."""
    due = sa.select(Lead.id).where(Lead.timer_at <= moment).order_by(Lead.timer_at, Lead.id).limit(limit)
    return list(session.scalars(due))


def step(session: Session, lead_ids: list[str], moment: datetime) -> list[str]:
    """Warn about these leads, or take them back. Returns those that wait for a new owner.

    Whoever works on one right now has it locked: it is left for the next look.
    """
    settings = get_settings(session)
    due = (
        sa.select(Lead)
        .where(Lead.id.in_(lead_ids), Lead.timer_at <= moment)
        .order_by(Lead.timer_at, Lead.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    leads = list(session.scalars(due))
    talking = calls_going_on(session, leads)
    return [lead.id for lead in leads if _step(session, lead, settings, moment, talking.get(lead.id))]


def _step(session: Session, lead: Lead, settings: LeadSettings, moment: datetime, call: Any) -> bool:
    if lead.due_at is None or timers.phase_of(lead) is None:
        lead.timer_at = None
        return False
    if call is not None and call.answered_at <= moment - MIN_TALK:
        owning.touch(session, lead, "call", call.answered_at, call.agent_id)
        return False
    if lead.due_at > moment:
        _warn(session, lead)
        return False
    if call is not None:
        lead.timer_at = moment + PATIENCE
        return False
    return _recall(session, lead, settings)


def _warn(session: Session, lead: Lead) -> None:
    lead.warned_at, lead.timer_at = now(), lead.due_at
    note(session, lead, "warned", None, phase=timers.phase_of(lead))
    announce(session, lead)
    if lead.owner_id is not None:
        occasion = lead.due_at.isoformat() if lead.due_at else ""
        owning.ring_bell(session, lead, lead.owner_id, "lead_due", occasion)


def _recall(session: Session, lead: Lead, settings: LeadSettings) -> bool:
    """True when it waits for a new owner; False when it floats now."""
    was_owner_id, phase = lead.owner_id, timers.phase_of(lead)
    owning.exclude(lead, was_owner_id)
    lead.recalls += 1
    is_over = lead.recalls >= settings.max_recalls
    owning.let_go(
        session, lead, routing="floating" if is_over else "waiting",
        reason="unseen" if phase == "acknowledge" else "untouched",
    )  # fmt: skip
    if is_over:
        note(session, lead, "floated", None, reason="recalled_often")
        lead.limbo_reason = "recalled_often"
    if was_owner_id is not None:
        owning.ring_bell(session, lead, was_owner_id, "lead_recalled", str(lead.recalls))
    return not is_over


def calls_going_on(session: Session, leads: list[Lead]) -> dict[str, Any]:
    """By lead id: the answered call with its customer that has not ended."""
    people = {lead.customer_id for lead in leads if lead.customer_id}
    parties = {lead.party for lead in leads if lead.party}
    if not people and not parties:
        return {}
    rows = session.execute(
        sa.select(Call.customer_id, Call.party, Call.answered_at, Call.agent_id).where(
            Call.state == "in_progress",
            Call.answered_at.is_not(None),
            sa.or_(Call.customer_id.in_(people), Call.party.in_(parties)),
        )
    ).all()
    return {
        lead.id: row
        for lead in leads
        for row in rows
        if (lead.customer_id and row.customer_id == lead.customer_id) or (lead.party and row.party == lead.party)
    }
