"""A lead that came to something: the customer buys, with an order or without."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.core.errors import Conflict, Stale
from contactcenter.crm import service as crm
from contactcenter.crm.orders.service import put_order
from contactcenter.routing.leads.ledger import announce, note
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.service import demand_changing, get_lead, move
from contactcenter.routing.leads.setup import first_stage

BUYING = frozenset({"current", "loyal"})


def convert(session: Session, lead_id: str, told: dict[str, Any], *, version: int | None, actor: Actor) -> Lead:
    """Win a lead. With `order` ({total?, lines?}) the order is written once, under the lead's own code.

    The customer's status becomes current: with an order as a rule's doing, which the groups carry on, without one
    as the decision of whoever says so. Raises Stale, Forbidden, Conflict `no_customer`; Invalid for an order that is
    none.
    """
    lead = get_lead(session, lead_id, for_update=True)
    demand_changing(lead, actor)
    if lead.state == "won" and not told.get("order"):
        return lead
    if version is not None and version != lead.version:
        raise Stale("version_conflict", "Somebody changed this lead meanwhile.", version=lead.version)
    if lead.customer_id is None:
        raise Conflict("no_customer", "Say first whose lead this is.")
    if told.get("order") is not None:
        lead.order_id = _order(session, lead, told["order"], actor.id)
    move(session, lead, first_stage(session, "won"), {}, actor_id=actor.id)
    note(session, lead, "converted", actor.id, order_id=lead.order_id)
    _make_current(session, lead, actor)
    announce(session, lead)
    return lead


def _order(session: Session, lead: Lead, told: dict[str, Any], actor_id: str) -> str:
    lines = told.get("lines")
    if lines is None and lead.product_id is not None and "total" not in told:
        lines = [{"product_id": lead.product_id, "quantity": 1}]
    order, _outcome = put_order(
        session, customer_id=str(lead.customer_id), source="lead", code=lead.id, external_id=lead.id,
        total_minor=told.get("total", lead.value_minor if lines is None else None),
        currency=lead.currency, lines=lines, actor_id=actor_id,
    )  # fmt: skip
    return order.id


def _make_current(session: Session, lead: Lead, actor: Actor) -> None:
    customer = crm.get_customer(session, str(lead.customer_id))
    if customer.status in BUYING:
        return
    cause = "rule" if lead.order_id else "manual"
    crm.update_customer(session, customer.id, {"status": "current"}, version=None, actor_id=actor.id, cause=cause)
