"""What a rule can be about: each subject's name, type, labels, and how SQL reads it.

Three sources: the catalogue of fields, the roll-up of purchases and contacts, and a customer's
lines. Packages above add theirs with `contribute_subjects` (as crm/present.py's contributions).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.fields.catalogue import as_field
from contactcenter.crm.fields.field import Choice, Field
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.fields.values import expression
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.areas import area_choices, has_area
from contactcenter.crm.segments.lines import LINE_CHOICES, has_line
from contactcenter.crm.segments.sql import json_has, unindexed
from contactcenter.crm.stats.models import CustomerStats

SubjectType = Literal["text", "number", "money", "date", "moment", "choice", "person", "multi_choice", "boolean"]

_RFM = (
    Choice("champions", "Xuất sắc", "Champions"), Choice("loyal", "Trung thành", "Loyal"),
    Choice("potential_loyal", "Có thể trung thành", "Potential loyalists"), Choice("new", "Mới", "New"),
    Choice("promising", "Triển vọng", "Promising"), Choice("attention", "Cần chú ý", "Need attention"),
    Choice("about_to_sleep", "Sắp ngủ", "About to sleep"), Choice("at_risk", "Có nguy cơ rời", "At risk"),
    Choice("cannot_lose", "Không được để mất", "Cannot lose"), Choice("hibernating", "Ngủ đông", "Hibernating"),
    Choice("lost", "Đã mất", "Lost"),
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """`column` is its value in SQL; a multi_choice has `has(code)`, a condition, and a column (as JSON text) or none.

    `unknown` is what a missing value counts as (0 orders for somebody who never bought), None
    when a missing value answers no comparison. `folded` is the column without diacritics.
    Dates of custom fields are ISO text (`is_text_date`).
    """

    name: str
    type: SubjectType
    group: str
    label_vi: str
    label_en: str
    column: sa.ColumnElement[Any] | None = None
    has: Callable[[str], sa.ColumnElement[bool]] | None = None
    choices: tuple[Choice, ...] = ()
    currency: str = ""
    unknown: int | None = None
    folded: sa.ColumnElement[str] | None = None
    max_length: int = 200
    is_text_date: bool = False
    is_sensitive: bool = False
    is_archived: bool = False
    is_from_stats: bool = False

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(choice.code for choice in self.choices)


_contributed: list[Callable[[Session], list[Subject]]] = []


def contribute_subjects(fn: Callable[[Session], list[Subject]]) -> None:
    """Let a package above offer subjects of its own: `fn(session) -> [Subject]`."""
    if fn not in _contributed:
        _contributed.append(fn)


def list_subjects(session: Session) -> dict[str, Subject]:
    """By name, in the order a picker shows them; with the archived fields, whose values are kept."""
    found = [*_BUILTIN, *_custom(session), *_LINES, *_METRICS]
    for fn in _contributed:
        found += fn(session)
    return {subject.name: subject for subject in found}


def _of_field(field: Field, *, is_archived: bool = False) -> Subject:
    kind: Any = "text" if field.type == "long_text" else field.type
    column = Customer.custom[field.key].as_string() if kind == "multi_choice" else expression(field)
    return Subject(
        name=field.name,
        type=kind,
        group=field.group,
        label_vi=field.label_vi,
        label_en=field.label_en,
        column=column,
        has=(lambda code: json_has(expression(field), code)) if kind == "multi_choice" else None,
        choices=field.choices,
        currency=field.currency if kind == "money" else "",
        folded=Customer.name_folded if field.name == "display_name" else None,  # type: ignore[arg-type]
        max_length=min(field.max_length, 200),
        is_text_date=field.is_custom and kind == "date",
        is_sensitive=field.is_sensitive,
        is_archived=is_archived,
    )


def _custom(session: Session) -> list[Subject]:
    rows = session.scalars(sa.select(CustomField).order_by(CustomField.position, CustomField.id))
    return [_of_field(as_field(row), is_archived=row.is_archived) for row in rows]


def _metric(name: str, kind: SubjectType, column: Any, vi: str, en: str, **more: Any) -> Subject:
    return Subject(name, kind, "purchases", vi, en, column=column, is_from_stats=True, **more)


def _contact(name: str, kind: SubjectType, column: Any, vi: str, en: str, **more: Any) -> Subject:
    return Subject(name, kind, "contacts", vi, en, column=column, is_from_stats=True, **more)


_STATS: Any = CustomerStats
_BUILTIN = (
    *(_of_field(field) for field in BUILTIN),
    Subject("created_at", "moment", "lifecycle", "Ngày tạo hồ sơ", "Saved since", column=Customer.created_at),  # type: ignore[arg-type]
    Subject("updated_at", "moment", "lifecycle", "Lần sửa cuối", "Last changed", column=Customer.updated_at),  # type: ignore[arg-type]
    Subject("source", "text", "lifecycle", "Nguồn", "Source", column=Customer.source, max_length=30),  # type: ignore[arg-type]
)
_LINES = (
    Subject(
        "lines", "multi_choice", "contact", "Có thể liên hệ qua", "Can be reached by",
        has=has_line, choices=LINE_CHOICES,
    ),
    Subject(
        "number_area", "multi_choice", "contact", "Mã vùng số cố định", "Area of a landline",
        has=has_area, choices=area_choices(),
    ),
)  # fmt: skip
_METRICS = (
    _metric("orders", "number", _STATS.orders, "Số đơn hàng", "Orders", unknown=0),
    _metric("spent", "money", _STATS.spent_minor, "Tổng đã mua", "Spent in total", unknown=0, currency="VND"),
    _metric("average_order", "money", _STATS.average_minor, "Giá trị đơn trung bình", "Average order", currency="VND"),
    _metric("frequency", "number", _STATS.frequency, "Số đơn mỗi năm", "Orders a year", unknown=0),
    _metric("first_order_at", "moment", _STATS.first_order_at, "Đơn đầu tiên", "First order"),
    _metric("last_order_at", "moment", unindexed(_STATS.last_order_at), "Đơn gần nhất", "Last order"),
    _metric("rfm", "text", _STATS.rfm, "Mã RFM", "RFM code", max_length=3),
    _metric("rfm_class", "choice", _STATS.rfm_class, "Nhóm RFM", "RFM class", choices=_RFM),
    _metric("recency_score", "number", _STATS.r, "Điểm R (mới mua)", "R score (recency)"),
    _metric("frequency_score", "number", _STATS.f, "Điểm F (mua thường)", "F score (frequency)"),
    _metric("monetary_score", "number", _STATS.m, "Điểm M (mua nhiều)", "M score (money)"),
    _metric("points", "number", _STATS.points, "Điểm tích lũy", "Loyalty points", unknown=0),
    _contact("contacts", "number", _STATS.contacts, "Số lần liên hệ", "Contacts", unknown=0),
    _contact("calls", "number", _STATS.calls, "Số cuộc gọi", "Calls", unknown=0),
    _contact("missed_calls", "number", _STATS.missed_calls, "Số cuộc gọi nhỡ", "Missed calls", unknown=0),
    _contact("last_contact_at", "moment", unindexed(_STATS.last_contact_at), "Liên hệ gần nhất", "Last contact"),
    _contact("last_rating", "number", _STATS.last_rating, "Điểm đánh giá gần nhất", "Last rating"),
    _contact("average_rating", "number", _STATS.average_rating, "Điểm đánh giá trung bình", "Average rating"),
)
