"""Merge records of one person, and take a merge back."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.crash_points import reach
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.core.events import emit
from contactcenter.crm.changes import record_change
from contactcenter.crm.events import CustomerSaved, CustomersMerged, CustomersUnmerged
from contactcenter.crm.loading import get_customer
from contactcenter.crm.merging import following, moving, returning, values
from contactcenter.crm.merging.models import Merge, MergeMember
from contactcenter.crm.merging.tree import list_members, path_up, root_of
from contactcenter.crm.models import Customer
from contactcenter.crm.service import fold, update_customer

MOST_AT_ONCE = 20
MOST_ROWS = 200_000
"""As many rows change hands in one transaction, back as well: some three seconds in which nobody else writes to SQLite,
where they wait for four."""


def merge(
    session: Session,
    survivor_id: str,
    other_ids: Sequence[str],
    choose: Mapping[str, str] | None = None,
    *,
    actor_id: str | None,
    cause: str = "manual",
) -> Merge:
    """Let one record stand for the others: their rows become its own, their ids lead to it.

    `choose` is {field: id of whose value to keep}. An old id of the survivor means whom they were merged into.
    Raises Invalid (`same_customer`, `too_many`, `invalid_choice`), NotFound, or Conflict: `already_merged` with into
    whom, `too_much_history`. All or nothing.
    """
    survivor_id = get_customer(session, survivor_id).id
    other_ids = list(dict.fromkeys(other_ids))
    people = _lock(session, [survivor_id, *other_ids])
    _check(session, people, survivor_id, other_ids)
    _check_size(session, other_ids)
    survivor, others = people[survivor_id], [people[i] for i in other_ids]
    changes = values.choose_changes(session, survivor, others, choose or {})
    made = Merge(survivor_id=survivor_id, actor_id=actor_id, cause=cause, before=values.snapshot(session, survivor))
    session.add(made)
    session.flush()
    session.add_all(MergeMember(merge_id=made.id, customer_id=i, position=n) for n, i in enumerate(other_ids))
    session.flush()
    made.moved = moving.take_over(session, made.id, survivor_id, other_ids)
    reach("merge.moved")
    for other in others:
        other.merged_into_id = survivor_id
        _touch(other)
    if changes:
        update_customer(session, survivor_id, changes, version=None, actor_id=actor_id, cause="merge", batch_id=made.id)
    made.after = values.snapshot(session, survivor)
    _touch(survivor)
    _forget_read(session)
    _tell(session, [survivor_id, *other_ids])
    emit(session, CustomersMerged(made.id, survivor_id, tuple(other_ids)))
    return made


def unmerge(session: Session, merge_id: str, choose: Mapping[str, str] | None = None, *, actor_id: str | None) -> Merge:
    """Take a merge back, whatever was merged or undone since.

    Fields of the survivor that somebody changed since stay as they are now, unless `choose` names one of those who
    leave: then they take the present value with them. Raises NotFound, Conflict `already_unmerged`, Invalid.
    """
    undone = get_merge(session, merge_id, for_update=True)
    if undone.undone_at is not None:
        raise Conflict("already_unmerged", "That merge was taken back already.", merge_id=merge_id)
    other_ids = list_members(session, [merge_id])
    above = path_up(session, undone.survivor_id)
    root_id = root_of(undone.survivor_id, above)
    people = _lock(session, list({root_id, undone.survivor_id, *other_ids}))
    survivor = people[undone.survivor_id]
    _rewind_fields(session, undone, survivor, [people[i] for i in other_ids], choose or {}, actor_id)
    hindered = returning.list_hindered(session, merge_id, survivor.id, root_id)
    undone.undone_at, undone.undone_by = now(), actor_id
    for other_id in other_ids:
        people[other_id].merged_into_id = None
    session.flush()
    returning.hand_back(session, merge_id, other_ids, root_id, above)
    returning.put_asides_back(session, merge_id, other_ids, hindered)
    for other_id in other_ids:
        following.follow_lines(session, undone, other_id, root_id, above)
    reach("unmerge.moved")
    for person in people.values():
        _touch(person)
    _forget_read(session)
    _tell(session, list(people))
    emit(session, CustomersUnmerged(merge_id, root_id, tuple(other_ids)))
    return undone


def get_merge(session: Session, merge_id: str, *, for_update: bool = False) -> Merge:
    statement = sa.select(Merge).where(Merge.id == merge_id)
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound("merge_not_found", "There is no such merge.")
    return found


def list_changed(session: Session, made: Merge) -> list[dict[str, Any]]:
    """The survivor's fields that somebody changed since the merge: `{field, before, after, present}`."""
    survivor = session.get_one(Customer, made.survivor_id)
    later = _logs(_list_later(session, made))
    changed = []
    for name in made.after:
        present = values.present_value(survivor, name)
        if values.rewind(name, made.before, made.after, later, present).is_changed:
            before, after = made.before.get(name), made.after.get(name)
            changed.append({"field": name, "before": before, "after": after, "present": present})
    return changed


