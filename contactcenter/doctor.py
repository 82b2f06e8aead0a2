"""What `flask doctor` looks at, and what it says to do."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from contactcenter import migrate
from contactcenter.agents.models import User
from contactcenter.core import db, storage
from contactcenter.core.settings import Settings


@dataclass(frozen=True)
class Finding:
    part: str
    is_ok: bool
    words: str


def examine(_app: Flask, settings: Settings) -> list[Finding]:
    """Everything that can be checked without changing anything."""
    checks: list[tuple[str, Callable[[Settings], str]]] = [
        ("database", _database),
        ("schema", _schema),
        ("people", _people),
        ("recordings", _storage),
        ("public address", _public_url),
        ("twilio", _twilio),
        ("redis", _redis),
    ]
    return [_run(part, check, settings) for part, check in checks]


class Unwell(Exception):
    """A check found something to fix; the message says what to do."""


def _run(part: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(part, is_ok=True, words=check(settings))
    except Unwell as unwell:
        return Finding(part, is_ok=False, words=str(unwell))
    except Exception as error:  # noqa: BLE001 - a check that breaks is a finding, not a crash
        return Finding(part, is_ok=False, words=f"does not answer ({type(error).__name__}); check its setting")


def _database(settings: Settings) -> str:
    with db.read() as session:
        session.execute(sa.text("SELECT 1"))
    return "SQLite" if settings.is_sqlite else "PostgreSQL"


def _schema(_settings: Settings) -> str:
    newest = ScriptDirectory.from_config(migrate.config()).get_current_head()
    with db.engine().connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != newest:
        raise Unwell("run `flask db upgrade`")
    return f"at {newest}"


def _people(_settings: Settings) -> str:
    with db.read() as session:
        count = session.scalar(sa.select(sa.func.count()).select_from(User).where(User.is_active.is_(True)))
    if not count:
        raise Unwell("nobody can sign in: run `flask users create --email … --name … --role admin`")
    return f"{count} can sign in"


def _storage(settings: Settings) -> str:
    storage.open_store(settings).check()
    return settings.recordings_url.split(":", 1)[0]


def _public_url(settings: Settings) -> str:
    if settings.twilio.is_configured and not settings.is_secure:
        raise Unwell("set PUBLIC_URL to the https address that Twilio calls")
    return settings.public_url


def _twilio(settings: Settings) -> str:
    if not settings.twilio.is_configured:
        return "not set up (TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN); calls come from the simulator in the demo"
    if not (settings.twilio.api_key_sid and settings.twilio.api_key_secret):
        raise Unwell("set TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET for calls in the browser")
    return "account and browser calls set up"


def _redis(settings: Settings) -> str:
    if not settings.redis_url:
        return "not used (one process)"
    import redis

    redis.Redis.from_url(settings.redis_url, socket_timeout=2).ping()
    return "answers"
