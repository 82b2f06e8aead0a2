"""Tags for everybody in an imported file."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.crm.imports import extras
from contactcenter.crm.tags.models import CustomerTag
from contactcenter.crm.tags.service import MAX_TAGS_PER_CUSTOMER, ensure_tag


def register() -> None:
    extras.register("tags", extras.Extra("customer_tags", give, take))


def give(session: Session, names: list[str], ids: Sequence[str], actor_id: str | None) -> dict[str, list[str]]:
    """Hang the tags on these customers; who has a tag already, or too many, is left as they are."""
    tags = list({tag.id: tag for tag in (ensure_tag(session, name) for name in names)})
    have: dict[str, set[str]] = {i: set() for i in ids}
    wanted = sa.select(CustomerTag.customer_id, CustomerTag.tag_id).where(CustomerTag.customer_id.in_(ids))
    for customer_id, tag_id in session.execute(wanted):
        have[customer_id].add(tag_id)
    given = {i: [t for t in tags if t not in had] for i, had in have.items()}
    given = {i: ones for i, ones in given.items() if ones and len(have[i]) + len(ones) <= MAX_TAGS_PER_CUSTOMER}
    facts = {"tagged_by": actor_id, "tagged_at": now()}
    rows = [{"customer_id": i, "tag_id": tag_id, **facts} for i, ones in given.items() for tag_id in ones]
    if rows:
        session.execute(sa.insert(CustomerTag.__table__), rows)  # type: ignore[arg-type]
    return given


def take(session: Session, given: dict[str, list[str]]) -> None:
    by_tag: dict[str, list[str]] = {}
    for customer_id, tag_ids in given.items():
        for tag_id in tag_ids:
            by_tag.setdefault(tag_id, []).append(customer_id)
    for tag_id, ids in by_tag.items():
        session.execute(sa.delete(CustomerTag).where(CustomerTag.tag_id == tag_id, CustomerTag.customer_id.in_(ids)))
