"""Stages, reasons, policies, people, deadlines and forms of leads over HTTP."""

from typing import Any

import sqlalchemy as sa
from flask import make_response
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, require
from contactcenter.agents.teams.reach import reach_of
from contactcenter.core.db import read, transaction
from contactcenter.core.versions import IfMatch
from contactcenter.crm.queries import user_names
from contactcenter.routing import rotations
from contactcenter.routing.leads import forms, policies, setup, snippets
from contactcenter.routing.leads import setup_schemas as schemas
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.setup_models import LeadForm, LeadPolicy

blp = Blueprint("lead_setup", __name__, url_prefix="/api/v1", description="How leads are handled and handed out")

_POLICY = (
    "id", "version", "name", "position", "is_active", "is_default", "conditions", "strategy", "presence",
    "goes_to_last_owner", "has_own_pool", "max_per_hour", "max_per_day", "max_open",
)  # fmt: skip
_FORM = (
    "id", "version", "key", "name", "source", "is_active", "allowed_origins", "interest", "product_id", "thanks",
    "redirect_url", "max_per_hour", "last_used_at", "trapped",
)  # fmt: skip


@blp.get("/lead-stages")
@require("leads.read")
@blp.response(200, schemas.StageList)
def list_stages() -> Any:
    """The pipeline, in its order."""
    with read() as session:
        return _all(setup.list_stages(session))


@blp.put("/lead-stages")
@require("leads.manage")
@blp.arguments(schemas.LeadStagesIn)
@blp.response(200, schemas.StageList)
def put_stages(body: dict[str, Any]) -> Any:
    """The whole pipeline anew. 409 `stage_in_use` for one that leads stand in."""
    with transaction() as session:
        return _all(setup.put_stages(session, body["items"]))


@blp.get("/lead-lost-reasons")
@require("leads.read")
@blp.response(200, schemas.LostReasonList)
def list_lost_reasons() -> Any:
    """Why leads are lost, in order."""
    with read() as session:
        return _all(setup.list_lost_reasons(session))


@blp.put("/lead-lost-reasons")
@require("leads.manage")
@blp.arguments(schemas.LeadLostReasonsIn)
@blp.response(200, schemas.LostReasonList)
def put_lost_reasons(body: dict[str, Any]) -> Any:
    """The whole list anew; those left out are put away."""
    with transaction() as session:
        return _all(setup.put_lost_reasons(session, body["items"]))


@blp.get("/lead-settings")
@require("leads.read")
@blp.response(200, schemas.LeadSettingsSchema)
def get_settings() -> Any:
    """Deadlines and rules."""
    with read() as session:
        return _settings(setup.get_settings(session))


@blp.patch("/lead-settings")
@require("leads.manage")
@blp.arguments(schemas.LeadSettingsIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.LeadSettingsSchema)
def change_settings(body: dict[str, Any], match: dict[str, Any]) -> Any:
    """Change deadlines and rules. Clocks that run keep what they were given."""
    with transaction() as session:
        return _settings(setup.change_settings(session, body, version=match["version"]))


@blp.get("/lead-policies")
@require("leads.read")
@blp.response(200, schemas.PolicyList)
def list_policies() -> Any:
    """Policies in the order in which they are asked, each with its pool."""
    with read() as session:
        return _all([_policy(session, one) for one in policies.list_policies(session)])


@blp.post("/lead-policies")
@require("leads.manage")
@blp.arguments(schemas.LeadPolicyIn)
@blp.response(201, schemas.LeadPolicySchema)
def create_policy(body: dict[str, Any]) -> Any:
    """A policy before the last one."""
    with transaction() as session:
        return _policy(session, policies.create_policy(session, body))


@blp.put("/lead-policies/order")
@require("leads.manage")
@blp.arguments(schemas.LeadPolicyOrderIn)
@blp.response(200, schemas.PolicyList)
def order_policies(body: dict[str, Any]) -> Any:
    """Another order; the last one stays last."""
    with transaction() as session:
        return _all([_policy(session, one) for one in policies.order_policies(session, body["ids"])])


