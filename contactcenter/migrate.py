"""Schema migrations: Alembic for our tables, the queue's own for its."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from contactcenter.core import jobs

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["configure_logger"] = False
    return made


def upgrade(database_url: str) -> None:
    """Bring the bound database to the newest schema. Safe to repeat."""
    command.upgrade(config(), "head")
    jobs.migrate(database_url)
