"""Mend many customers at once: look first, then in the background, and back again as a whole.

A fix names its customers by an issue of the field (`{"issue": "missing"}`), or by their ids. Every
change is in the history under the fix's id; undo gives back what was there, except where somebody has
changed it since.
"""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.crm import identities
from contactcenter.crm.audit import actions, rules
from contactcenter.crm.audit.models import BulkFix
from contactcenter.crm.audit.rules import find_part
from contactcenter.crm.fields.field import Field
from contactcenter.crm.fields.values import as_json, value_of
from contactcenter.crm.models import Customer
from contactcenter.crm.service import clean_changes, update_customer

MOST_IDS = 1_000
SAMPLE = 8


def preview(
    session: Session, field_name: str, action: str, value: Any, target: dict[str, Any], region: str
) -> dict[str, Any]:
    """How many customers it is about, and what would become of the first ones. Changes nothing."""
    field, kept = _read(session, field_name, action, value)
    chosen = _chosen(field, target)
    total = session.scalar(sa.select(sa.func.count()).select_from(Customer).where(chosen)) or 0
    rows = session.scalars(sa.select(Customer).where(chosen).order_by(Customer.id).limit(SAMPLE))
    return {"total": total, "sample": [_example(customer, field, action, kept, region) for customer in rows]}


def start(
    session: Session, field_name: str, action: str, value: Any, target: dict[str, Any], *, actor_id: str | None
) -> BulkFix:
    """Begin a fix; a job does it. Raises Invalid where nobody is meant or the field has no such action."""
    field, kept = _read(session, field_name, action, value)
    chosen = _chosen(field, target)
    total = session.scalar(sa.select(sa.func.count()).select_from(Customer).where(chosen)) or 0
    if not total:
        raise Invalid("nobody_meant", "No customer is like that.")
    fix = BulkFix(
        action=action, field=field_name, value=json.dumps(kept), target=target, total=total, created_by=actor_id
    )
    session.add(fix)
    session.flush()
    jobs.enqueue(session, "apply_bulk_fix", fix.id, key=f"fix-{fix.id}")
    return fix


def cancel(session: Session, fix_id: str) -> BulkFix:
    """Stop a running fix; what it did stays, and can be undone."""
    fix = get_fix(session, fix_id, for_update=True)
    if fix.state != "running":
        raise Conflict("fix_not_running", "It is not running.", state=fix.state)
    fix.state, fix.finished_at = "canceled", now()
    fix.version += 1
    return fix


def undo(session: Session, fix_id: str) -> BulkFix:
    """Give back what was there before; a job does it. Raises Conflict unless it has ended."""
    fix = get_fix(session, fix_id, for_update=True)
    if fix.state not in ("done", "canceled"):
        raise Conflict("fix_not_ended", "It has not ended, or was undone.", state=fix.state)
    fix.state, fix.cursor, fix.finished_at = "undoing", None, None
    fix.version += 1
    jobs.enqueue(session, "undo_bulk_fix", fix.id, key=f"undo-{fix.id}")
    return fix


def get_fix(session: Session, fix_id: str, *, for_update: bool = False) -> BulkFix:
    statement = sa.select(BulkFix).where(BulkFix.id == fix_id)
    fix = session.scalars(statement.with_for_update() if for_update else statement).one_or_none()
    if fix is None:
        raise NotFound("fix_not_found", "There is no such change.")
    return fix


def list_meant(session: Session, fix: BulkFix, limit: int) -> list[Customer]:
    """The next customers of a running fix, after its cursor."""
    chosen = _chosen(find_part(session, fix.field), fix.target)
    statement = sa.select(Customer).where(chosen, Customer.id > (fix.cursor or ""))
    return list(session.scalars(statement.order_by(Customer.id).limit(limit)))


def mend(session: Session, fix: BulkFix, customer: Customer, region: str) -> bool:
    """Do it to one customer; whether anything changed."""
    who: dict[str, Any] = {"actor_id": fix.created_by, "cause": "bulk", "batch_id": fix.id}
    field = find_part(session, fix.field)
    if isinstance(field, str):
        return _reparse(session, customer, region, who)
    before = customer.version
    told = actions.wanted(fix.action, field, customer, json.loads(fix.value or "null"))
    update_customer(session, customer.id, _body(field, told), version=None, **who)
    return customer.version != before


def _reparse(session: Session, customer: Customer, region: str, who: dict[str, Any]) -> bool:
    is_changed = False
    for line in [line for line in customer.identities if line.channel == "phone"]:
        value = actions.reparsed(line.value, region)
        if value is None or identities.find_own(customer, "phone", value) is not None:
            continue
        kept = {name: getattr(line, name) for name in ("label", "status", "is_shared", "is_verified", "source")}
        identities.remove_identity(session, customer.id, line.id, **who)
        identities.add_identity(session, customer.id, "phone", value, region=region, **kept, **who)
        is_changed = True
    return is_changed


def _read(session: Session, field_name: str, action: str, value: Any) -> tuple[Field | str, Any]:
    field = find_part(session, field_name)
    kept = actions.check(action, field, value)
    if action == "set" and isinstance(field, Field):
        clean_changes(session, _body(field, kept))  # an owner must be somebody
    return field, kept


def _body(field: Field, value: Any) -> dict[str, Any]:
    return {"custom": {field.key: value}} if field.is_custom else {field.name: value}


def _chosen(field: Field | str, target: dict[str, Any]) -> sa.ColumnElement[bool]:
    issue, ids = target.get("issue"), target.get("ids")
    standing = Customer.merged_into_id.is_(None)
    if ids:
        return sa.and_(standing, Customer.id.in_(ids))
    if issue == "filled" and isinstance(field, Field):
        return sa.and_(standing, rules.filled(field))
    if issue:
        return rules.condition(issue, field)
    raise Invalid("nobody_meant", "Say whom it is about: an issue, or ids.", target=["Missing."])


def _example(customer: Customer, field: Field | str, action: str, value: Any, region: str) -> dict[str, Any]:
    shown = {"customer_id": customer.id, "display_name": customer.display_name, "is_hidden": False}
    if isinstance(field, str):
        old = [line.value for line in customer.identities if line.channel == field]
        return {**shown, "old": old, "new": [actions.reparsed(one, region) or one for one in old]}
    if field.is_sensitive:
        return {**shown, "is_hidden": True, "old": None, "new": None}
    old_value = as_json(value_of(field, customer))
    return {**shown, "old": old_value, "new": as_json(actions.wanted(action, field, customer, value))}
