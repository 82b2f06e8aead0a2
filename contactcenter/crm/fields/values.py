"""A field's value: checked on its way in, told apart from another, read from a customer, named in SQL."""

import math
import unicodedata
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid
from contactcenter.core.schemas import visible
from contactcenter.core.settings import current
from contactcenter.crm.fields.field import Field
from contactcenter.crm.models import Customer

LARGEST_NUMBER = 2**53
"""Beyond this a JSON number is not the same number in a browser."""
LARGEST_COUNT = 2**31 - 1
EARLIEST_DATE = date(1900, 1, 1)
LATEST_DATE = date(2200, 1, 1)


def clean(field: Field, raw: Any) -> Any:
    """A JSON value as the field keeps it; None and "" clear it. Raises Invalid naming the field."""
    if raw is None or (isinstance(raw, str) and not visible(raw.strip())):
        if field.type == "boolean" and not field.is_custom:
            return False
        if field.is_required:
            raise _wrong(field, "Must not be empty.")
        return "" if field.name == "notes" else None
    return _CLEANERS[field.type](field, raw)


def is_ahead(day: date) -> bool:
    """Whether that day is yet to come where the company is."""
    return day > now().astimezone(ZoneInfo(current().timezone)).date()


def value_of(field: Field, customer: Customer) -> Any:
    """What a customer's field holds; dates of custom fields come as ISO text, as they are kept."""
    return customer.custom.get(field.key) if field.is_custom else getattr(customer, field.name)


def as_json(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def expression(field: Field) -> sa.ColumnElement[Any]:
    """The field in SQL, typed for comparison: dates of custom fields as ISO text, multi_choice as JSON."""
    if not field.is_custom:
        return getattr(Customer, field.name)
    held = Customer.custom[field.key]
    if field.type == "number":
        return held.as_float()
    if field.type == "money":
        return held.as_numeric(20, 0, asdecimal=False)
    if field.type == "boolean":
        return held.as_boolean()
    return held.as_json() if field.type == "multi_choice" else held.as_string()


def _text(field: Field, raw: Any) -> str:
    if not isinstance(raw, str):
        raise _wrong(field, "Not a text.")
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).strip()
    allowed = "\n\t" if field.type == "long_text" else ""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in text):
        raise _wrong(field, "Contains characters that cannot be stored.")
    if len(text) > field.max_length:
        raise _wrong(field, f"Longer than {field.max_length} characters.")
    return text


def _number(field: Field, raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise _wrong(field, "Not a number.")
    if not field.is_custom and (raw != int(raw) or not 0 <= raw <= LARGEST_COUNT):
        raise _wrong(field, "Not a whole number of 0 or more.")
    if abs(raw) > LARGEST_NUMBER:
        raise _wrong(field, "Too large.")
    return int(raw) if raw == int(raw) else raw


def _money(field: Field, raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > LARGEST_NUMBER:
        raise _wrong(field, f"Not an amount in whole minor units of {field.currency}.")
    return raw


def _date(field: Field, raw: Any) -> Any:
    try:
        day = raw if type(raw) is date else date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise _wrong(field, "Not a date such as 1990-01-31.") from None
    if not EARLIEST_DATE <= day <= LATEST_DATE:
        raise _wrong(field, "Not a believable date.")
    return day.isoformat() if field.is_custom else day


def _boolean(field: Field, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise _wrong(field, "Neither true nor false.")
    return raw


def _choice(field: Field, raw: Any) -> str:
    if raw not in field.codes:
        raise _wrong(field, "Not one of the choices.")
    return str(raw)


def _choices(field: Field, raw: Any) -> list[str]:
    if not isinstance(raw, list) or any(one not in field.codes for one in raw):
        raise _wrong(field, "Not a list of the choices.")
    return [code for code in field.codes if code in raw]


def _wrong(field: Field, why: str) -> Invalid:
    return Invalid("invalid_fields", "Some fields are not right.", **{field.name: [why]})


_CLEANERS = {
    "text": _text,
    "long_text": _text,
    "person": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "boolean": _boolean,
    "choice": _choice,
    "multi_choice": _choices,
}
