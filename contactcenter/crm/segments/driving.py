"""What built-in groups make of a customer: their status and their class.

A rule gives a value as long as no person did: it may change what a rule gave before, and what nobody
ever set. Who clears a field by hand hands it back. Why: docs/adr/0016.
"""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import Conflict
from contactcenter.crm.models import Customer, FieldChange
from contactcenter.crm.segments.models import Segment, SegmentMember
from contactcenter.crm.service import get_customer, update_customer

UNSET: dict[str, str | None] = {"status": "potential", "segment": None}
"""The fields that groups may drive → what a new customer has there."""

_CHANGES = (
    sa.select(
        FieldChange.customer_id,
        FieldChange.field,
        FieldChange.cause,
        sa.func.row_number()
        .over(
            partition_by=(FieldChange.customer_id, FieldChange.field),
            order_by=(FieldChange.at.desc(), FieldChange.id.desc()),
        )
        .label("place"),
    )
    .where(FieldChange.customer_id.in_(sa.bindparam("ids", expanding=True)))
    .where(FieldChange.field.in_(sa.bindparam("names", expanding=True)))
    .where(FieldChange.cause.not_in(("merge", "unmerge")))  # they hand on what others decided
    .subquery()
)
_LATEST_CAUSES = sa.select(_CHANGES.c.customer_id, _CHANGES.c.field, _CHANGES.c.cause).where(_CHANGES.c.place == 1)
"""Who decided last about each field."""


def list_due(session: Session, customer_ids: Sequence[str]) -> list[str]:
    """Whom `drive` would change. Reads only."""
    return [customer.id for customer, _changes in _due(session, customer_ids)]


def drive(session: Session, customer_ids: Sequence[str]) -> int:
    """Give these customers (a few) what their groups say; how many changed. Repeating changes nothing."""
    due = _due(session, customer_ids)
    for customer, changes in due:
        update_customer(session, customer.id, changes, version=None, actor_id=None, cause="rule")
    return len(due)


def _due(session: Session, customer_ids: Sequence[str]) -> list[tuple[Customer, dict[str, str | None]]]:
    wanted = wanted_values(session, customer_ids)
    standing = sa.select(Customer).where(Customer.id.in_(list(wanted)), Customer.merged_into_id.is_(None))
    differing = []
    for customer in session.scalars(standing):
        differs = {name: value for name, value in wanted[customer.id].items() if value != getattr(customer, name)}
        if differs:
            differing.append((customer, differs))
    by_hand = _set_by_hand(session, [customer for customer, _differs in differing])
    kept = [(customer, _without(differs, by_hand[customer.id])) for customer, differs in differing]
    return [(customer, changes) for customer, changes in kept if changes]


def _without(values: dict[str, str | None], names: set[str]) -> dict[str, str | None]:
    return {name: value for name, value in values.items() if name not in names}


def wanted_values(session: Session, customer_ids: Sequence[str]) -> dict[str, dict[str, str | None]]:
    """Per customer and driven field: the value of the first group they are in. A class that none gives is empty."""
    driven = _driven(session)
    if not driven:
        return {}
    wanted: dict[str, dict[str, str | None]] = {}
    fallback = {name: None for name in driven if UNSET[name] is None}
    for customer_id in customer_ids:
        wanted[customer_id] = dict(fallback)
    rows = session.execute(
        sa.select(SegmentMember.customer_id, Segment.drives_field, Segment.drives_value)
        .join(Segment, Segment.id == SegmentMember.segment_id)
        .where(SegmentMember.customer_id.in_(customer_ids), *_is_driving())
        .order_by(Segment.position.desc(), Segment.id.desc())
    )
    for customer_id, name, value in rows:
        wanted[customer_id][str(name)] = value  # the first in order comes last, and stays
    return wanted


def is_set_by_hand(session: Session, customer: Customer, name: str) -> bool:
    """Whether the present value is somebody's decision (by form, API, import, merge …) and not a rule's."""
    return name in _set_by_hand(session, [customer])[customer.id]


def _set_by_hand(session: Session, customers: Sequence[Customer]) -> dict[str, set[str]]:
    """By customer, the fields whose present value is somebody's decision."""
    latest = {}
    if customers:
        rows = session.execute(_LATEST_CAUSES, {"ids": [customer.id for customer in customers], "names": list(UNSET)})
        latest = {(row.customer_id, row.field): row.cause for row in rows}
    return {
        customer.id: {name for name in UNSET if _is_decided(customer, name, latest.get((customer.id, name)))}
        for customer in customers
    }


def _is_decided(customer: Customer, name: str, cause: str | None) -> bool:
    value: Any = getattr(customer, name)
    if cause is None:
        return bool(value != UNSET[name])
    return cause != "rule" and value is not None


def follow_rules(session: Session, customer_id: str, name: str) -> Customer:
    """Let the groups decide again about a field that somebody set by hand."""
    customer = get_customer(session, customer_id, for_update=True)
    wanted = wanted_values(session, [customer.id]).get(customer.id, {})
    if name not in wanted:
        raise Conflict("nothing_to_follow", "No group says anything about this customer there.", field=name)
    if is_set_by_hand(session, customer, name):
        if wanted[name] == getattr(customer, name):
            session.add(_agreement(customer, name))
        else:
            update_customer(session, customer.id, {name: wanted[name]}, version=None, actor_id=None, cause="rule")
    return customer


def _agreement(customer: Customer, name: str) -> FieldChange:
    """The same value, a rule's from now on."""
    value = json.dumps(getattr(customer, name))
    return FieldChange(customer_id=customer.id, cause="rule", field=name, old_value=value, new_value=value)


def _driven(session: Session) -> set[str]:
    return {name for name in session.scalars(sa.select(Segment.drives_field).where(*_is_driving())) if name}


def _is_driving() -> tuple[sa.ColumnElement[bool], ...]:
    return (Segment.drives_field.is_not(None), Segment.is_active.is_(True), Segment.archived_at.is_(None))
