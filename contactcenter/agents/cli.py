"""`flask users ...` and `flask api-keys ...`: accounts from the command line."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa

from contactcenter.agents import accounts, api_keys
from contactcenter.agents.models import ROLES, User
from contactcenter.agents.queries import find_user_by_email
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import DomainError

_ROLE = click.Choice(ROLES)


@click.group("users")
def users_cli() -> None:
    """People who sign in."""


@users_cli.command("create")
@click.option("--email", prompt=True, help="What they sign in with.")
@click.option("--name", prompt=True, help="Shown to colleagues.")
@click.option("--role", prompt=True, type=_ROLE)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_user(email: str, name: str, role: str, *, password_stdin: bool) -> None:
    """Create a person; without a terminal or --password-stdin, a password is made and printed once."""
    password, is_generated = _new_password(is_piped=password_stdin)
    with _plain_refusals(), transaction() as session:
        user = accounts.create_user(session, email=email, name=name, role=role, password=password)
    click.echo(f"Created {user.email} ({user.role}).")
    if is_generated:
        click.echo(f"Password, shown only now: {password}")


@users_cli.command("set-password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def set_password(email: str, *, password_stdin: bool) -> None:
    """Give a person a new password and sign them out everywhere."""
    password, is_generated = _new_password(is_piped=password_stdin)
    with _plain_refusals(), transaction() as session:
        user = find_user_by_email(session, accounts.canonical_email(email))
        if user is None:
            raise click.ClickException("Nobody has that email.")
        accounts.set_password(session, user, password)
    click.echo(f"Password of {user.email} changed.")
    if is_generated:
        click.echo(f"Password, shown only now: {password}")


@users_cli.command("list")
def list_users() -> None:
    """Everybody who has an account."""
    with read() as session:
        for user in session.scalars(sa.select(User).order_by(User.email)):
            state = "active" if user.is_active else "deactivated"
            click.echo(f"{user.email}\t{user.role}\t{state}\t{user.name}")


@click.group("api-keys")
def api_keys_cli() -> None:
    """Keys for machines."""


@api_keys_cli.command("create")
@click.argument("name")
@click.option("--role", required=True, type=_ROLE)
def create_key(name: str, role: str) -> None:
    """Create a key and print it alone, this once."""
    with _plain_refusals(), transaction() as session:
        _row, key = api_keys.create_key(session, name, role)
    click.echo(key)


@api_keys_cli.command("list")
def list_keys() -> None:
    """Every key: id, role, state, name."""
    with read() as session:
        for row in api_keys.list_keys(session):
            click.echo(f"{row.id}\t{row.role}\t{'revoked' if row.revoked_at else 'live'}\t{row.name}")


@api_keys_cli.command("revoke")
@click.argument("key_id")
def revoke_key(key_id: str) -> None:
    """End a key now."""
    with _plain_refusals(), transaction() as session:
        api_keys.revoke_key(session, key_id)
    click.echo("Revoked.")


def _new_password(*, is_piped: bool) -> tuple[str, bool]:
    """The password, and whether we made it up."""
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n"), False
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True), False
    return secrets.token_urlsafe(12), True


@contextmanager
def _plain_refusals() -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        reasons = [f"{field}: {' '.join(map(str, texts))}" for field, texts in error.details.items()]
        raise click.ClickException(" ".join([error.message, *reasons])) from error
