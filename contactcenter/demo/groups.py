"""Groups of customers with a past: who belongs where, since when, and how the data's quality came along."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.ids import new_id
from contactcenter.crm.audit.models import FieldQuality
from contactcenter.crm.models import Customer
from contactcenter.crm.segments.driving import drive
from contactcenter.crm.segments.membership import settle
from contactcenter.crm.segments.models import Segment, SegmentDay, SegmentLog, SegmentMember
from contactcenter.crm.segments.tree import check_rules
from contactcenter.crm.service import fold
from contactcenter.crm.stats.nightly import company_day

DAYS = 60
_WATER = "Máy lọc nước"

OWN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "Gọi nhiều mà chưa hài lòng",
        "Gọi từ hai lần trong 30 ngày và có lần chấm từ 3 điểm trở xuống. Giám sát gọi lại trong ngày.",
        {
            "all": [
                {"fact": "call", "count": ">= 2", "within_days": 30},
                {"fact": "call", "where": {"rating": "<= 3"}, "count": ">= 1", "within_days": 30},
            ]
        },
    ),
    (
        "Đến hạn thay lõi lọc",
        "Có mua hàng nhóm máy lọc nước, nhưng ba tháng nay thì không.",
        {
            "all": [
                {"fact": "order", "where": {"category": [_WATER]}, "count": ">= 1"},
                {"not": {"fact": "order", "where": {"category": [_WATER]}, "count": ">= 1", "within_days": 90}},
                {"field": "do_not_call", "op": "is", "value": False},
            ]
        },
    ),
)
"""Name, description, rules."""

INVITED = "Mời khai trương chi nhánh Thủ Đức"


def add_groups(session: Session, people: list[Customer], owner_id: str, now: datetime, rng: random.Random) -> None:
    """Everybody where they belong, with what follows for their status; then each group's last two months."""
    for name, description, rules in OWN:
        session.add(_segment(session, name, description, rules, owner_id, now))
    invited = _segment(session, INVITED, "Danh sách chọn tay cho buổi khai trương.", None, owner_id, now)
    session.add(invited)
    session.flush()
    session.add_all(SegmentMember(segment_id=invited.id, customer_id=one.id) for one in rng.sample(people, 14))
    ids = [person.id for person in people]
    settle(session, ids, cause="rules")
    drive(session, ids)
    session.flush()
    for segment in session.scalars(sa.select(Segment)).all():
        _tell_past(session, segment, ids, now, rng)


def add_quality_history(session: Session, rng: random.Random) -> None:
    """The days before the first measurement: a little less was known each week further back."""
    today = list(session.scalars(sa.select(FieldQuality).order_by(FieldQuality.field)))
    rows = []
    for one in today:
        slope = rng.uniform(0.03, 0.12) if one.filled < one.customers else 0.0
        for back in range(1, 31):
            filled = round(one.filled * (1 - slope * back / 30))
            rows.append(
                {
                    "day": one.day - timedelta(days=back),
                    "field": one.field,
                    "customers": one.customers,
                    "filled": filled,
                    "invalid": min(filled, one.invalid + back // 12),
                    "stale": one.stale,
                    "conflicting": one.conflicting,
                    "duplicated": one.duplicated,
                    "measured_at": one.measured_at - timedelta(days=back),
                }
            )
    session.execute(sa.insert(FieldQuality), rows)


def _segment(
    session: Session, name: str, description: str, rules: dict[str, Any] | None, owner_id: str, now: datetime
) -> Segment:
    made_at = now - timedelta(days=DAYS)
    return Segment(
        name=name,
        name_folded=fold(name),
        description=description,
        kind="rules" if rules else "static",
        rules=rules,
        is_timed=check_rules(session, rules).is_timed if rules else False,
        owner_id=owner_id,
        created_at=made_at,
        updated_at=made_at,
    )


def _tell_past(session: Session, segment: Segment, ids: list[str], now: datetime, rng: random.Random) -> None:
    """When its members came, and who came and left again: log and days as the product would have written them."""
    segment_id = segment.id
    for table in (SegmentLog, SegmentDay):
        session.execute(sa.delete(table).where(table.segment_id == segment_id))
    members = list(session.scalars(sa.select(SegmentMember).filter_by(segment_id=segment_id).order_by("customer_id")))
    log = []
    for member in members:
        member.entered_at = _some_day(rng, now)
        log.append((member.customer_id, member.entered_at, True))
    outside = sorted(set(ids) - {member.customer_id for member in members})
    for customer_id in rng.sample(outside, min(len(outside), len(members) // 8)):
        left_at = now - timedelta(days=rng.randrange(1, 20), minutes=rng.randrange(900))
        log += [(customer_id, left_at - timedelta(days=rng.randrange(3, 30)), True), (customer_id, left_at, False)]
    if log:
        _write_log(session, segment, log)
    segment.size = len(members)
    segment.refreshed_at, segment.refresh_state = now, "fresh"


def _write_log(session: Session, segment: Segment, log: list[tuple[str, datetime, bool]]) -> None:
    segment_id = segment.id
    cause = "manual" if segment.kind == "static" else "customer"
    actor_id = segment.owner_id if segment.kind == "static" else None
    session.execute(
        sa.insert(SegmentLog),
        [
            {"id": new_id("sgl"), "segment_id": segment_id, "customer_id": who, "at": at, "is_entry": is_entry,
             "cause": cause, "actor_id": actor_id}
            for who, at, is_entry in log
        ],
    )  # fmt: skip
    session.execute(sa.insert(SegmentDay), _days(segment_id, [(at, is_entry) for _who, at, is_entry in log]))


def _some_day(rng: random.Random, now: datetime) -> datetime:
    """Most have been there for long; one in seven came in the last weeks."""
    days = rng.randrange(0, 30) if rng.random() < 0.14 else rng.randrange(30, DAYS)
    return now - timedelta(days=days, minutes=rng.randrange(1, 900))


def _days(segment_id: str, log: list[tuple[datetime, bool]]) -> list[dict[str, Any]]:
    came: Counter[date] = Counter()
    went: Counter[date] = Counter()
    for at, is_entry in log:
        (came if is_entry else went)[company_day(at).date()] += 1
    rows, size = [], 0
    for day in sorted({*came, *went}):
        size += came[day] - went[day]
        rows.append({"segment_id": segment_id, "day": day, "size": size, "entered": came[day], "exited": went[day]})
    return rows
