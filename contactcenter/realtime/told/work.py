"""Told of work: offers, queues, leads, callers whom nobody reached."""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.events import within
from contactcenter.realtime.log import tell
from contactcenter.routing import events as routing_events
from contactcenter.routing import kinds, queues
from contactcenter.routing.leads import events as lead_events
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.present import present as present_leads
from contactcenter.routing.leads.schemas import LeadSchema
from contactcenter.routing.missed import events as missed_events
from contactcenter.routing.missed import queries as missed_queries
from contactcenter.routing.missed.models import MissedCaller
from contactcenter.routing.missed.schemas import MissedCallerSchema
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.routing.queries import as_shown as offers_as_shown
from contactcenter.routing.schemas import FiguresSchema, OfferSchema, QueueLineSchema

_offer = OfferSchema()
_figures = FiguresSchema()
_lead = LeadSchema()
_missed = MissedCallerSchema()
_line = QueueLineSchema()


@within(routing_events.OfferMade)
def ring(session: Session, event: routing_events.OfferMade) -> None:
    def pop(s: Session) -> dict[str, Any]:
        return kinds.get(event.kind).pop(s, s.get_one(Offer, event.offer_id))

    def offer(s: Session) -> dict[str, Any]:
        return dict(_offer.dump(offers_as_shown(s, [s.get_one(Offer, event.offer_id)])[0]))

    tell(session, "screen_pop", event.offer_id, pop, recipients=(event.agent_id,))
    tell(session, "offer.created", event.offer_id, offer, recipients=(event.agent_id,), rooms=("leads",))


@within(routing_events.OfferClosed)
def stop_ringing(session: Session, event: routing_events.OfferClosed) -> None:
    data = {"id": event.offer_id, "ref_id": event.ref_id, "state": event.state, "reason": event.reason}
    tell(
        session,
        "offer.closed",
        event.offer_id,
        lambda _s: data,
        recipients=(event.agent_id,),
        rooms=("leads",),
    )


@within(routing_events.QueueChanged)
def show_queue(session: Session, event: routing_events.QueueChanged) -> None:
    def build(s: Session) -> dict[str, Any]:
        return dict(_figures.dump(queues.figures(s)))

    def build_one(s: Session) -> dict[str, Any]:
        line = queues.figures(s, event.queue_id)
        return dict(_line.dump({"queue_id": event.queue_id, **asdict(line)}))

    tell(session, "queue.updated", "all", build, rooms=("everyone",))
    tell(session, "queue.line", event.queue_id, build_one, rooms=("leads",))


@within(routing_events.WorkStuck)
def show_stuck(session: Session, event: routing_events.WorkStuck) -> None:
    item = session.get_one(WorkItem, event.work_item_id)
    data = {"work_item_id": item.id, "kind": item.kind, "ref_id": item.ref_id, "queue_id": item.queue_id}
    tell(session, "work.stuck", item.id, lambda _s: data, rooms=("leads",))


@within(lead_events.LeadAssigned)
def show_assigned_lead(session: Session, event: lead_events.LeadAssigned) -> None:
    def build(s: Session) -> dict[str, Any]:
        return {**_leads_together(s)[event.lead_id], "cause": event.cause}

    session.info.setdefault("changed_leads", set()).add(event.lead_id)
    key = f"{event.lead_id}:{event.agent_id}"
    outline = {"id": event.lead_id, "cause": event.cause}
    tell(session, "lead.assigned", key, build, recipients=(event.agent_id,), rooms=("leads",), outline=outline)


@within(lead_events.LeadChanged)
def show_lead(session: Session, event: lead_events.LeadChanged) -> None:
    rooms = ["leads", *(f"user:{user_id}" for user_id in event.person_ids)]
    if event.customer_id:
        rooms.append(f"customer:{event.customer_id}")
    session.info.setdefault("changed_leads", set()).add(event.lead_id)
    tell(
        session,
        "lead.updated",
        event.lead_id,
        lambda s: {"lead": _leads_together(s)[event.lead_id]},
        rooms=tuple(rooms),
        outline={"id": event.lead_id},
    )


@within(missed_events.MissedCallerChanged)
def show_missed(session: Session, event: missed_events.MissedCallerChanged) -> None:
    """To everybody: whoever is free may call back, and each rail counts."""

    def build(s: Session) -> dict[str, Any]:
        item = missed_queries.present(s, [s.get_one(MissedCaller, event.item_id)])[0]
        return {"item": _missed.dump(item), "open": missed_queries.count_open(s)}

    tell(session, "missed.updated", event.item_id, build, rooms=("everyone",), outline={"id": event.item_id})


def _leads_together(session: Session) -> dict[str, dict[str, Any]]:
    """Every lead that this transaction changed, by id: read once for all of them, when it ends."""
    shown: dict[str, dict[str, Any]] = session.info.setdefault("shown_leads", {})
    changed = session.info.pop("changed_leads", set())
    if changed:
        session.flush()
        rows = session.scalars(sa.select(Lead).where(Lead.id.in_(changed))).all()
        shown |= {row["id"]: dict(_lead.dump(row)) for row in present_leads(session, rows)}
    return shown
