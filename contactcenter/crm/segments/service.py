"""Segments: make, change, put away; and lists that are kept by hand."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.ids import new_id
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.marks import mark
from contactcenter.crm.segments.membership import move
from contactcenter.crm.segments.models import Segment, SegmentLog, SegmentMember
from contactcenter.crm.segments.refreshing import plan_refresh
from contactcenter.crm.segments.tree import check_rules
from contactcenter.crm.service import fold

MAX_SEGMENTS = 300
_AT_ONCE = 500


def get_segment(session: Session, segment_id: str, *, for_update: bool = False) -> Segment:
    """Raises NotFound. One that was put away is found too: it can be taken out again."""
    segment = session.get(Segment, segment_id, with_for_update=for_update, populate_existing=for_update)
    if segment is None:
        raise NotFound("segment_not_found", "There is no such segment.")
    return segment


def create_segment(
    session: Session,
    *,
    name: str,
    kind: str,
    rules: Any = None,
    description: str = "",
    customer_ids: Sequence[str] = (),
    actor_id: str | None,
    owner_id: str | None = None,
    hidden: frozenset[str] = frozenset(),
) -> Segment:
    """A group by rules (filled in the background) or a list of these customers. `owner_id` is "me" in the rules.

    Raises Invalid for rules that are none, Forbidden for those about fields `hidden` from their author, Conflict
    `segment_exists` for a name that is taken.
    """
    _refuse_taken(session, name, None)
    count = session.scalar(sa.select(sa.func.count()).where(Segment.archived_at.is_(None))) or 0
    if count >= MAX_SEGMENTS:
        raise Conflict("too_many_segments", "There can be no more segments.", limit=MAX_SEGMENTS)
    if (rules is not None) != (kind == "rules"):
        raise Invalid("invalid_fields", "A group has rules, a list has none.", rules=["Wrong for this kind."])
    segment = Segment(name=name, name_folded=fold(name)[:240], description=description, kind=kind, owner_id=owner_id)
    if kind == "rules":
        segment.is_timed = check_rules(session, rules, hidden=hidden).is_timed
        segment.rules = rules
    session.add(segment)
    session.flush()
    if kind == "rules":
        plan_refresh(session, segment)
    elif customer_ids:
        add_members(session, segment.id, customer_ids, actor_id=actor_id)
    return segment


def update_segment(
    session: Session,
    segment_id: str,
    changes: dict[str, Any],
    *,
    version: int | None,
    hidden: frozenset[str] = frozenset(),
) -> Segment:
    """Change name, description, rules, or whether the rules are at work. Raises Stale, Invalid, Forbidden, Conflict."""
    segment = get_segment(session, segment_id, for_update=True)
    if version is not None and version != segment.version:
        raise Stale("version_conflict", "Somebody changed this segment meanwhile.", version=segment.version)
    if "name" in changes and fold(changes["name"]) != segment.name_folded:
        _refuse_taken(session, changes["name"], segment.id)
    is_new = _change_rules(session, segment, changes, hidden)
    for name in ("name", "description"):
        if name in changes:
            setattr(segment, name, changes[name])
    segment.name_folded = fold(segment.name)[:240]
    is_woken = bool(changes.get("is_active")) and not segment.is_active
    segment.is_active = changes.get("is_active", segment.is_active)
    segment.version += 1
    segment.updated_at = now()
    if segment.kind == "rules" and (is_new or is_woken or segment.refresh_state != "fresh"):
        plan_refresh(session, segment)  # one that runs gives way to the newer version
    if segment.drives_field and (is_new or is_woken):
        _mark_members(session, segment.id)
    return segment


def archive_segment(session: Session, segment_id: str) -> None:
    """Put it away: nobody sees it, nothing follows from it. Its members and its log stay, for `restore_segment`."""
    segment = get_segment(session, segment_id, for_update=True)
    if segment.archived_at is None:
        segment.archived_at = now()
        segment.version += 1
        _mark_members(session, segment.id)


def restore_segment(session: Session, segment_id: str) -> Segment:
    """Take it out again. Raises Conflict when its name has been taken since."""
    segment = get_segment(session, segment_id, for_update=True)
    if segment.archived_at is not None:
        _refuse_taken(session, segment.name, segment.id)
        segment.archived_at = None
        segment.version += 1
        if segment.kind == "rules":
            plan_refresh(session, segment)
        _mark_members(session, segment.id)
    return segment


def refresh_now(session: Session, segment_id: str) -> Segment:
    """Look at everybody again, because somebody asked to."""
    segment = get_segment(session, segment_id, for_update=True)
    _demand(segment, "rules")
    segment.version += 1
    plan_refresh(session, segment)
    return segment


def add_members(session: Session, segment_id: str, customer_ids: Sequence[str], *, actor_id: str | None) -> str:
    """Put customers on a list; the batch, by which it can be undone. Raises Invalid for somebody unknown."""
    segment = get_segment(session, segment_id, for_update=True)
    _demand(segment, "static")
    batch_id = new_id("bat")
    enter(session, segment, _resolve(session, customer_ids), batch_id, actor_id)
    return batch_id


def enter(session: Session, segment: Segment, wanted: set[str], batch_id: str, actor_id: str | None) -> None:
    """Let those of the customers in who are not on the list yet."""
    entering = {(segment.id, customer_id) for customer_id in wanted - _present_of(session, segment.id, wanted)}
    move(session, entering=entering, leaving=set(), cause="manual", actor_id=actor_id, batch_id=batch_id)


def remove_members(session: Session, segment_id: str, customer_ids: Sequence[str], *, actor_id: str | None) -> str:
    """Take customers off a list; whoever is not on it is passed over. The batch, for undoing."""
    segment = get_segment(session, segment_id, for_update=True)
    _demand(segment, "static")
    batch_id = new_id("bat")
    leaving = {(segment.id, customer_id) for customer_id in _present_of(session, segment.id, set(customer_ids))}
    move(session, entering=set(), leaving=leaving, cause="manual", actor_id=actor_id, batch_id=batch_id)
    return batch_id


def undo_batch(session: Session, segment_id: str, batch_id: str, *, actor_id: str | None) -> Segment:
    """Take back what a batch did, as far as it still stands. Repeating changes nothing. Raises NotFound."""
    segment = get_segment(session, segment_id, for_update=True)
    _demand(segment, "static")
    rows = session.execute(
        sa.select(SegmentLog.customer_id, SegmentLog.is_entry).where(
            SegmentLog.segment_id == segment_id, SegmentLog.batch_id == batch_id
        )
    ).all()
    if not rows:
        raise NotFound("batch_not_found", "There is nothing of that name to undo.")
    came = {row.customer_id for row in rows if row.is_entry}
    went = {row.customer_id for row in rows if not row.is_entry}
    is_in = _present_of(session, segment_id, came | went)
    move(
        session,
        entering={(segment_id, customer_id) for customer_id in went - is_in},
        leaving={(segment_id, customer_id) for customer_id in came & is_in},
        cause="undo",
        actor_id=actor_id,
    )
    return segment


def _change_rules(session: Session, segment: Segment, changes: dict[str, Any], hidden: frozenset[str]) -> bool:
    """Whether the rules are other ones now."""
    if "rules" not in changes or changes["rules"] == segment.rules:
        return False
    _demand(segment, "rules")
    read = check_rules(session, changes["rules"], drives_field=segment.drives_field, hidden=hidden)
    segment.is_timed = read.is_timed
    segment.rules = changes["rules"]
    return True


def _refuse_taken(session: Session, name: str, own_id: str | None) -> None:
    taken = sa.select(Segment.id).where(Segment.name_folded == fold(name)[:240], Segment.archived_at.is_(None))
    if own_id:
        taken = taken.where(Segment.id != own_id)
    if session.scalars(taken).first():
        raise Conflict("segment_exists", "Another segment has that name.", name=["Taken."])


def _demand(segment: Segment, kind: str) -> None:
    if segment.kind != kind:
        raise Conflict("wrong_kind", "Only a list is kept by hand, and only a group has rules.", kind=segment.kind)


def _resolve(session: Session, customer_ids: Sequence[str]) -> set[str]:
    """The customers, as whom they stand for today. Raises Invalid naming those nobody knows."""
    found: dict[str, str] = {}
    asked = list(dict.fromkeys(customer_ids))
    for start in range(0, len(asked), _AT_ONCE):
        some = sa.select(Customer.id, Customer.merged_into_id).where(Customer.id.in_(asked[start : start + _AT_ONCE]))
        found |= {row.id: row.merged_into_id or row.id for row in session.execute(some)}
    if unknown := [customer_id for customer_id in asked if customer_id not in found]:
        raise Invalid("unknown_customers", "Some of these customers do not exist.", customer_ids=unknown[:20])
    standing = set(found.values())
    is_final = all(found.get(customer_id) == customer_id for customer_id in standing)
    return standing if is_final else _resolve(session, sorted(standing))


def _present_of(session: Session, segment_id: str, customer_ids: set[str]) -> set[str]:
    found: set[str] = set()
    asked = sorted(customer_ids)
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        members = sa.select(SegmentMember.customer_id).where(
            SegmentMember.segment_id == segment_id, SegmentMember.customer_id.in_(some)
        )
        found |= set(session.scalars(members))
    return found


def _mark_members(session: Session, segment_id: str) -> None:
    """Have what follows for its members looked at: another group may give them their status now."""
    segment = get_segment(session, segment_id)
    if segment.drives_field:
        members = sa.select(SegmentMember.customer_id).where(SegmentMember.segment_id == segment_id)
        mark(session, session.scalars(members))
