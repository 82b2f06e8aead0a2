"""Tags as a subject of rules."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.fields.field import Choice
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.subjects import Subject, contribute_subjects
from contactcenter.crm.tags.models import CustomerTag, Tag


def tag_subjects(session: Session) -> list[Subject]:
    tags = session.execute(sa.select(Tag.id, Tag.name).order_by(Tag.name_folded).limit(1_000))
    choices = tuple(Choice(row.id, row.name, row.name) for row in tags)
    return [Subject("tags", "multi_choice", "labels", "Nhãn", "Tags", has=_has_tag, choices=choices)]


def _has_tag(tag_id: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(CustomerTag.customer_id == Customer.id, CustomerTag.tag_id == tag_id)


def register() -> None:
    contribute_subjects(tag_subjects)
