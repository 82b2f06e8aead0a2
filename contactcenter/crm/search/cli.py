"""`flask search …`: the indexes from the command line."""

import click

from contactcenter.crm.search.rebuilding import rebuild_all


@click.group("search")
def search_cli() -> None:
    """The indexes of search."""


@search_cli.command("rebuild")
def rebuild() -> None:
    """Index every customer and all that was said and written anew. Safe at any time, and to repeat."""
    done = rebuild_all()
    click.echo(f"Indexed {done.customers} customers and {done.things} calls, notes and other items.")
