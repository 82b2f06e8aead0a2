"""`flask …`: administration from the command line."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from contactcenter import doctor, migrate
from contactcenter.agents.cli import api_keys_cli, users_cli
from contactcenter.core import jobs
from contactcenter.core.errors import NotFound
from contactcenter.core.settings import current
from contactcenter.crm.search.cli import search_cli
from contactcenter.crm.stats.cli import stats_cli
from contactcenter.factory import ensure_defaults
from contactcenter.routing.flows.cli import frontdoor_cli
from contactcenter.webhooks.reconciliation.cli import reconcile

db_cli = AppGroup("db", help="The database's schema.")
seed_cli = AppGroup("seed", help="Fill the database.")


def install(app: Flask) -> None:
    """Mount every command."""
    groups = (db_cli, seed_cli, users_cli, api_keys_cli, stats_cli, search_cli, frontdoor_cli)
    for command in (*groups, replay, reconcile, list_jobs, run_worker, run_doctor):
        app.cli.add_command(command)
    from contactcenter.providers.simulator.cli import simulate_cli

    app.cli.add_command(simulate_cli)


@db_cli.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest schema, with the rows an install cannot do without."""
    migrate.upgrade(current().database_url)
    ensure_defaults()
    click.echo("The database is up to date.")


@seed_cli.command("demo")
def seed_demo() -> None:
    """The demo company: people, customers, a month of calls with audio. Safe to repeat."""
    from contactcenter.demo.seed import seed

    seed(current())
    click.echo("The demo company is ready.")


@click.command("replay")
@click.argument("delivery_id")
def replay(delivery_id: str) -> None:
    """Apply a stored delivery again; harmless when it was applied already."""
    from contactcenter.webhooks.replay import replay as run

    try:
        state = run(delivery_id)
    except NotFound as error:
        raise click.ClickException(error.message) from None
    click.echo(f"Replayed {delivery_id}: {state}.")
    sys.exit(0 if state != "failed" else 1)


@click.command("jobs")
def list_jobs() -> None:
    """List every background job and timer."""
    for job in jobs.list_jobs():
        click.echo(f"job   {job.name:24} {job.summary}")
    for tick in jobs.list_ticks():
        summary = (tick.run.__doc__ or "").strip().split("\n")[0]
        click.echo(f"timer {tick.name:24} every {tick.seconds:g} s: {summary}")


@click.command("worker")
def run_worker() -> None:
    """Run jobs and timers without web or sockets (a scaled install's worker)."""
    from contactcenter import worker

    worker.run(current())


@click.command("doctor")
def run_doctor() -> None:
    """Check settings, database, storage and providers; say what to fix."""
    findings = doctor.examine(current_app, current())
    for finding in findings:
        click.echo(f"{'ok  ' if finding.is_ok else 'FIX '} {finding.part}: {finding.words}")
    sys.exit(0 if all(f.is_ok for f in findings) else 1)