def _lock(session: Session, ids: Sequence[str]) -> dict[str, Customer]:
    """The records, locked in the order of their ids, so that two merges never wait for each other crosswise."""
    rows = session.scalars(
        sa.select(Customer)
        .where(Customer.id.in_(ids))
        .order_by(Customer.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def _check(session: Session, people: Mapping[str, Customer], survivor_id: str, other_ids: Sequence[str]) -> None:
    if not other_ids or len(other_ids) > MOST_AT_ONCE:
        raise Invalid("too_many", f"Between one and {MOST_AT_ONCE} can be merged at once.", limit=MOST_AT_ONCE)
    if survivor_id in other_ids:
        raise Invalid("same_customer", "A customer cannot be merged with themselves.", customer_id=survivor_id)
    for customer_id in other_ids:
        if customer_id not in people:
            raise NotFound("customer_not_found", "There is no such customer.", customer_id=customer_id[:40])
    for customer_id in [survivor_id, *other_ids]:
        if people[customer_id].merged_into_id is not None:
            into = get_customer(session, customer_id).id
            raise Conflict("already_merged", "That customer was merged already.", customer_id=customer_id, into=into)


def _check_size(session: Session, other_ids: Sequence[str]) -> None:
    counts = moving.count_rows(session, other_ids)
    rows = sum(count for mine in counts.values() for count in mine.values())
    if rows > MOST_ROWS:
        raise Conflict("too_much_history", "That is too much to hand over at once.", rows=rows, limit=MOST_ROWS)


def _rewind_fields(
    session: Session,
    undone: Merge,
    survivor: Customer,
    others: Sequence[Customer],
    choose: Mapping[str, str],
    actor_id: str | None,
) -> None:
    newer = _list_later(session, undone)
    later = _logs(newer)
    takers = {one.id: one for one in others}
    wrong = [name for name, one in choose.items() if name not in undone.after or one not in {survivor.id, *takers}]
    if wrong:
        raise Invalid("invalid_choice", "What to keep is not clear.", choose={wrong[0][:80]: ["Not part of this."]})
    for name in undone.after:
        present = values.present_value(survivor, name)
        rewound = values.rewind(name, undone.before, undone.after, later, present)
        value = rewound.value
        if rewound.is_changed and choose.get(name) in takers:
            _set(session, takers[choose[name]], name, present, undone, actor_id)
            value = undone.before.get(name)
        _set(session, survivor, name, value, undone, actor_id)
    for merge_row, log in zip(newer, later, strict=True):
        merge_row.before, merge_row.after = log["before"], log["after"]


def _set(session: Session, customer: Customer, name: str, value: Any, undone: Merge, actor_id: str | None) -> None:
    old = values.present_value(customer, name)
    if old == value:
        return
    values.put(customer, name, value)
    customer.name_folded = fold(customer.display_name)[:400]
    record_change(session, customer.id, name, old, value, actor_id=actor_id, cause="unmerge", batch_id=undone.id)


def _list_later(session: Session, made: Merge) -> list[Merge]:
    """Newer merges into the same record that still hold, oldest first."""
    newer = sa.tuple_(Merge.created_at, Merge.id) > sa.tuple_(
        sa.literal(made.created_at, Merge.created_at.type), sa.literal(made.id)
    )
    same = sa.select(Merge).where(Merge.survivor_id == made.survivor_id, Merge.undone_at.is_(None), newer)
    return list(session.scalars(same.order_by(Merge.created_at, Merge.id)))


def _logs(merges: Sequence[Merge]) -> list[dict[str, Any]]:
    return [{"before": dict(one.before), "after": dict(one.after)} for one in merges]


def _touch(customer: Customer) -> None:
    customer.version += 1
    customer.updated_at = now()


def _forget_read(session: Session) -> None:
    """Rows were moved behind the session's back: what it has read of them may be wrong."""
    session.flush()
    session.expire_all()


def _tell(session: Session, customer_ids: Sequence[str]) -> None:
    for customer_id in customer_ids:
        emit(session, CustomerSaved(customer_id))
