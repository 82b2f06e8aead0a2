"""What is hidden from whom, looks at what is hidden, and who looked."""

from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.models import ROLES
from contactcenter.agents.session import current_actor, require
from contactcenter.core.db import read, transaction
from contactcenter.core.schemas import PageArgs
from contactcenter.crm.history import field_labels
from contactcenter.crm.loading import get_customer
from contactcenter.crm.masking import rules, views
from contactcenter.crm.masking.models import WHATS, MaskingRule
from contactcenter.crm.masking.schemas import (
    MaskingRuleListSchema,
    MaskingRulesIn,
    RevealedSchema,
    RevealIn,
    SensitiveViewPage,
)
from contactcenter.crm.queries import user_names

blp = Blueprint("masking", __name__, url_prefix="/api/v1", description="What is hidden from whom")

_LINE_LABELS = {"phone": ("Điện thoại", "Phone"), "email": ("E-mail", "Email")}


@blp.get("/masking")
@require("masking.manage")
@blp.response(200, MaskingRuleListSchema)
def list_rules() -> Any:
    """What is hidden from which role; nothing at first."""
    with read() as session:
        return _shown(rules.list_rules(session))


@blp.put("/masking")
@require("masking.manage")
@blp.arguments(MaskingRulesIn)
@blp.response(200, MaskingRuleListSchema)
def set_rules(body: dict[str, Any]) -> Any:
    """Replace the rules."""
    with transaction() as session:
        return _shown(rules.set_rules(session, body["items"], actor_id=current_actor().id))


@blp.post("/customers/<customer_id>/reveals")
@require("customers.reveal")
@blp.arguments(RevealIn)
@blp.response(201, RevealedSchema)
def reveal(body: dict[str, Any], customer_id: str) -> Any:
    """Show one hidden value; who asked and why is kept."""
    with transaction() as session:
        return views.reveal(session, customer_id, **body, actor_id=current_actor().id)


@blp.get("/customers/<customer_id>/views")
@require("customers.oversee")
@blp.arguments(PageArgs, location="query")
@blp.response(200, SensitiveViewPage)
def list_views(args: dict[str, Any], customer_id: str) -> Any:
    """Who saw sensitive values of this customer, and why where they had to say."""
    with read() as session:
        page = views.list_views(session, get_customer(session, customer_id).id, **args)
        labels = field_labels(session, {row.field for row in page.items}) | _LINE_LABELS
        names = user_names(session, {row.actor_id for row in page.items})
        items = [
            {
                "id": row.id,
                "at": row.at,
                "actor_id": row.actor_id,
                "actor_name": names.get(row.actor_id or ""),
                "field": row.field,
                "label_vi": labels[row.field][0],
                "label_en": labels[row.field][1],
                "identity_id": row.identity_id,
                "reason": row.reason,
            }
            for row in page.items
        ]
        return {"items": items, "next_cursor": page.next_cursor}


def _shown(found: list[MaskingRule]) -> dict[str, Any]:
    return {"items": found, "roles": ROLES, "whats": WHATS}
