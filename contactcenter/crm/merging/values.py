"""Which value of each field the survivor keeps, and what each returns to when a merge is undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import DomainError, Invalid
from contactcenter.crm.fields.catalogue import list_fields
from contactcenter.crm.fields.field import CUSTOM_PREFIX, Field
from contactcenter.crm.fields.values import as_json, value_of
from contactcenter.crm.models import Customer
from contactcenter.crm.service import clean_changes

WARNINGS = ("do_not_call", "is_blocked")
"""What one record warns of holds for the person."""
UNDECIDED = {"status": "potential"}
"""Values that only say that nobody has looked: another record's is better."""


@dataclass(frozen=True)
class Rewound:
    """What a field of the survivor becomes when a merge is undone. `is_changed`: somebody changed it since."""

    value: Any
    is_changed: bool


def choose_changes(
    session: Session, survivor: Customer, others: Sequence[Customer], choose: Mapping[str, str]
) -> dict[str, Any]:
    """What to change on the survivor, as `update_customer` takes it.

    `choose` names, per field, whose value to keep; without it the survivor's, filled from the others in their order
    where it is empty. Raises Invalid for a field or a customer that is not part of this.
    """
    people = {one.id: one for one in (survivor, *others)}
    fields = {field.name: field for field in list_fields(session)}
    _check_choice(choose, fields, people)
    changes: dict[str, Any] = {}
    for name, field in fields.items():
        mine = value_of(field, survivor)
        if name in choose:
            wanted = value_of(field, people[choose[name]])
        else:
            wanted = _filled(field, mine, [value_of(field, other) for other in others])
            if wanted != mine and not _is_sound(session, field, wanted):
                continue
        if wanted != mine:
            _put_into(changes, field, wanted)
    return changes


def snapshot(session: Session, customer: Customer) -> dict[str, Any]:
    """Every field's value as JSON, those of archived custom fields too."""
    held = {field.name: as_json(value_of(field, customer)) for field in list_fields(session)}
    return {**{CUSTOM_PREFIX + key: value for key, value in customer.custom.items()}, **held}


def rewind(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], later: Sequence[dict[str, Any]], present: Any
) -> Rewound:
    """The field as if the merge had not been. `later` are newer active merges of the same survivor.

    Each of `later` is `{"before": {...}, "after": {...}}` and is corrected in place: where it only carried the
    value on, it carries the older one from now on.
    """
    carried, older = after.get(name), before.get(name)
    for merge in later:
        if merge["before"].get(name) != carried:
            return Rewound(present, is_changed=True)
        has_carried_on = merge["after"].get(name) == carried
        merge["before"][name] = older
        if not has_carried_on:
            return Rewound(present, is_changed=False)
        merge["after"][name] = older
    return Rewound(older, is_changed=False) if present == carried else Rewound(present, is_changed=True)


def put(customer: Customer, name: str, value: Any) -> None:
    """Set a field to a JSON value exactly as it was once kept, without asking whether one might choose it today."""
    if name.startswith(CUSTOM_PREFIX):
        key = name.removeprefix(CUSTOM_PREFIX)
        rest = {k: v for k, v in customer.custom.items() if k != key}
        customer.custom = rest if value is None else {**rest, key: value}
        return
    column = sa.inspect(Customer).columns[name]
    setattr(customer, name, date.fromisoformat(value) if value and isinstance(column.type, sa.Date) else value)


def present_value(customer: Customer, name: str) -> Any:
    if name.startswith(CUSTOM_PREFIX):
        return customer.custom.get(name.removeprefix(CUSTOM_PREFIX))
    return as_json(getattr(customer, name))


def _filled(field: Field, mine: Any, theirs: list[Any]) -> Any:
    if field.name in WARNINGS:
        return any([mine, *theirs])
    if not _is_empty(field, mine):
        return mine
    return next((value for value in theirs if not _is_empty(field, value)), mine)


def _is_empty(field: Field, value: Any) -> bool:
    return value is None or value in ("", []) or value == UNDECIDED.get(field.name, ...)


def _is_sound(session: Session, field: Field, value: Any) -> bool:
    """Whether the field still takes the value: an owner who left, a choice that is gone stay with the old record."""
    probe: dict[str, Any] = {}
    _put_into(probe, field, value)
    try:
        clean_changes(session, probe)
    except DomainError:
        return False
    return True


def _put_into(changes: dict[str, Any], field: Field, value: Any) -> None:
    if field.is_custom:
        changes.setdefault("custom", {})[field.key] = value
    else:
        changes[field.name] = value


def _check_choice(choose: Mapping[str, str], fields: Mapping[str, Field], people: Mapping[str, Customer]) -> None:
    wrong = {name[:80]: ["There is no such field."] for name in choose if name not in fields}
    wrong |= {name: ["Not one of those being merged."] for name, one in choose.items() if one not in people}
    if wrong:
        raise Invalid("invalid_choice", "What to keep is not clear.", choose=wrong)


def as_json_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as flat JSON values by field name."""
    flat = {name: as_json(value) for name, value in changes.items() if name != "custom"}
    return {**flat, **{CUSTOM_PREFIX + key: as_json(value) for key, value in changes.get("custom", {}).items()}}
