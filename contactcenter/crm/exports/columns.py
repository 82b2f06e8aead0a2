"""What an export may hold: a column for every field, lines, dates, purchases and groups."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.fields.catalogue import list_fields
from contactcenter.crm.fields.field import Field
from contactcenter.crm.fields.values import value_of
from contactcenter.crm.imports.values.choices import write_choices
from contactcenter.crm.imports.values.numbers import minor_digits
from contactcenter.crm.masking.mask import Mask
from contactcenter.crm.models import Customer

SEPARATOR = "; "
DEFAULT = ("display_name", "phones", "emails", "company", "province", "status", "segment", "owner_id")
_YES_NO = {"vi": ("không", "có"), "en": ("no", "yes")}


@dataclass(frozen=True)
class Context:
    """What the cells of one export need besides the customer."""

    locale: str
    timezone: ZoneInfo
    mask: Mask
    reach: Reach
    people: dict[str, str]


@dataclass(frozen=True)
class Subject:
    """A customer; `shown` is their API form, there only when a column needs it."""

    customer: Customer
    shown: dict[str, Any]


Cell = Callable[[Subject, Context], Any]
Kind = Literal["field", "line", "fact"]


@dataclass(frozen=True)
class Column:
    """`needs_shown`: its cell comes from what areas tell of a customer, which costs statements."""

    name: str
    label_vi: str
    label_en: str
    group: str
    cell: Cell
    is_sensitive: bool = False
    needs_shown: bool = False

    def label(self, locale: str) -> str:
        return self.label_en if locale == "en" else self.label_vi


def list_columns(session: Session) -> list[Column]:
    """Every column, in the order a file has them."""
    fields = [_field_column(field) for field in list_fields(session)]
    return [fields[0], *_LINES, *fields[1:], *_FACTS]


def _field_column(field: Field) -> Column:
    def cell(subject: Subject, context: Context) -> Any:
        value = value_of(field, subject.customer)
        if context.mask:
            masked = context.mask.value(field.name, value)
            if masked != value:
                return SEPARATOR.join(masked) if isinstance(masked, list) else masked
        return _written(field, value, context)

    return Column(field.name, field.label_vi, field.label_en, field.group, cell, is_sensitive=field.is_sensitive)


def _written(field: Field, value: Any, context: Context) -> Any:
    """A field's value as a person of that language writes it, and as an import reads it again."""
    if value is None or value == "":
        return None
    if field.choices:
        is_list = isinstance(value, list)
        return write_choices(field, tuple(value), context.locale) if is_list else _label_of(field, value, context)
    if field.type == "money":
        digits = minor_digits(field.currency)
        return value if digits == 0 else value / 10**digits
    if field.type == "boolean":
        return _YES_NO[context.locale][bool(value)]
    if field.type == "date":
        return date.fromisoformat(value) if isinstance(value, str) else value
    return context.people.get(value, value) if field.type == "person" else value


def _label_of(field: Field, code: str, context: Context) -> str:
    """A code that is no choice any more stands for itself."""
    chosen = next((one for one in field.choices if one.code == code), None)
    if chosen is None:
        return code
    return chosen.label_en if context.locale == "en" else chosen.label_vi


def _lines(channel: str, hide: Callable[[Mask, str], str]) -> Cell:
    def cell(subject: Subject, context: Context) -> str:
        lines = subject.customer.identities
        known = [line.value for line in lines if line.channel == channel and line.status == "known"]
        return SEPARATOR.join(hide(context.mask, str(value)) for value in known)

    return cell


def _moment(name: str) -> Cell:
    def cell(subject: Subject, context: Context) -> date | None:
        moment: datetime | None = getattr(subject.customer, name)
        return moment.astimezone(context.timezone).date() if moment else None

    return cell


def _metric(name: str) -> Cell:
    def cell(subject: Subject, context: Context) -> Any:
        value = (subject.shown.get("metrics") or {}).get(name)
        return value.astimezone(context.timezone).date() if isinstance(value, datetime) else value

    return cell


def _segments(subject: Subject, _context: Context) -> str:
    return SEPARATOR.join(str(name) for name in subject.shown.get("segments") or ())


_LINES = (
    Column("phones", "Số điện thoại", "Phone", "identity", _lines("phone", Mask.phone)),
    Column("emails", "Email", "Email", "identity", _lines("email", Mask.email)),
)
_FACTS = (
    Column("metrics.orders", "Số đơn hàng", "Orders", "facts", _metric("orders"), needs_shown=True),
    Column("metrics.spent", "Tổng chi tiêu", "Spent in all", "facts", _metric("spent"), needs_shown=True),
    Column(
        "metrics.average_order", "Giá trị đơn trung bình", "Average order", "facts", _metric("average_order"),
        needs_shown=True,
    ),
    Column(
        "metrics.last_order_at", "Mua lần cuối", "Last order", "facts", _metric("last_order_at"), needs_shown=True
    ),
    Column("metrics.rfm", "Hạng RFM", "RFM class", "facts", _metric("rfm"), needs_shown=True),
    Column("segments", "Phân khúc", "Segments", "facts", _segments, needs_shown=True),
    Column("source", "Nguồn", "Source", "facts", lambda subject, _context: subject.customer.source),
    Column("created_at", "Ngày tạo", "Created", "facts", _moment("created_at")),
    Column("updated_at", "Sửa lần cuối", "Last changed", "facts", _moment("updated_at")),
    Column("id", "Mã khách hàng", "Customer id", "facts", lambda subject, _context: subject.customer.id),
)  # fmt: skip
