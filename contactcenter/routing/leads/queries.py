"""Named reads of leads."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.core.clock import isoformat, now
from contactcenter.core.paging import Page, page
from contactcenter.crm.models import Customer
from contactcenter.crm.queries import user_names
from contactcenter.crm.service import fold
from contactcenter.routing.leads.models import Lead, LeadAssignment, LeadEvent
from contactcenter.routing.leads.reach import leads_within
from contactcenter.routing.leads.setup import list_stages
from contactcenter.routing.leads.setup_models import LeadStage

BOARD_CARDS = 30
CLOSED_DAYS = 30
"""The board shows what was won or lost lately; the list has all."""


def list_leads(session: Session, filters: dict[str, Any], reach: Reach = EVERYTHING) -> Page:
    """Leads, the newest first. `filters`: see LeadFilters."""
    statement = sa.select(Lead).where(*conditions(filters, reach))
    return page(session, statement, (Lead.created_at, Lead.id), limit=filters["limit"], cursor=filters.get("cursor"))


def read_board(session: Session, filters: dict[str, Any], reach: Reach = EVERYTHING) -> list[dict[str, Any]]:
    """Each active stage with how many leads stand there, what they are worth, and its newest cards."""
    asked = [*conditions(filters, reach), _shown_on_board()]
    sums = session.execute(
        sa.select(Lead.stage_id, Lead.currency, sa.func.count(), sa.func.coalesce(sa.func.sum(Lead.value_minor), 0))
        .where(*asked)
        .group_by(Lead.stage_id, Lead.currency)
    ).all()
    columns = []
    for stage in list_stages(session):
        mine = [row for row in sums if row[0] == stage.id]
        if not stage.is_active and not mine:
            continue
        newest = sa.select(Lead).where(*asked, Lead.stage_id == stage.id)
        by = (Lead.stage_since.desc(), Lead.id.desc()) if stage.kind != "open" else (Lead.created_at.desc(), Lead.id)
        leads = session.scalars(newest.order_by(*by).limit(filters.get("limit") or BOARD_CARDS)).all() if mine else []
        totals = [{"currency": row[1], "value": int(row[3])} for row in mine if row[3]]
        columns.append({"stage": stage, "count": sum(row[2] for row in mine), "totals": totals, "leads": leads})
    return columns


def conditions(filters: dict[str, Any], reach: Reach = EVERYTHING) -> list[sa.ColumnElement[bool]]:
    """What the filters ask of a lead. `owner` may be `none`: waiting or floating."""
    asked: list[sa.ColumnElement[bool]] = [leads_within(reach)] if reach else []
    for name, column in (
        ("stage", Lead.stage_id), ("state", Lead.state), ("source", Lead.source), ("product", Lead.product_id),
        ("customer", Lead.customer_id), ("form", Lead.form_id), ("routing", Lead.routing),
    ):  # fmt: skip
        if filters.get(name):
            asked.append(column == filters[name])
    if filters.get("owner"):
        asked.append(Lead.owner_id.is_(None) if filters["owner"] == "none" else Lead.owner_id == filters["owner"])
    if filters.get("sla"):
        asked.append(_sla(filters["sla"]))
    if filters.get("due"):
        asked.append(sa.and_(Lead.state == "open", Lead.next_step_at < now()))
    if filters.get("from_"):
        asked.append(Lead.created_at >= filters["from_"])
    if filters.get("to"):
        asked.append(Lead.created_at < filters["to"])
    if filters.get("q"):
        asked.append(_words(filters["q"]))
    return asked


def list_events(session: Session, lead_id: str, limit: int, cursor: str | None) -> Page:
    """A lead's history, the newest first."""
    statement = sa.select(LeadEvent).where(LeadEvent.lead_id == lead_id)
    return page(session, statement, (LeadEvent.at, LeadEvent.id), limit=limit, cursor=cursor)


def list_assignments(session: Session, lead_id: str) -> list[LeadAssignment]:
    """Everybody who had the lead, the last first."""
    mine = sa.select(LeadAssignment).where(LeadAssignment.lead_id == lead_id)
    return list(session.scalars(mine.order_by(LeadAssignment.at.desc(), LeadAssignment.id.desc()).limit(100)))


def list_open_for_pop(session: Session, customer_id: str | None, party: str | None) -> list[dict[str, Any]]:
    """What somebody may buy, for the incoming card: JSON-ready."""
    whose = Lead.customer_id == customer_id if customer_id else Lead.party == party
    if not customer_id and not party:
        return []
    rows = session.execute(
        sa.select(
            Lead.id, Lead.interest, Lead.source, Lead.value_minor, Lead.currency, Lead.owner_id, Lead.next_step,
            Lead.next_step_at, LeadStage.label_vi, LeadStage.label_en,
        )
        .join(LeadStage, LeadStage.id == Lead.stage_id)
        .where(Lead.state == "open", whose)
        .order_by(Lead.created_at.desc())
        .limit(5)
    ).all()  # fmt: skip
    names = user_names(session, {row.owner_id for row in rows})
    return [
        {
            "id": row.id,
            "text": row.interest or row.source,
            "label_vi": row.label_vi,
            "label_en": row.label_en,
            "value": row.value_minor,
            "currency": row.currency,
            "next_step": row.next_step,
            "due_at": isoformat(row.next_step_at),
            "owner_name": names.get(row.owner_id or ""),
        }
        for row in rows
    ]


def _sla(state: str) -> sa.ColumnElement[bool]:
    """The states that a list can ask for; the same as `timers.state_of` says of one."""
    running = sa.and_(Lead.state == "open", Lead.due_at.is_not(None), Lead.first_touch_at.is_(None))
    if state == "met":
        return Lead.first_touch_at.is_not(None)
    if state == "warned":
        return sa.and_(running, Lead.warned_at.is_not(None))
    return running


def _shown_on_board() -> sa.ColumnElement[bool]:
    return sa.or_(Lead.state == "open", Lead.closed_at > now() - timedelta(days=CLOSED_DAYS))


def _words(q: str) -> sa.ColumnElement[bool]:
    """By the customer's name, what they want, or the digits of their number."""
    folded = fold(q)
    named = sa.select(Customer.id).where(Customer.name_folded.contains(folded, autoescape=True))
    digits = "".join(c for c in q if c.isdigit()).removeprefix("0")
    ways: list[sa.ColumnElement[bool]] = [
        Lead.customer_id.in_(named),
        Lead.interest.ilike(f"%{_escaped(q)}%", escape="\\"),
        Lead.contact_name.ilike(f"%{_escaped(q)}%", escape="\\"),
    ]
    if len(digits) >= 4:
        ways.append(Lead.party.contains(digits, autoescape=True))
    return sa.or_(*ways)


def _escaped(q: str) -> str:
    return q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
