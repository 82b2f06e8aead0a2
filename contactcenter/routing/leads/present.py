"""Leads as screens and the API show them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import now
from contactcenter.crm.models import Customer
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.orders.models import Product
from contactcenter.crm.present import contribute_details
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import find_outside
from contactcenter.routing.leads import timers
from contactcenter.routing.leads.attempts import NEVER, attempts_for
from contactcenter.routing.leads.ledger import KIND
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.schemas import LeadSchema
from contactcenter.routing.leads.setup_models import LeadStage

_COLUMNS = (
    "id", "version", "customer_id", "contact_name", "source", "form_id", "campaign", "state", "stage_since", "interest",
    "product_id", "currency", "note", "language", "province", "next_step", "next_step_at", "lost_reason_id",
    "lost_note", "order_id", "routing", "owner_id", "assigned_at", "acknowledged_at", "first_touch_at",
    "first_touch_kind", "recalls", "limbo_reason", "created_by", "created_at", "updated_at", "closed_at",
)  # fmt: skip
_SHORT = ("at", "chosen", "reason", "strategy", "policy_id", "policy_name", "version")

_schema = LeadSchema()


def present(
    session: Session, leads: Sequence[Lead], reach: Reach = EVERYTHING, *, in_full: bool = False
) -> list[dict[str, Any]]:
    """Of the shape of `LeadSchema`, without candidates out of reach.

    Only `in_full` does the decision name everybody who was considered.
    """
    names = user_names(session, {lead.owner_id for lead in leads})
    people = _names(session, Customer.id, Customer.display_name, {lead.customer_id for lead in leads})
    products = _names(session, Product.id, Product.name, {lead.product_id for lead in leads})
    stages = {row.id: row for row in session.scalars(sa.select(LeadStage))}
    tried = attempts_for(session, leads)
    outside = find_outside(session, reach, (one for lead in leads for one in lead.candidates))
    moment = now()
    return [
        {
            **{name: getattr(lead, name) for name in _COLUMNS},
            "candidates": [one for one in lead.candidates if one not in outside],
            "phone": lead.party,
            "stage": lead.stage_id,
            "stage_label_vi": stages[lead.stage_id].label_vi,
            "stage_label_en": stages[lead.stage_id].label_en,
            "value": lead.value_minor,
            "customer_name": people.get(lead.customer_id or ""),
            "product_name": products.get(lead.product_id or ""),
            "owner_name": names.get(lead.owner_id or ""),
            "sla": {
                "due_at": lead.due_at,
                "state": timers.state_of(lead, moment),
                "phase": timers.phase_of(lead),
                "warned_at": lead.warned_at,
            },
            "attempts": tried.get(lead.id, NEVER),
            "decision": decision(session, lead.decision) if in_full else short(lead.decision),
        }
        for lead in leads
    ]


def present_one(session: Session, lead: Lead, reach: Reach) -> dict[str, Any]:
    return present(session, [lead], reach, in_full=True)[0]


def decision(session: Session, stored: dict[str, Any]) -> dict[str, Any]:
    """A whole decision, with the names of everybody in it."""
    candidates, skipped = stored.get("candidates") or [], stored.get("skipped") or {}
    names = user_names(session, {stored.get("chosen"), *skipped, *(one["agent_id"] for one in candidates)})
    return {
        **short(stored),
        "candidates": [{**one, "name": names.get(one["agent_id"])} for one in candidates],
        "skipped": [{"agent_id": i, "name": names.get(i), "reason": reason} for i, reason in skipped.items()],
        "chosen_name": names.get(stored.get("chosen") or ""),
    }


def short(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: stored.get(name) for name in _SHORT}


def lead_details(session: Session, ref_ids: list[str]) -> dict[str, dict[str, Any]]:
    """The lead behind each item of a timeline, as the API shows it."""
    leads = session.scalars(sa.select(Lead).where(Lead.id.in_(ref_ids))).all()
    return {row["id"]: _schema.dump(row) for row in present(session, leads)}


def register() -> None:
    contribute_details(KIND, lead_details)
    for kind in ("lead_assigned", "lead_due", "lead_recalled"):
        contribute_texts(kind, lead_lines)


def lead_lines(session: Session, ref_ids: list[str]) -> dict[str, str]:
    """What a notification about a lead says."""
    leads = session.scalars(sa.select(Lead).where(Lead.id.in_(ref_ids))).all()
    people = _names(session, Customer.id, Customer.display_name, {lead.customer_id for lead in leads})
    return {
        lead.id: " · ".join(filter(None, (people.get(lead.customer_id or "") or lead.contact_name, lead.interest)))
        for lead in leads
    }


def _names(session: Session, key: Any, name: Any, ids: set[str | None]) -> dict[str, str]:
    wanted = {i for i in ids if i}
    if not wanted:
        return {}
    return {row[0]: row[1] for row in session.execute(sa.select(key, name).where(key.in_(wanted)))}
