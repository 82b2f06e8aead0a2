"""`flask reconcile`: compare the carriers' lists with ours now."""

import re
import sys
from datetime import UTC, datetime, timedelta

import click

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict, DomainError
from contactcenter.core.settings import current
from contactcenter.providers import registry
from contactcenter.providers.simulator import control
from contactcenter.webhooks.reconciliation import running, service
from contactcenter.webhooks.reconciliation.models import ReconcileRun

_SPAN = re.compile(r"([0-9]{1,5})\s*([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
LONGEST_BACK = timedelta(days=400)

STOPPED, BUSY = 1, 3


class Moment(click.ParamType):
    """`90m`, `6h`, `2d` ago, or an ISO-8601 time (UTC when it names no zone)."""

    name = "when"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        text = str(value).strip()
        span = _SPAN.fullmatch(text)
        try:
            if span:
                moment = now() - timedelta(**{_UNITS[span.group(2)]: int(span.group(1))})
            else:
                moment = datetime.fromisoformat(text)
                moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{text!r} is no time: say 90m, 6h, 2d, or 2026-03-24T09:00:00Z", param, ctx)
        if not now() - LONGEST_BACK < moment < now():
            self.fail("choose a moment within the last 400 days", param, ctx)
        return moment


@click.command("reconcile")
@click.option("--since", type=Moment(), help="From when on; by default from the last good point.")
@click.option("--provider", "provider_name", help="Only this one; by default each that is set up.")
@click.option("--dry-run", is_flag=True, help="Say what is missing, and change nothing.")
def reconcile(since: datetime | None, provider_name: str | None, dry_run: bool) -> None:
    """Fill in what providers list and webhooks never told.

    Exit status: 0 all compared, 1 a provider did not let us finish, 2 wrong use, 3 another run is under way.
    """
    if registry.find("simulator") is None and control.is_running(current().simulator):
        registry.add_simulator(current())  # as `flask simulate` finds it
    try:
        names = [service.get_provider(provider_name).name] if provider_name else _names()
    except DomainError as error:
        raise click.UsageError(error.message) from None
    if not names:
        click.echo("Nothing to compare: no provider account is set up.")
    statuses = [_reconcile(name, since, is_dry_run=dry_run) for name in names]
    sys.exit(max(statuses, default=0))


def _names() -> list[str]:
    return [provider.name for provider in service.list_providers()]


def _reconcile(name: str, since: datetime | None, *, is_dry_run: bool) -> int:
    try:
        with transaction() as session:
            run = service.ask_for_run(session, name, cause="command", since=since, is_dry_run=is_dry_run)
    except Conflict as error:
        click.echo(f"{name}: {error.message}", err=True)
        return BUSY
    running.run(run.id)
    with read() as session:
        run = service.get_run(session, run.id)
    _print(run)
    return 0 if run.state == "done" and not run.failed else STOPPED


def _print(run: ReconcileRun) -> None:
    span = f"{run.since:%Y-%m-%d %H:%M} to {run.until:%Y-%m-%d %H:%M} UTC" if run.since and run.until else "nothing"
    click.echo(f"{run.provider}: compared {span}")
    for resource, count in run.seen.items():
        click.echo(f"  {resource:24} {count:6} listed")
    verb = "missing" if run.is_dry_run else "filled in"
    for kind, count in sorted(run.filled.items()):
        click.echo(f"  {kind:24} {count:6} {verb}")
    if not run.filled:
        click.echo("  nothing was missing")
    for words, count in (("not taken in, tried again next time", run.failed), ("unreadable rows", run.unreadable)):
        if count:
            click.echo(f"  {count} {words}")
    if run.state != "done":
        until = f"{run.good_until:%Y-%m-%d %H:%M:%S} UTC" if run.good_until else "the last good point"
        again = f"; not before {run.retry_at:%H:%M:%S} UTC" if run.retry_at else ""
        click.echo(f"  {run.state}: {run.error or ''}; the next run goes on from {until}{again}", err=True)
