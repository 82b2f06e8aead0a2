"""Leads: opened, changed, moved along the board, won, lost, opened again."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.policies import can
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm import matching
from contactcenter.crm import service as crm
from contactcenter.crm.orders.money import check_amount, check_currency
from contactcenter.crm.orders.products import find_product_named, get_product
from contactcenter.routing.leads import owning, timers
from contactcenter.routing.leads.events import LeadCreated
from contactcenter.routing.leads.ledger import announce, note, put_on_timeline
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.people import Person, find_or_save
from contactcenter.routing.leads.setup import first_stage, get_settings, get_stage
from contactcenter.routing.leads.setup_models import LeadLostReason, LeadStage

_PLAIN = ("interest", "note", "language", "province", "next_step", "next_step_at", "campaign")
_SHOWN_IN_HISTORY = ("interest", "product_id", "value_minor", "currency", "next_step", "next_step_at", "note")


def open_lead(
    session: Session,
    values: dict[str, Any],
    *,
    actor_id: str | None,
    person: Person | None = None,
    origin: str | None = None,
    is_one_of_many: bool = False,
) -> Lead:
    """Open a lead and let it find its owner; with `owner_id` it is theirs at once.

    `values`: source, customer, and any of interest, product_id, value, currency, note, campaign, language, province,
    next_step, next_step_at, stage, owner_id, form_id. The same `origin` again is the same lead. `is_one_of_many`:
    the clock gives them out in batches.
    Raises Invalid, NotFound.
    """
    if origin is not None and (known := find_by_origin(session, origin)) is not None:
        return known
    person = person or find_or_save(session, values["customer"], source=values["source"])
    lead_id, moment = new_id("lea"), now()
    stage = get_stage(session, values["stage"]) if values.get("stage") else first_stage(session)
    if stage.kind != "open":
        raise Invalid("closed_stage", "A new lead is open.", stage=["Not a stage of open leads."])
    row = {
        "id": lead_id, "customer_id": person.customer_id, "party": person.party, "contact_name": person.name,
        "candidates": list(person.candidates), "source": values["source"], "origin": origin,
        "form_id": values.get("form_id"), "stage_id": stage.id, "stage_since": moment, "created_by": actor_id,
        "created_at": moment, "updated_at": moment,
    }  # fmt: skip
    if not insert_once(session, Lead, row, key=["origin"]):
        return _of_origin(session, origin)  # a faster transaction has
    lead = session.get_one(Lead, lead_id)
    fill(session, lead, values)
    _find_product(session, lead, values)
    session.flush()
    note(session, lead, "created", actor_id, source=lead.source)
    put_on_timeline(session, lead)
    if values.get("owner_id"):
        _give_to(session, lead, values["owner_id"], actor_id)
    elif not is_one_of_many:
        emit(session, LeadCreated(lead.id))
    return lead


def get_lead(session: Session, lead_id: str, *, for_update: bool = False) -> Lead:
    """Raises NotFound."""
    statement = sa.select(Lead).where(Lead.id == lead_id)
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    lead = session.scalars(statement).one_or_none()
    if lead is None:
        raise NotFound("lead_not_found", "There is no such lead.")
    return lead


def find_by_origin(session: Session, origin: str) -> Lead | None:
    return session.scalars(sa.select(Lead).where(Lead.origin == origin)).one_or_none()


def find_open_of(session: Session, customer_id: str | None, party: str | None) -> Lead | None:
    """The newest open lead of this person, by customer or, while nobody is known, by number."""
    if not customer_id and not party:
        return None
    whose = Lead.customer_id == customer_id if customer_id else Lead.party == party
    statement = sa.select(Lead).where(Lead.state == "open", whose)
    return session.scalars(statement.order_by(Lead.created_at.desc()).limit(1)).first()


def change_lead(session: Session, lead_id: str, changes: dict[str, Any], *, version: int | None, actor: Actor) -> Lead:
    """Change what is wanted, worth, next or noted, the stage, or the owner. Raises Stale, Forbidden, Invalid, NotFound.

    Moving to a stage of kind lost needs `lost_reason_id`. What the owner changes they have seen.
    """
    lead = get_lead(session, lead_id, for_update=True)
    demand_changing(lead, actor, changes)
    if version is not None and version != lead.version:
        raise Stale("version_conflict", "Somebody changed this lead meanwhile.", version=lead.version)
    before = {name: getattr(lead, name) for name in _SHOWN_IN_HISTORY}
    fill(session, lead, changes)
    changed = {name: _plain(getattr(lead, name)) for name, old in before.items() if getattr(lead, name) != old}
    if changed:
        note(session, lead, "changed", actor.id, **changed)
    if changes.get("stage"):
        move(session, lead, get_stage(session, changes["stage"]), changes, actor_id=actor.id)
    if "owner_id" in changes and changes["owner_id"] != lead.owner_id:
        _change_owner(session, lead, changes["owner_id"], actor.id)
    elif actor.user_id is not None and actor.user_id == lead.owner_id:
        owning.acknowledge(session, lead, get_settings(session), actor.id)
    if session.is_modified(lead):
        announce(session, lead)
    return lead


def move(session: Session, lead: Lead, stage: LeadStage, told: dict[str, Any], *, actor_id: str | None) -> None:
    """Put it into a stage; one of kind won or lost closes it, one of kind open opens it again."""
    if stage.id == lead.stage_id:
        return
    old = lead.stage_id
    reason_id = told.get("lost_reason_id")
    if stage.kind == "lost":
        _check_reason(session, reason_id)
    lead.stage_id, lead.stage_since = stage.id, now()
    was = lead.state
    lead.state = stage.kind
    lead.closed_at = None if stage.kind == "open" else lead.closed_at if was == stage.kind else now()
    lead.lost_reason_id = reason_id if stage.kind == "lost" else None
    lead.lost_note = told.get("lost_note") or "" if stage.kind == "lost" else ""
    extra = {"lost_reason_id": lead.lost_reason_id, "lost_note": lead.lost_note} if stage.kind == "lost" else {}
    note(session, lead, "moved", actor_id, stage=stage.id, old=old, **extra)
    if stage.kind != "open":
        timers.stop(lead)
    elif was != "open":
        timers.start(session, lead, get_settings(session))


def settle_person(
    session: Session, lead: Lead, customer_id: str | None, *, actor_id: str | None, is_remembered: bool = True
) -> None:
    """Say whose lead it is: one of the candidates or anybody; None saves a new customer.

    One of the candidates is remembered for the number, unless that is told.

    Raises Conflict `person_known` when it is somebody's already.
    """
    if lead.customer_id is not None:
        raise Conflict("person_known", "This lead has its customer.")
    if customer_id is not None:
        chosen = crm.get_customer(session, customer_id).id
    else:
        channel = "emails" if "@" in (lead.party or "") else "phones"
        lines: dict[str, Any] = {channel: [lead.party]} if lead.party else {}
        name = lead.contact_name or lead.party or ""
        chosen = crm.create_customer(session, display_name=name, source="lead", allow_duplicate=True, **lines).id
    if is_remembered and lead.party and "@" not in lead.party and chosen in lead.candidates:
        matching.remember_choice(session, lead.party, chosen, actor_id)
    attach_person(session, lead, chosen, actor_id=actor_id)


def attach_person(session: Session, lead: Lead, customer_id: str, *, actor_id: str | None) -> None:
    """The lead is this customer's."""
    lead.customer_id, lead.candidates = customer_id, []
    note(session, lead, "identified", actor_id, customer_id=customer_id)
    announce(session, lead)


