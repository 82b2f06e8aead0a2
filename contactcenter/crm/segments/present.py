"""Segments as screens and the API show them."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.crm.fields.builtin import GROUPS
from contactcenter.crm.models import Customer
from contactcenter.crm.present import contribute_part
from contactcenter.crm.segments import driving, queries
from contactcenter.crm.segments.facts import list_facts
from contactcenter.crm.segments.models import Segment
from contactcenter.crm.segments.reaching import sizes_within
from contactcenter.crm.segments.subjects import list_subjects
from contactcenter.crm.segments.values import OPS

_COLUMNS = (
    "id", "version", "name", "description", "kind", "rules", "is_builtin", "is_active", "is_timed", "drives_field",
    "drives_value", "owner_id", "size", "archived_at", "created_at", "updated_at",
)  # fmt: skip

_OWN_GROUPS = (
    ("purchases", "Mua hàng", "Purchases"),
    ("contacts", "Tương tác", "Interactions"),
    ("labels", "Nhãn", "Labels"),
)


def present(session: Session, segments: list[Segment], reach: Reach = EVERYTHING) -> list[dict[str, Any]]:
    """One dict per segment, of the shape of `SegmentSchema`; before a limited `reach` it counts those within it."""
    shown = _present(session, segments)
    if not reach:
        return shown
    sizes = sizes_within(session, segments, reach)
    for one in shown:
        one |= {"size": sizes.get(one["id"]), "is_partial": True, "trend": []}
        one["refresh"] |= {"done": 0, "total": 0}
    return shown


def _present(session: Session, segments: list[Segment]) -> list[dict[str, Any]]:
    owners = queries.owner_names(session, segments)
    trends = queries.list_days(session, segments, queries.TREND_DAYS) if segments else {}
    return [
        {
            **{name: getattr(one, name) for name in _COLUMNS},
            "is_partial": False,
            "owner_name": owners.get(one.owner_id or ""),
            "refresh": {
                "state": one.refresh_state,
                "done": one.refresh_done,
                "total": one.refresh_total,
                "at": one.refreshed_at,
            },
            "trend": [day["size"] for day in trends[one.id]],
        }
        for one in segments
    ]


def present_one(session: Session, segment: Segment, reach: Reach = EVERYTHING) -> dict[str, Any]:
    return present(session, [segment], reach)[0]


def present_catalogue(session: Session) -> dict[str, Any]:
    """What rules can be about, with the comparisons of each type: all that a rule builder needs."""
    subjects = [
        {
            "name": one.name, "type": one.type, "group": one.group, "label_vi": one.label_vi, "label_en": one.label_en,
            "choices": one.choices, "currency": one.currency or None,
        }
        for one in list_subjects(session).values()
        if not one.is_archived
    ]  # fmt: skip
    facts = [
        {
            "code": fact.code, "label_vi": fact.label_vi, "label_en": fact.label_en,
            "dimensions": [
                {
                    "code": one.code, "type": one.type, "label_vi": one.label_vi, "label_en": one.label_en,
                    "choices": one.choices(session) if one.choices else [],
                }
                for one in fact.dimensions
            ],
        }
        for fact in list_facts().values()
    ]  # fmt: skip
    groups = [{"code": code, "label_vi": vi, "label_en": en} for code, vi, en in (*GROUPS, *_OWN_GROUPS)]
    operators = [{"type": kind, "ops": list(readers)} for kind, readers in OPS.items()]
    return {"groups": groups, "subjects": subjects, "facts": facts, "operators": operators}


def present_customer(session: Session, customer: Customer) -> dict[str, Any]:
    """Where a customer is, and per field that groups set: its value, theirs, and whose counts."""
    items = [
        {"entered_at": at, **{name: getattr(one, name) for name in ("id", "name", "kind", "drives_field")}}
        for at, one in queries.list_of_customer(session, customer.id)
    ]
    wanted = driving.wanted_values(session, [customer.id]).get(customer.id, {})
    driven = [
        {
            "field": name,
            "value": getattr(customer, name),
            "by_rules": value,
            "is_by_hand": driving.is_set_by_hand(session, customer, name),
        }
        for name, value in sorted(wanted.items())
    ]
    return {"items": items, "driven": driven}


def register() -> None:
    contribute_part("segments", queries.names_of)
