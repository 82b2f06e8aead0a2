"""One run: list after list, slice after slice, oldest first; what is new goes the way of the webhooks.

Each finished slice moves the good point, so a run that was killed, refused or told to wait
is continued by the next one where it stood. Nothing is open in the database while the
carrier is asked. A row that cannot be taken in, or that is not final yet, holds the point
back: the next run meets it again.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
import structlog

from contactcenter.calls.models import Call
from contactcenter.core.clock import isoformat, now
from contactcenter.core.crash_points import reach
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import DomainError, ProviderError
from contactcenter.providers.base import TelephonyProvider
from contactcenter.providers.listing import Listed, ListedPage, ListingProvider
from contactcenter.webhooks import dispatch, failures, inbox
from contactcenter.webhooks.reconciliation import service
from contactcenter.webhooks.reconciliation.comparing import Finding, compare
from contactcenter.webhooks.reconciliation.models import ReconcileRun

_log = structlog.get_logger(__name__)

SLICE = timedelta(hours=6)
TRIES = 4
LONGEST_WAIT_SECONDS = 15
"""Asked to wait longer, a run stops and says when to come again."""
MOST_PAGES = 2000

_LIVE = sa.select(sa.func.min(Call.started_at)).where(Call.provider_status.is_(None))


class _Stopped(Exception):
    """Somebody canceled the run."""


def pause(seconds: float) -> None:
    """Between two tries; a test replaces it."""
    threading.Event().wait(seconds)


def run(run_id: str) -> str:
    """Carry out a run that was asked for; its final state. Repeats are harmless."""
    with transaction() as session:
        row = service.get_run(session, run_id, for_update=True)
        if not service.claim(session, row):
            return row.state
        provider = service.get_provider(row.provider)
    try:
        for resource in provider.listable:
            _Resource(row, provider, resource).compare()
    except _Stopped:
        return _end(run_id, "canceled")
    except ProviderError as error:
        wait = error.details.get("retry_after_seconds")
        _log.warning("reconciliation stopped", run_id=run_id, code=error.code)
        return _end(run_id, "stopped", error=error.code, retry_after=wait)
    except DomainError as error:
        return _end(run_id, "stopped", error=error.code)
    except Exception as error:
        if failures.is_database_gone(error):
            raise
        _log.error("reconciliation failed", run_id=run_id, reason=failures.describe(error))
        return _end(run_id, "stopped", error=failures.describe(error)[:80])
    return _end(run_id, "done")


def _end(run_id: str, state: str, *, error: str | None = None, retry_after: float | None = None) -> str:
    with transaction() as session:
        service.finish(session, run_id, state, error=error, retry_after=retry_after)
        return service.get_run(session, run_id).state


class _Resource:
    """One list of one run."""

    def __init__(self, run: ReconcileRun, provider: ListingProvider, resource: str) -> None:
        self._run = run
        self._provider = provider
        self._resource = resource
        self._held_back: datetime | None = None

    def compare(self) -> None:
        until = now()
        with transaction() as session:
            live = session.scalar(
                _LIVE.where(Call.provider == self._run.provider, Call.started_at > until - service.LONGEST_CALL)
            )
            row = service.get_run(session, self._run.id, for_update=True)
            since = service.start_of(session, row, self._resource, oldest_live=live)
            row.since = since if row.since is None else min(since, row.since)
            row.until = until
        for low, high in _slices(since, until):
            for page in self._pages(low, high):
                self._take(page)
            good = high if self._held_back is None else min(high, self._held_back)
            with transaction() as session:
                service.keep_point(session, self._run.id, self._resource, since, good)
            reach("reconcile.after_slice")

    def _pages(self, low: datetime, high: datetime) -> Iterator[ListedPage]:
        address: str | None = None
        for _ in range(MOST_PAGES):
            page = self._ask(low, high, address)
            yield page
            if page.next_page is None:
                return
            if page.next_page == address:
                break
            address = page.next_page
        raise ProviderError("endless_list", "The provider's list does not end.", is_retryable=False)

    def _ask(self, low: datetime, high: datetime, address: str | None) -> ListedPage:
        for attempt in range(1, TRIES + 1):
            try:
                return self._provider.list_page(self._resource, low, high, address)
            except ProviderError as error:
                wait = float(error.details.get("retry_after_seconds") or 2 ** (attempt - 1))
                if not error.is_retryable or attempt == TRIES or wait > LONGEST_WAIT_SECONDS:
                    raise
                pause(wait)
        raise AssertionError("unreachable")

    def _take(self, page: ListedPage) -> None:
        with read() as session:
            found = compare(session, self._run.provider, page.rows)
        earliest = now() - service.LONGEST_CALL
        for row in page.rows:
            if not row.is_final and row.at > earliest:
                self._hold_back(row.at)
        filled: Counter[str] = Counter()
        findings, failed = [], 0
        for finding in found:
            call_id = finding.call_id
            if not self._run.is_dry_run:
                try:
                    call_id = self._fill_in(finding) or call_id
                except Exception as error:
                    if failures.is_database_gone(error):
                        raise
                    _log.error("a listed row was not taken in", reason=failures.describe(error))
                    self._hold_back(finding.row.at)
                    failed += 1
                    continue
                reach("reconcile.after_row")
            filled[finding.kind] += 1
            findings.append(_told(finding, call_id))
        self._note(len(page.rows), dict(filled), findings, failed, page.unreadable)

    def _fill_in(self, finding: Finding) -> str | None:
        """Say it as the webhook would have; the call's id."""
        provider = cast("TelephonyProvider", self._provider)
        row = finding.row
        with transaction() as session:
            for event in row.events:
                if row.request is not None:
                    inbox.take_listed(session, provider, row.request, event)
                else:
                    dispatch.handle(session, event, provider)
            return session.scalar(
                sa.select(Call.id).where(
                    Call.provider == provider.name, Call.provider_call_id == (row.parent_id or row.provider_id)
                )
            )

    def _note(self, seen: int, filled: dict[str, int], findings: list[Any], failed: int, unreadable: int) -> None:
        counts = {"seen": seen, "filled": filled, "findings": findings, "failed": failed, "unreadable": unreadable}
        with transaction() as session:
            if not service.note_page(session, self._run.id, self._resource, counts):
                raise _Stopped

    def _hold_back(self, moment: datetime) -> None:
        self._held_back = moment if self._held_back is None else min(self._held_back, moment)


def _slices(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    low = since
    while low < until:
        high = min(low + SLICE, until)
        yield low, high
        low = high


def _told(finding: Finding, call_id: str | None) -> dict[str, Any]:
    row: Listed = finding.row
    return {"kind": finding.kind, "provider_id": row.provider_id, "call_id": call_id, "at": isoformat(row.at)}
