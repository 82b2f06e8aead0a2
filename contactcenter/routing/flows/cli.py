"""`flask frontdoor export DIR`: what callers hear when we are down."""

from pathlib import Path

import click

from contactcenter.core.db import transaction
from contactcenter.core.errors import DomainError
from contactcenter.core.settings import current
from contactcenter.routing.flows import fallback, queries, service


@click.group("frontdoor")
def frontdoor_cli() -> None:
    """What callers hear first."""


@frontdoor_cli.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--flow", "flow_id", help="Another flow than the default one.")
@click.option("--language", type=click.Choice(("vi", "en")), help="Instead of the company's.")
@click.option("--forward", default="", help="A number to send callers to before they are asked for a message.")
def export(folder: Path, flow_id: str | None, language: str | None, forward: str) -> None:
    """Write static documents for a carrier or web host to serve when we are down."""
    try:
        with transaction() as session:
            flow = service.get_flow(session, flow_id) if flow_id else service.ensure_default_flow(session)
            document = queries.published_document(session, flow)
            files = fallback.documents(session, document, language or current().locale, forward=forward)
    except DomainError as error:
        reason = error.details.get("reason")
        raise click.ClickException(f"{error.message} ({reason})" if reason else error.message) from None
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(str(folder / name))
