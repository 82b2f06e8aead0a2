"""The clock of one lead: to be acknowledged, then touched; warned at a share of the time. Works on the row alone."""

from datetime import datetime

from sqlalchemy.orm import Session

from contactcenter.agents.worktime import add_business_seconds, get_calendar
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.setup_models import LeadSettings


def phase_of(lead: Lead) -> str | None:
    """What the clock waits for: acknowledge, touch, or nothing."""
    if lead.state != "open" or lead.owner_id is None or lead.first_touch_at is not None or lead.due_at is None:
        return None
    return "touch" if lead.acknowledged_at else "acknowledge"


def state_of(lead: Lead, moment: datetime) -> str:
    """none | running | warned | breached | met."""
    if lead.first_touch_at is not None:
        return "met"
    if phase_of(lead) is None:
        return "none"
    if lead.due_at is not None and lead.due_at <= moment:
        return "breached"
    return "warned" if lead.warned_at else "running"


def start(session: Session, lead: Lead, settings: LeadSettings) -> None:
    """Set the deadline of the phase the lead is in; both run from when it was given to its owner."""
    lead.due_at = lead.warned_at = lead.timer_at = None
    if lead.state != "open" or lead.owner_id is None or lead.assigned_at is None or lead.first_touch_at is not None:
        return
    seconds = settings.touch_seconds if lead.acknowledged_at else settings.acknowledge_seconds
    calendar = get_calendar(session, settings.calendar_id)
    lead.due_at = add_business_seconds(calendar, lead.assigned_at, seconds)
    warn_at = add_business_seconds(calendar, lead.assigned_at, seconds * settings.warn_percent / 100)
    lead.timer_at = warn_at if lead.due_at is not None else None


def stop(lead: Lead) -> None:
    """Nothing is waited for any more."""
    lead.due_at = lead.warned_at = lead.timer_at = None