@blp.patch("/lead-policies/<policy_id>")
@require("leads.manage")
@blp.arguments(schemas.LeadPolicyChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.LeadPolicySchema)
def change_policy(body: dict[str, Any], match: dict[str, Any], policy_id: str) -> Any:
    """Change a policy or its pool: in effect at once, decisions made keep their version."""
    with transaction() as session:
        return _policy(session, policies.change_policy(session, policy_id, body, version=match["version"]))


@blp.delete("/lead-policies/<policy_id>")
@require("leads.manage")
@blp.response(204)
def delete_policy(policy_id: str) -> None:
    """Decisions that it made stay as they are."""
    with transaction() as session:
        policies.delete_policy(session, policy_id)


@blp.get("/lead-agents")
@require("leads.assign")
@blp.response(200, schemas.LeadAgentList)
def list_agents() -> Any:
    """Colleagues, mostly everybody, with their switch, own caps and open leads."""
    with read() as session:
        reach = reach_of(session, current_actor())
        return _all([row for row in _agents(session) if reach.covers(row["user_id"])])


@blp.patch("/lead-agents/<user_id>")
@require("leads.assign")
@blp.arguments(schemas.LeadAgentIn)
@blp.response(200, schemas.LeadAgentSchema)
def change_agent(body: dict[str, Any], user_id: str) -> Any:
    """Whether somebody receives leads, and how many."""
    with transaction() as session:
        setup.change_agent(session, user_id, body)
        session.flush()
        return next(row for row in _agents(session) if row["user_id"] == user_id)


@blp.get("/lead-forms")
@require("leads.manage")
@blp.response(200, schemas.LeadFormList)
def list_forms() -> Any:
    """Forms on websites, with what to paste."""
    with read() as session:
        return _all([_form(session, form) for form in forms.list_forms(session)])


@blp.post("/lead-forms")
@require("leads.manage")
@blp.arguments(schemas.LeadFormIn)
@blp.response(201, schemas.LeadFormSchema)
def create_form(body: dict[str, Any]) -> Any:
    """A form with a key of its own."""
    with transaction() as session:
        return _form(session, forms.create_form(session, body))


@blp.patch("/lead-forms/<form_id>")
@require("leads.manage")
@blp.arguments(schemas.LeadFormChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.LeadFormSchema)
def change_form(body: dict[str, Any], match: dict[str, Any], form_id: str) -> Any:
    """Change a form; switched off, its address answers that there is none."""
    with transaction() as session:
        return _form(session, forms.change_form(session, form_id, body, version=match["version"]))


def _all(rows: list[Any]) -> dict[str, Any]:
    return {"items": rows, "next_cursor": None}


def _settings(row: Any) -> Any:
    response = make_response(schemas.LeadSettingsSchema().dump(row))
    response.set_etag(str(row.version))
    return response


def _policy(session: Session, policy: LeadPolicy) -> dict[str, Any]:
    members = policies.list_members(session, policy.id)
    names, owed = user_names(session, {member.agent_id for member in members}), rotations.owed(session, policy.id)
    return {
        **{name: getattr(policy, name) for name in _POLICY},
        "members": [
            {
                "agent_id": m.agent_id,
                "name": names.get(m.agent_id),
                "weight": m.weight,
                "credit": owed.get(m.agent_id, 0),
            }
            for m in members
        ],
    }


def _agents(session: Session) -> list[dict[str, Any]]:
    owned = sa.select(Lead.owner_id, sa.func.count()).where(Lead.state == "open", Lead.owner_id.is_not(None))
    counts = {str(row[0]): row[1] for row in session.execute(owned.group_by(Lead.owner_id))}
    return [
        {
            "user_id": user.id,
            "name": user.name,
            "role": user.role,
            "receives_leads": row.receives_leads if row else True,
            **{name: getattr(row, name) if row else None for name in ("max_per_hour", "max_per_day", "max_open")},
            "open_leads": counts.get(user.id, 0),
        }
        for user, row in setup.list_agents(session)
    ]


def _form(session: Session, form: LeadForm) -> dict[str, Any]:
    count = session.scalar(sa.select(sa.func.count()).where(Lead.form_id == form.id))
    return {
        **{name: getattr(form, name) for name in _FORM},
        "url": snippets.form_url(form),
        "leads": count,
        "snippets": {
            locale: {"html": snippets.html(form, locale), "script": snippets.html_with_script(form, locale)}
            for locale in ("vi", "en")
        },
    }
