"""The history of a customer: every change, told with its field's name, and taken back one by one."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import Conflict, NotFound
from contactcenter.core.paging import Page, page
from contactcenter.crm import identities, service
from contactcenter.crm.changes import IDENTITY, read_value
from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.fields.catalogue import get_field
from contactcenter.crm.fields.field import CUSTOM_PREFIX
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.fields.values import as_json, value_of
from contactcenter.crm.loading import get_for_change
from contactcenter.crm.models import Customer, FieldChange
from contactcenter.crm.queries import user_names

_IDENTITY_LABELS = ("Số và tài khoản", "Numbers and accounts")
_BUILTIN = {field.name: (field.label_vi, field.label_en) for field in BUILTIN}


def list_history(session: Session, customer_id: str, *, field: str | None, limit: int, cursor: str | None) -> Page:
    """Changes of a customer, or of one of their fields, newest first."""
    statement = sa.select(FieldChange).where(FieldChange.customer_id == customer_id)
    if field:
        statement = statement.where(FieldChange.field == field)
    return page(session, statement, (FieldChange.at, FieldChange.id), limit=limit, cursor=cursor)


def present_changes(session: Session, rows: list[FieldChange]) -> list[dict[str, Any]]:
    """As the API shows them: labels of fields and names of people and values joined in."""
    labels = field_labels(session, {row.field for row in rows})
    values = [(read_value(row.old_value), read_value(row.new_value)) for row in rows]
    people = {row.actor_id for row in rows}
    people |= {v for row, pair in zip(rows, values, strict=True) if row.field == "owner_id" for v in pair}
    names = user_names(session, people)
    return [
        {
            "id": row.id,
            "field": row.field,
            "label_vi": labels[row.field][0],
            "label_en": labels[row.field][1],
            "at": row.at,
            "actor_id": row.actor_id,
            "actor_name": names.get(row.actor_id or ""),
            "cause": row.cause,
            "batch_id": row.batch_id,
            "old": old,
            "new": new,
            "old_name": names.get(str(old)) if row.field == "owner_id" else None,
            "new_name": names.get(str(new)) if row.field == "owner_id" else None,
        }
        for row, (old, new) in zip(rows, values, strict=True)
    ]


def field_labels(session: Session, names: set[str]) -> dict[str, tuple[str, str]]:
    """Vietnamese and English of fields by name, archived ones too; of none the name itself."""
    keys = [name.removeprefix(CUSTOM_PREFIX) for name in names if name.startswith(CUSTOM_PREFIX)]
    rows = session.scalars(sa.select(CustomField).where(CustomField.key.in_(keys))) if keys else ()
    custom = {CUSTOM_PREFIX + row.key: (row.label_vi, row.label_en) for row in rows}
    known = _BUILTIN | custom | {IDENTITY: _IDENTITY_LABELS}
    return {name: known.get(name, (name, name)) for name in names}


def undo_change(
    session: Session,
    customer_id: str,
    change_id: str,
    *,
    version: int | None,
    actor_id: str | None,
    region: str,
    is_forced: bool = False,
) -> Customer:
    """Give a field or a line back what it was before one change; itself a change, cause `undo`.

    Raises Conflict `changed_since` (details: current) when it is no longer what that change made it,
    unless forced; NotFound, Stale.
    """
    customer = get_for_change(session, customer_id, version)
    change = session.get(FieldChange, change_id)
    if change is None or change.customer_id != customer.id:
        raise NotFound("change_not_found", "There is no such change of this customer.")
    old, new = read_value(change.old_value), read_value(change.new_value)
    if change.field == IDENTITY:
        _undo_line(session, customer, old, new, is_forced, actor_id=actor_id, region=region)
        return customer
    field = get_field(session, change.field)
    current = as_json(value_of(field, customer))
    if current != new and not is_forced:
        raise _changed_since(current)
    body = {"custom": {field.key: old}} if field.is_custom else {field.name: old}
    return service.update_customer(session, customer.id, body, version=None, actor_id=actor_id, cause="undo")


def _undo_line(
    session: Session,
    customer: Customer,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    is_forced: bool,
    *,
    actor_id: str | None,
    region: str,
) -> None:
    told = old or new or {}
    row = identities.find_own(customer, told.get("channel", ""), told.get("value", ""))
    current = identities.snapshot(row) if row else None
    if current != new and not is_forced:
        raise _changed_since(current)
    who: dict[str, Any] = {"actor_id": actor_id, "cause": "undo"}
    if old is None and row is not None:
        identities.remove_identity(session, customer.id, row.id, **who)
    elif old is not None and row is not None:
        identities.change_identity(session, customer.id, row.id, old, **who)
    elif old is not None:
        identities.add_identity(session, customer.id, old["channel"], old["value"], region=region, **_kept(old), **who)


def _kept(old: dict[str, Any]) -> dict[str, Any]:
    return {name: old[name] for name in ("label", "status", "is_shared", "is_verified", "source") if name in old}


def _changed_since(current: Any) -> Conflict:
    return Conflict("changed_since", "It was changed again since.", current=current)
