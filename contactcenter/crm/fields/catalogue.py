"""Every field there is: the built-in ones and the company's own."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.errors import NotFound
from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.fields.field import CUSTOM_PREFIX, Choice, Field
from contactcenter.crm.fields.models import CustomField

_BY_NAME = {field.name: field for field in BUILTIN}


def list_fields(session: Session) -> list[Field]:
    """Built-in fields in their groups' order, then the company's own that are in use."""
    return [*BUILTIN, *list_custom_fields(session)]


def list_custom_fields(session: Session) -> list[Field]:
    in_use = sa.select(CustomField).where(CustomField.is_archived.is_(False))
    return [as_field(row) for row in session.scalars(in_use.order_by(CustomField.position, CustomField.id))]


def get_field(session: Session, name: str) -> Field:
    """Raises NotFound `unknown_field`."""
    found = _BY_NAME.get(name) or _find_custom(session, name)
    if found is None:
        raise NotFound("unknown_field", "There is no such field.", field=name[:80])
    return found


def as_field(row: CustomField) -> Field:
    return Field(
        name=CUSTOM_PREFIX + row.key,
        type=row.type,  # type: ignore[arg-type]
        group="custom",
        label_vi=row.label_vi,
        label_en=row.label_en,
        choices=tuple(Choice(c["code"], c["label_vi"], c["label_en"]) for c in row.choices),
        max_length=2_000 if row.type == "long_text" else 200,
        currency=row.currency,
        is_sensitive=row.is_sensitive,
    )


def _find_custom(session: Session, name: str) -> Field | None:
    if not name.startswith(CUSTOM_PREFIX):
        return None
    key = name.removeprefix(CUSTOM_PREFIX)
    row = session.scalars(sa.select(CustomField).filter_by(key=key, is_archived=False)).one_or_none()
    return as_field(row) if row else None
