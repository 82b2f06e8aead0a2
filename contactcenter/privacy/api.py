"""Whom not to contact, on a customer's page: who said so, when and why."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.paths import outside_reach
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.crm import service as crm
from contactcenter.crm.queries import user_names
from contactcenter.crm.reach import demand_sight, find_outside, has_outside_holder
from contactcenter.privacy import service
from contactcenter.privacy.schemas import ContactRuleEndIn, ContactRuleIn, ContactRulesSchema

blp = Blueprint("privacy", __name__, url_prefix="/api/v1/customers", description="Whom not to contact, and why")

_OUTSIDE = {
    "listed_with": {"is_outside": True}, "reason": "", "ended_reason": None,
    "created_by_name": None, "ended_by_name": None,
}  # fmt: skip
"""What is told of an entry of another team's customer: that it binds the number."""


@blp.get("/<customer_id>/contact-rules")
@require("customers.read")
@blp.response(200, ContactRulesSchema)
def list_rules(customer_id: str) -> Any:
    """What stands, what ended, and what the gate refused lately; also for a number listed with somebody else."""
    with read() as session:
        return _shown(session, customer_id)


@blp.post("/<customer_id>/contact-rules")
@require("customers.edit")
@blp.arguments(ContactRuleIn)
@blp.response(201, ContactRulesSchema)
def add_rule(body: dict[str, Any], customer_id: str) -> Any:
    """Not to be called, or blocked: the person, or one number.

    403 `outside_reach` for a number that a customer of another team has too: nobody would call them any more.
    """
    actor = current_actor()
    with transaction() as session:
        if has_outside_holder(session, reach_of(session, actor), service.canonical(body["number"])):
            raise outside_reach()
        service.add_rule(session, customer_id, **body, actor_id=current_actor().id)
        return _shown(session, customer_id)


@blp.post("/<customer_id>/contact-rules/<rule_id>/end")
@require("customers.edit")
@blp.arguments(ContactRuleEndIn)
@blp.response(200, ContactRulesSchema)
def end_rule(body: dict[str, Any], customer_id: str, rule_id: str) -> Any:
    """Off the list, with a reason; it stays as history. 403 `outside_reach` where it is another team's customer's."""
    with transaction() as session:
        if current_actor().is_limited:
            demand_sight(session, current_actor(), service.holder_of(session, rule_id))
        service.end_rule(session, customer_id, rule_id, reason=body["reason"], actor_id=current_actor().id)
        return _shown(session, customer_id)


def _shown(session: Session, customer_id: str) -> dict[str, Any]:
    customer_id = crm.get_customer(session, customer_id).id
    rules, refusals = service.list_rules(session, customer_id), service.list_refusals(session, customer_id)
    ids = {r.created_by for r in rules} | {r.ended_by for r in rules} | {r.actor_id for r in refusals}
    names = user_names(session, ids)
    others = service.list_holders(session, {r.customer_id for r in rules} - {customer_id})
    outside = find_outside(session, reach_of(session, current_actor()), others)
    return {
        "items": [
            {
                **{name: getattr(rule, name) for name in ("id", "kind", "value", "reason", "created_at", "ended_at")},
                "ended_reason": rule.ended_reason,
                "listed_with": others.get(rule.customer_id or ""),
                "created_by_name": names.get(rule.created_by or ""),
                "ended_by_name": names.get(rule.ended_by or ""),
                **(_OUTSIDE if rule.customer_id in outside else {}),
            }
            for rule in rules
        ],
        "refusals": [
            {
                **{name: getattr(one, name) for name in ("at", "channel", "purpose", "reason")},
                "actor_name": names.get(one.actor_id or ""),
            }
            for one in refusals
        ],
    }
