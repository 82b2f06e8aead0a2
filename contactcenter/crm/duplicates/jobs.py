"""The clock of the search: marked customers are compared within seconds, everybody each night.

A mark is written in the transaction that changed somebody, and struck with the result: a crash between the two
compares once more. Reading and weighing happen outside any transaction that writes.
"""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import DomainError
from contactcenter.core.settings import current
from contactcenter.core.urgency import give_way
from contactcenter.crm.duplicates import distinct, service
from contactcenter.crm.duplicates.evidence import Verdict
from contactcenter.crm.duplicates.models import DuplicateMark, DuplicateRule
from contactcenter.crm.loading import get_customer
from contactcenter.crm.merging import service as merging
from contactcenter.crm.merging.models import Merge, MergeMember
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import opens_nobody

_log = structlog.get_logger(__name__)

BATCH = 20
LONGEST_SECONDS = 1.0
NIGHT = range(1, 5)
"""Hours, on the company's clock, in which the nightly round may begin."""
ROUND = timedelta(hours=20)
ROUND_BATCH = 500
MOST_WAITING = 2_000


@jobs.every(2, "compare_customers", share=0.3)
def compare_customers() -> None:
    """Compare whoever changed since; a mark is struck only as it was read, so a newer change is not lost."""
    until = time.monotonic() + LONGEST_SECONDS
    while compare_batch() == BATCH and time.monotonic() < until:
        pass


@jobs.every(60, "compare_all_customers")
def compare_all_customers() -> None:
    """Mark everybody once a night, some at a time, in the order of their ids."""
    with read() as session:
        rule = session.get(DuplicateRule, service.RULE)
        is_going_on = rule is not None and rule.cursor is not None
        is_due = rule is None or rule.round_started_at is None or _is_night_since(rule.round_started_at)
        has_room = _count_marks(session) < MOST_WAITING
    if has_room and (is_going_on or is_due):
        with transaction() as session:
            _mark_more(session)


def compare_batch() -> int:
    """One batch of marked customers; how many there were."""
    with read() as session:
        marks = session.execute(
            sa.select(DuplicateMark.customer_id, DuplicateMark.marked_at).order_by(DuplicateMark.marked_at).limit(BATCH)
        ).all()
    if not marks:
        return 0
    ids = [row.customer_id for row in marks]
    with transaction() as session:
        service.put_keys(session, ids)  # first for all of them: they may be each other's
    with read() as session:
        verdicts = {customer_id: _compare_in_passing(session, customer_id) for customer_id in ids}
        is_automatic = service.merges_verified(session)
    with transaction() as session:
        for row in marks:
            struck = (DuplicateMark.customer_id == row.customer_id, DuplicateMark.marked_at == row.marked_at)
            session.execute(sa.delete(DuplicateMark).where(*struck))
            service.put_pairs(session, row.customer_id, _standing(session, row.customer_id, verdicts[row.customer_id]))
    if is_automatic:
        merge_certain(verdicts)
    return len(marks)


def _compare_in_passing(session: Session, customer_id: str) -> dict[str, Verdict]:
    give_way()
    return service.compare(session, customer_id)


def merge_certain(verdicts: dict[str, dict[str, Verdict]]) -> None:
    """Merge those whose verified line is the same: into the older record, and never again who was un-merged."""
    pairs = {tuple(sorted((i, other))) for i, found in verdicts.items() for other, v in found.items() if v.is_certain}
    for first, second in sorted(pairs):
        try:
            with transaction() as session:
                if _may_merge(session, first, second):
                    merging.merge(session, first, [second], actor_id=None, cause="automatic")
        except DomainError as error:
            _log.info("not merged", code=error.code)


def _may_merge(session: Session, first: str, second: str) -> bool:
    """Asked again where it is done: somebody may have decided, or changed a line, since they were compared.

    Any agent can write that a line is verified: where teams are apart, whom a merge would hand over to somebody else
    waits for a person who sees both.
    """
    verdict = service.compare(session, first).get(second)
    is_certain = verdict is not None and verdict.is_certain and second not in distinct.list_apart(session, first)
    if not is_certain or _were_unmerged(session, {first, second}):
        return False
    return opens_nobody(session, get_customer(session, first), get_customer(session, second))


def _were_unmerged(session: Session, ids: set[str]) -> bool:
    undone = (
        sa.select(sa.literal(1))
        .select_from(Merge)
        .join(MergeMember)
        .where(Merge.undone_at.is_not(None), Merge.survivor_id.in_(ids), MergeMember.customer_id.in_(ids))
    )
    return session.execute(undone.limit(1)).first() is not None


def _standing(session: Session, customer_id: str, verdicts: dict[str, Verdict]) -> dict[str, Verdict]:
    """Without those who were deleted or merged while we weighed."""
    ids = sa.select(Customer.id).where(Customer.id.in_([customer_id, *verdicts]), Customer.merged_into_id.is_(None))
    there = set(session.scalars(ids)) if verdicts else set()
    return {one: verdict for one, verdict in verdicts.items() if one in there} if customer_id in there else {}


def _mark_more(session: Session) -> None:
    rule = service.get_rule(session)
    if rule.cursor is None:
        rule.cursor, rule.round_started_at = "", now()
    more = sa.select(Customer.id).where(Customer.id > rule.cursor, Customer.merged_into_id.is_(None))
    ids = list(session.scalars(more.order_by(Customer.id).limit(ROUND_BATCH)))
    service.mark(session, ids)
    rule.cursor = ids[-1] if len(ids) == ROUND_BATCH else None


def _is_night_since(started_at: datetime) -> bool:
    return now() - started_at > ROUND and now().astimezone(ZoneInfo(current().timezone)).hour in NIGHT


def _count_marks(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(DuplicateMark)) or 0
