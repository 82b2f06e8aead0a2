"""`flask stats …`: the roll-up from the command line."""

import click

from contactcenter.crm.stats import nightly


@click.group("stats")
def stats_cli() -> None:
    """Customers' figures."""


@stats_cli.command("rebuild")
def rebuild() -> None:
    """Compute every customer's figures and purchase class anew. Safe at any time, and to repeat."""
    done = nightly.rebuild_everybody()
    click.echo(f"The figures of {done} customers are up to date.")
