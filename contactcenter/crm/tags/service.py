"""Tags: make, hang on, take off, rename, and put two into one."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm import service as crm
from contactcenter.crm.events import CustomerSaved
from contactcenter.crm.models import Customer
from contactcenter.crm.tags.models import CustomerTag, Tag

MAX_TAGS_PER_CUSTOMER = 50


def ensure_tag(session: Session, name: str, colour: str = "grey") -> Tag:
    """The tag of that name however it is written, made when there is none. Raises Invalid for an empty name."""
    folded = _folded(name)
    values = {
        "id": new_id("tag"),
        "version": 1,
        "name": name.strip(),
        "name_folded": folded,
        "colour": colour,
        "created_at": now(),
    }
    insert_once(session, Tag, values, key=["name_folded"])
    return session.scalars(sa.select(Tag).filter_by(name_folded=folded)).one()


def get_tag(session: Session, tag_id: str, *, for_update: bool = False) -> Tag:
    """Raises NotFound."""
    tag = session.get(Tag, tag_id, with_for_update=for_update)
    if tag is None:
        raise NotFound("tag_not_found", "There is no such tag.")
    return tag


def add_tag(session: Session, customer_id: str, tag: Tag, *, actor_id: str | None) -> bool:
    """Hang a tag on a customer; False when it hung there already. Raises Conflict when there are too many."""
    customer = crm.get_customer(session, customer_id, for_update=True)
    count = session.scalar(sa.select(sa.func.count()).where(CustomerTag.customer_id == customer.id)) or 0
    values = {"customer_id": customer.id, "tag_id": tag.id, "tagged_by": actor_id, "tagged_at": now()}
    is_new = insert_once(session, CustomerTag, values, key=["customer_id", "tag_id"])
    if is_new and count >= MAX_TAGS_PER_CUSTOMER:
        raise Conflict("too_many_tags", "A customer can have no more tags.", limit=MAX_TAGS_PER_CUSTOMER)
    if is_new:
        emit(session, CustomerSaved(customer.id))
    return is_new


def remove_tag(session: Session, customer_id: str, tag_id: str) -> bool:
    """Take a tag off; False when it did not hang there."""
    customer = crm.get_customer(session, customer_id)
    gone = session.execute(sa.delete(CustomerTag).filter_by(customer_id=customer.id, tag_id=tag_id))
    if gone.rowcount:  # type: ignore[attr-defined]
        emit(session, CustomerSaved(customer.id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def change_tag(session: Session, tag_id: str, changes: dict[str, Any], *, version: int | None) -> Tag:
    """Rename or recolour. Raises Stale, or Conflict `tag_exists` (with that tag) for the name of another."""
    tag = get_tag(session, tag_id, for_update=True)
    if version is not None and version != tag.version:
        raise Stale("version_conflict", "Somebody changed this tag meanwhile.", version=tag.version)
    if "name" in changes:
        folded = _folded(changes["name"])
        other = session.scalars(sa.select(Tag).where(Tag.name_folded == folded, Tag.id != tag.id)).one_or_none()
        if other is not None:
            raise Conflict("tag_exists", "Another tag has that name.", tag={"id": other.id, "name": other.name})
        tag.name, tag.name_folded = changes["name"].strip(), folded
    tag.colour = changes.get("colour", tag.colour)
    tag.version += 1
    return tag


def merge_tags(session: Session, tag_id: str, into_id: str) -> Tag:
    """Give everybody who has the one tag the other, and forget the one. Raises Invalid for a tag into itself."""
    if tag_id == into_id:
        raise Invalid("same_tag", "A tag cannot go into itself.", into=["The same tag."])
    tags = {tag.id: tag for tag in (get_tag(session, i, for_update=True) for i in sorted((tag_id, into_id)))}
    tagged = sa.select(CustomerTag.customer_id).where(CustomerTag.tag_id == into_id)
    mine = (CustomerTag.tag_id == tag_id, CustomerTag.customer_id.not_in(tagged))
    session.execute(
        sa.update(CustomerTag).where(*mine).values(tag_id=into_id).execution_options(synchronize_session=False)
    )
    session.execute(sa.delete(CustomerTag).where(CustomerTag.tag_id == tag_id))
    session.delete(tags[tag_id])
    return tags[into_id]


def delete_tag(session: Session, tag_id: str) -> None:
    """Forget a tag that nobody has. Raises Conflict `tag_in_use`."""
    tag = get_tag(session, tag_id, for_update=True)
    count = session.scalar(sa.select(sa.func.count()).where(CustomerTag.tag_id == tag.id)) or 0
    if count:
        raise Conflict("tag_in_use", "Customers have this tag.", customers=count)
    session.delete(tag)


def list_customer_tags(session: Session, customer_id: str) -> list[Tag]:
    """By name."""
    statement = sa.select(Tag).join(CustomerTag).where(CustomerTag.customer_id == customer_id)
    return list(session.scalars(statement.order_by(Tag.name_folded)))


def list_tags(session: Session, q: str = "", limit: int = 200) -> list[tuple[Tag, int]]:
    """Tags with how many customers have each, those in use most first; `q` any part of the name."""
    count = sa.func.count(Customer.id)
    statement = (
        sa.select(Tag, count)
        .outerjoin(CustomerTag, CustomerTag.tag_id == Tag.id)
        .outerjoin(Customer, sa.and_(Customer.id == CustomerTag.customer_id, Customer.merged_into_id.is_(None)))
        .group_by(Tag.id)
        .order_by(count.desc(), Tag.name_folded)
        .limit(limit)
    )
    if q:
        statement = statement.where(Tag.name_folded.contains(crm.fold(q), autoescape=True))
    return [(row[0], row[1]) for row in session.execute(statement)]


def _folded(name: str) -> str:
    folded = crm.fold(name)[:80]
    if not folded:
        raise Invalid("bad_tag_name", "A tag needs a name with letters or digits.", name=["Not a name."])
    return folded