def demand_changing(lead: Lead, actor: Actor, changes: dict[str, Any] | None = None) -> None:
    """One's own leads, and nobody's; supervisors and programs all. Only they give leads to others. Raises Forbidden."""
    if can(actor, "leads.assign") or actor.kind == "api_key":
        return
    if lead.owner_id not in (None, actor.user_id):
        raise Forbidden("not_your_lead", "This lead is a colleague's.")
    if lead.routing == "floating":
        raise Forbidden("take_it_first", "Take this lead before you change it.")
    if changes and "owner_id" in changes and changes["owner_id"] != lead.owner_id:
        demand_giving(actor)


def demand_giving(actor: Actor) -> None:
    """Raises Forbidden: leads are given to people by supervisors and programs."""
    if actor.kind != "api_key" and not can(actor, "leads.assign"):
        raise Forbidden("forbidden", "Supervisors give leads to people.", permission="leads.assign")


def _change_owner(session: Session, lead: Lead, owner_id: str | None, actor_id: str | None) -> None:
    """To somebody, or (None) back to distribution."""
    if owner_id is not None:
        _give_to(session, lead, owner_id, actor_id)
        return
    owning.let_go(session, lead, routing="waiting", reason="released", actor_id=actor_id)
    emit(session, LeadCreated(lead.id))


def _give_to(session: Session, lead: Lead, owner_id: str, actor_id: str | None) -> None:
    """By hand: whoever gives it to themselves has seen it."""
    if session.scalar(sa.select(User.id).where(User.id == owner_id, User.is_active.is_(True))) is None:
        raise Invalid("unknown_owner", "There is no such colleague.", owner_id=["Nobody has that id."])
    owning.give(
        session, lead, owner_id, cause="manual", settings=get_settings(session), actor_id=actor_id,
        is_acknowledged=owner_id == actor_id,
    )  # fmt: skip


def fill(session: Session, lead: Lead, values: dict[str, Any]) -> None:
    """Set what is told of these; None leaves texts as they are. Raises Invalid, NotFound."""
    for name in _PLAIN:
        if name in values and (values[name] is not None or name == "next_step_at"):
            setattr(lead, name, values[name])
    if "product_id" in values:
        lead.product_id = get_product(session, values["product_id"]).id if values["product_id"] else None
    if "value" in values:
        lead.value_minor = None if values["value"] is None else check_amount(values["value"], "value")
    if values.get("currency"):
        lead.currency = check_currency(values["currency"])


def _find_product(session: Session, lead: Lead, values: dict[str, Any]) -> None:
    """An interest that is a product's code or name is that product; its price is what the lead may be worth."""
    if lead.product_id is None and lead.interest:
        product = find_product_named(session, lead.interest)
        lead.product_id = product.id if product else None
    if lead.product_id is not None:
        product = get_product(session, lead.product_id)
        lead.interest = lead.interest or product.name
        if "value" not in values:
            lead.value_minor, lead.currency = product.price_minor or None, product.currency


def _check_reason(session: Session, reason_id: str | None) -> None:
    reason = session.get(LeadLostReason, reason_id) if reason_id else None
    if reason is None or not reason.is_active:
        raise Invalid("lost_reason_needed", "Say why it was lost.", lost_reason_id=["One of the reasons there are."])


def _of_origin(session: Session, origin: str | None) -> Lead:
    return session.scalars(sa.select(Lead).where(Lead.origin == origin)).one()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
