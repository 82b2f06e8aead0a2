"""The company's own fields: made, changed, put in order, archived. Key and type are for good."""

import re
from typing import Any

import sqlalchemy as sa
from anyascii import anyascii
from sqlalchemy.orm import Session

from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.fields.catalogue import as_field
from contactcenter.crm.fields.events import CustomFieldsChanged
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.fields.values import expression
from contactcenter.crm.models import Customer

MOST_FIELDS = 100
MOST_CHOICES = 100
_KEY_CHARS, _CODE_CHARS = 40, 40
_WITH_CHOICES = ("choice", "multi_choice")

Choices = list[dict[str, str]]


def list_rows(session: Session) -> list[CustomField]:
    """All of them, the archived too, in their order."""
    return list(session.scalars(sa.select(CustomField).order_by(CustomField.position, CustomField.id)))


def get_row(session: Session, field_id: str, *, for_update: bool = False) -> CustomField:
    """Raises NotFound."""
    row = session.get(CustomField, field_id, with_for_update=for_update)
    if row is None:
        raise NotFound("field_not_found", "There is no such field.")
    return row


def create_field(
    session: Session,
    *,
    type: str,  # noqa: A002 - the API's word
    label_vi: str,
    label_en: str,
    choices: Choices | None = None,
    currency: str = "VND",
    is_sensitive: bool = False,
) -> CustomField:
    """A new field at the end. Its key is made of its label. Raises Invalid, Conflict when there are too many."""
    if len(list_rows(session)) >= MOST_FIELDS:
        raise Conflict("too_many_fields", "There are as many fields as can be shown.", limit=MOST_FIELDS)
    _refuse_same_label(session, label_vi, label_en or label_vi)
    row = CustomField(
        key=_free_key(session, label_en or label_vi),
        type=type,
        label_vi=label_vi,
        label_en=label_en or label_vi,
        choices=_with_codes(type, choices or [], []),
        currency=currency,
        is_sensitive=is_sensitive,
        position=(session.scalar(sa.select(sa.func.max(CustomField.position))) or 0) + 1,
    )
    session.add(row)
    session.flush()
    emit(session, CustomFieldsChanged())
    return row


def update_field(session: Session, field_id: str, changes: dict[str, Any], *, version: int | None) -> CustomField:
    """Change labels, choices, currency, secrecy, or archive it.

    Raises Stale, and Conflict `choice_in_use` when a choice is left out that some customer has.
    """
    row = get_row(session, field_id, for_update=True)
    if version is not None and version != row.version:
        raise Stale("version_conflict", "Somebody changed this field meanwhile.", version=row.version)
    if "choices" in changes:
        row.choices = _new_choices(session, row, changes["choices"])
    if changes.get("currency", row.currency) != row.currency and _is_used(session, row):
        raise Conflict("currency_in_use", "Amounts are kept in that currency already.", currency=row.currency)
    _refuse_same_label(
        session, changes.get("label_vi", row.label_vi), changes.get("label_en", row.label_en), but=row.id
    )
    for name in ("label_vi", "label_en", "currency", "is_sensitive", "is_archived"):
        if name in changes:
            setattr(row, name, changes[name])
    row.version += 1
    emit(session, CustomFieldsChanged())
    return row


def _refuse_same_label(session: Session, label_vi: str, label_en: str, *, but: str = "") -> None:
    """Two fields of one name could not be told apart in a file's first row."""
    others = [(field.label_vi, field.label_en) for field in BUILTIN]
    others += [(row.label_vi, row.label_en) for row in list_rows(session) if row.id != but]
    taken = {_plain(label) for labels in others for label in labels}
    if _plain(label_vi) in taken or _plain(label_en) in taken:
        raise Conflict("field_label_taken", "Another field has that name.", label_vi=label_vi, label_en=label_en)


def _plain(label: str) -> str:
    """A label as files' first rows are compared: without diacritics and case."""
    return " ".join(anyascii(label).lower().split())


def put_in_order(session: Session, ids: list[str]) -> list[CustomField]:
    """Show the fields in this order; those not named come after, in the order they had. Raises NotFound."""
    rows = {row.id: row for row in list_rows(session)}
    if unknown := [i for i in ids if i not in rows]:
        raise NotFound("field_not_found", "There is no such field.", ids=unknown[:10])
    named = list(dict.fromkeys(ids))
    for position, field_id in enumerate([*named, *(i for i in rows if i not in named)], start=1):
        rows[field_id].position = position
    emit(session, CustomFieldsChanged())
    session.flush()
    return list_rows(session)


def slug(text: str, longest: int) -> str:
    """`Mức thu nhập` → `muc_thu_nhap`; empty when no letter or digit is left."""
    return re.sub(r"[^a-z0-9]+", "_", anyascii(text).lower()).strip("_")[:longest].rstrip("_")


def _free_key(session: Session, label: str) -> str:
    wanted = slug(label, _KEY_CHARS - 4) or "field"
    if wanted[0].isdigit():
        wanted = f"f_{wanted}"
    taken = set(session.scalars(sa.select(CustomField.key)))
    return _free(wanted, taken)


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, len(taken) + 3) if (name := f"{wanted}_{n}") not in taken)


def _with_codes(type_: str, choices: Choices, known: Choices) -> list[Any]:
    """Choices with their codes: a known one keeps its code, a new one gets one of its label."""
    if type_ not in _WITH_CHOICES:
        if choices:
            raise Invalid("no_choices", "Only choice fields have choices.", choices=["Not for this type."])
        return []
    if not choices:
        raise Invalid("choices_missing", "A choice field needs choices.", choices=["At least one."])
    codes = {one["code"] for one in known}
    if unknown := [one["code"] for one in choices if one.get("code") and one["code"] not in codes]:
        raise Invalid("unknown_choice", "A choice's code is given, not chosen.", choices=[f"Unknown: {unknown[0]}"])
    taken = {one["code"] for one in known}
    kept: list[Any] = []
    for one in choices:
        code = one.get("code") or _free(slug(one.get("label_en") or one["label_vi"], _CODE_CHARS - 4) or "c", taken)
        taken.add(code)
        kept.append({"code": code, "label_vi": one["label_vi"], "label_en": one.get("label_en") or one["label_vi"]})
    if len({one["code"] for one in kept}) < len(kept):
        raise Invalid("choice_twice", "A choice is there twice.", choices=["Twice the same."])
    return kept


def _new_choices(session: Session, row: CustomField, wanted: Choices) -> list[Any]:
    kept = _with_codes(row.type, wanted, row.choices)
    left_out = {one["code"] for one in row.choices} - {one["code"] for one in kept}
    for code in sorted(left_out):
        if _is_used(session, row, code):
            raise Conflict("choice_in_use", "Some customers have that choice.", code=code, field=row.key)
    return kept


def _is_used(session: Session, row: CustomField, code: str | None = None) -> bool:
    """Whether any customer, merged ones included, has a value in this field, or this one choice."""
    held = expression(as_field(row))
    condition: sa.ColumnElement[bool]
    if code is None:
        condition = sa.cast(Customer.custom[row.key], sa.Text).is_not(None)
    elif row.type == "choice":
        condition = held == code
    else:
        condition = sa.cast(Customer.custom[row.key], sa.Text).contains(f'"{code}"', autoescape=True)
    return session.scalar(sa.select(Customer.id).where(condition).limit(1)) is not None
