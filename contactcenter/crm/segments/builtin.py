"""The groups every company starts with: ordinary rules that may be edited or switched off.

Two families. Life cycle gives customers their status, class their class; of several that fit, the
first listed here wins. Amounts are đồng.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.db import insert_once
from contactcenter.core.ids import new_id
from contactcenter.crm.models import Customer
from contactcenter.crm.segments import tree
from contactcenter.crm.segments.models import Segment
from contactcenter.crm.segments.refreshing import plan_refresh
from contactcenter.crm.service import fold


@dataclass(frozen=True)
class Builtin:
    code: str
    name: str
    description: str
    drives_field: str
    drives_value: str
    rules: dict[str, Any]


def _is(name: str, *, value: bool) -> dict[str, Any]:
    return {"field": name, "op": "is", "value": value}


def _field(name: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": name, "op": op, **({} if value is None else {"value": value})}


BUILTIN = (
    Builtin(
        "lifecycle.loyal", "Khách thân thiết", "Mua từ 3 đơn, còn mua trong nửa năm qua.", "status", "loyal",
        {"all": [_field("orders", "gte", 3), _field("last_order_at", "last_days", 180)]},
    ),
    Builtin(
        "lifecycle.current", "Khách đang mua", "Có đơn trong nửa năm qua.", "status", "current",
        {"all": [_field("last_order_at", "last_days", 180)]},
    ),
    Builtin(
        "lifecycle.lapsed", "Khách lâu không mua", "Đơn gần nhất từ nửa năm đến một năm trước.", "status", "lapsed",
        {"all": [_field("last_order_at", "older_days", 180), _field("last_order_at", "last_days", 365)]},
    ),
    Builtin(
        "lifecycle.past", "Khách đã rời", "Hơn một năm không mua.", "status", "past",
        {"all": [_field("last_order_at", "older_days", 365)]},
    ),
    Builtin(
        "lifecycle.potential", "Khách chưa mua", "Chưa có đơn nào.", "status", "potential",
        {"all": [_field("orders", "eq", 0)]},
    ),
    Builtin(
        "class.vip", "VIP", "Đã mua từ 50 triệu, hoặc nhóm RFM xuất sắc.", "segment", "vip",
        {"any": [_field("spent", "gte", 50_000_000), _field("rfm_class", "in", ["champions", "cannot_lose"])]},
    ),
    Builtin(
        "class.potential", "Có tiềm năng", "Đã mua, hoặc có liên hệ trong 90 ngày.", "segment", "potential",
        {
            "all": [
                {"any": [_field("orders", "gte", 1), _field("last_contact_at", "last_days", 90)]},
                _is("is_blocked", value=False),
            ]
        },
    ),
    Builtin(
        "class.not_potential", "Không tiềm năng", "Bị chặn, hoặc cả năm không mua và không liên hệ.",
        "segment", "not_potential",
        {
            "any": [
                _is("is_blocked", value=True),
                {
                    "all": [
                        _field("orders", "eq", 0),
                        _field("created_at", "older_days", 365),
                        {"not": _field("last_contact_at", "last_days", 365)},
                    ]
                },
            ]
        },
    ),
)  # fmt: skip


def ensure_segments(session: Session) -> None:
    """Those that are not there yet. One that somebody changed or put away stays as it is."""
    there = set(session.scalars(sa.select(Segment.code).where(Segment.code.is_not(None))))
    for position, one in enumerate(BUILTIN, start=1):
        if one.code not in there:
            _add(session, one, position)


def _add(session: Session, one: Builtin, position: int) -> None:
    values = {
        "id": new_id("seg"),
        "code": one.code,
        "name": one.name,
        "name_folded": fold(one.name),
        "description": one.description,
        "kind": "rules",
        "rules": one.rules,
        "is_timed": tree.read_rules(session, one.rules).is_timed,
        "drives_field": one.drives_field,
        "drives_value": one.drives_value,
        "position": position,
    }
    is_new = insert_once(session, Segment, values, key=["code"])
    if is_new and session.scalars(sa.select(Customer.id).limit(1)).first():
        plan_refresh(session, session.get_one(Segment, values["id"]))
