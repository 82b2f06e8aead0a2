"""Runs and points: asking for a run, holding an account while it lasts, moving the point on."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.providers import registry
from contactcenter.providers.listing import ListingProvider
from contactcenter.webhooks.reconciliation.models import ReconcilePoint, ReconcileRun

JOB = "reconcile"
WHOLE = "*"
LEASE = timedelta(seconds=120)
FIRST_LOOK = timedelta(hours=24)
"""How far back the first run of an account looks."""
OVERLAP = timedelta(minutes=15)
"""Each run looks again at the end of the last: rows appear late in a carrier's lists."""
LONGEST_CALL = timedelta(hours=25)
"""What began longer ago than any call lasts holds the point back no more, ended or not."""
MOST_FINDINGS = 200


def list_providers() -> list[ListingProvider]:
    """The carriers of this process that can be asked what they have."""
    return [p for p in registry.list_all() if isinstance(p, ListingProvider) and p.listable]


def get_provider(name: str) -> ListingProvider:
    """Raises NotFound, or Invalid `nothing_listed` for one that lists nothing."""
    provider = registry.get(name)
    if not isinstance(provider, ListingProvider) or not provider.listable:
        raise Invalid("nothing_listed", "That provider is not set up, or lists nothing.", provider=["Not set up."])
    return provider


def ask_for_run(
    session: Session,
    provider_name: str,
    *,
    cause: str,
    actor_id: str | None = None,
    since: datetime | None = None,
    is_dry_run: bool = False,
) -> ReconcileRun:
    """Write down a run that a job or the caller carries out. Raises Conflict while another one is under way."""
    provider = get_provider(provider_name)
    if since is not None and since > now():
        raise Invalid("since_in_future", "Choose a moment in the past.", since=["In the future."])
    busy = find_busy(session, provider)
    if busy is not None:
        raise Conflict("reconciling", "A comparison is under way already.", run_id=busy)
    run = ReconcileRun(
        provider=provider.name,
        account=provider.account,
        cause=cause,
        actor_id=actor_id,
        wanted_since=since,
        is_dry_run=is_dry_run,
    )
    session.add(run)
    session.flush()
    return run


def enqueue(session: Session, run: ReconcileRun) -> None:
    jobs.enqueue(session, JOB, run.id, key=f"reconcile-{run.id}")


def get_run(session: Session, run_id: str, *, for_update: bool = False) -> ReconcileRun:
    """Raises NotFound."""
    run = session.get(ReconcileRun, run_id, with_for_update=for_update, populate_existing=for_update)
    if run is None:
        raise NotFound("run_not_found", "There is no such comparison.")
    return run


def cancel(session: Session, run_id: str) -> ReconcileRun:
    """Stop it at the next page. What was filled in stands; one that is over is left alone."""
    run = get_run(session, run_id, for_update=True)
    if run.state in ("waiting", "running"):
        run.state, run.ended_at = "canceled", now()
    return run


def find_busy(session: Session, provider: ListingProvider) -> str | None:
    """The run that holds the account now."""
    row = session.get(ReconcilePoint, (provider.name, provider.account, WHOLE))
    return row.lease_run_id if row is not None and row.lease_until is not None and row.lease_until > now() else None


def claim(session: Session, run: ReconcileRun) -> bool:
    """Hold the account for this run; False when another one does, or this one is over."""
    if run.state not in ("waiting", "running"):
        return False
    point = _point(session, run, WHOLE)
    moment = now()
    is_free = point.lease_until is None or point.lease_until <= moment or point.lease_run_id == run.id
    if not is_free:
        return False
    if point.lease_run_id not in (None, run.id):
        broken = session.get(ReconcileRun, point.lease_run_id)
        if broken is not None and broken.state == "running":
            broken.state, broken.ended_at = "broken_off", broken.alive_at or moment
    point.lease_run_id, point.lease_until = run.id, moment + LEASE
    run.state, run.started_at, run.alive_at = "running", run.started_at or moment, moment
    return True


def note_page(session: Session, run_id: str, resource: str, page: dict[str, Any]) -> bool:
    """Add a page's counts and stay in hold of the account; False when somebody has stopped the run."""
    run = get_run(session, run_id, for_update=True)
    if run.state != "running":
        return False
    run.pages += 1
    run.seen = {**run.seen, resource: run.seen.get(resource, 0) + page["seen"]}
    run.filled = {**run.filled, **{k: run.filled.get(k, 0) + n for k, n in page["filled"].items()}}
    run.findings = [*run.findings, *page["findings"]][:MOST_FINDINGS]
    run.failed += page["failed"]
    run.unreadable += page["unreadable"]
    run.alive_at = now()
    _point(session, run, WHOLE).lease_until = run.alive_at + LEASE
    return True


def finish(
    session: Session, run_id: str, state: str, *, error: str | None = None, retry_after: float | None = None
) -> None:
    """Let go of the account and say how it went."""
    run = get_run(session, run_id, for_update=True)
    point = _point(session, run, WHOLE)
    if point.lease_run_id == run.id:
        point.lease_run_id = point.lease_until = None
        point.not_before = now() + timedelta(seconds=retry_after) if retry_after else None
    if run.state == "running":
        run.state, run.error, run.ended_at = state, error, now()
        run.retry_at = point.not_before


def start_of(session: Session, run: ReconcileRun, resource: str, *, oldest_live: datetime | None) -> datetime:
    """From where this run looks at a list: as asked, else a little before the last good point."""
    if run.wanted_since is not None:
        return run.wanted_since
    point = session.get(ReconcilePoint, (run.provider, run.account, resource))
    if point is None or point.good_until is None:
        return now() - FIRST_LOOK
    start = point.good_until - OVERLAP
    return min(start, oldest_live - OVERLAP) if oldest_live is not None else start


def keep_point(session: Session, run_id: str, resource: str, started_from: datetime, good_until: datetime) -> None:
    """Move the good point on, if this run has looked at everything from the old one."""
    run = get_run(session, run_id, for_update=True)
    if run.is_dry_run:
        return
    point = _point(session, run, resource)
    if point.good_until is None or started_from <= point.good_until < good_until:
        point.good_until = good_until
    session.flush()
    mine = sa.and_(ReconcilePoint.provider == run.provider, ReconcilePoint.account == run.account)
    run.good_until = session.scalar(sa.select(sa.func.min(ReconcilePoint.good_until)).where(mine))


def _point(session: Session, run: ReconcileRun, resource: str) -> ReconcilePoint:
    key = {"provider": run.provider, "account": run.account, "resource": resource}
    insert_once(session, ReconcilePoint, key, key=list(key))
    return session.get_one(ReconcilePoint, tuple(key.values()), with_for_update=True, populate_existing=True)
