"""A large company to ask questions of: a population in a database of its own, the product and the floor beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bench import databases, servers
from bench.company import hire
from bench.population import Population, populate
from bench.servers import Server
from bench.stage import Options
from contactcenter.agents.models import User
from contactcenter.agents.teams import service as teams
from contactcenter.agents.teams.reach import set_reaches
from contactcenter.core import db
from contactcenter.core import settings as settings_module
from contactcenter.core.db import transaction
from tests.services.ports import free_ports


@dataclass(frozen=True)
class Crowd:
    """This process is bound to the same database; `cookie` is a supervisor's session.

    `limited_cookie` is an agent's, who sees the customers of four others, a tenth of all owners, and nobody's.
    """

    database: str
    population: Population
    product: Server
    floor: Server
    cookie: str
    limited_cookie: str


@contextmanager
def crowded(kind: str, server_url: str, folder: Path, options: Options) -> Iterator[Crowd]:
    folder.mkdir(parents=True, exist_ok=True)
    port, floor_port = free_ports(2)
    environment = servers.product_environment(databases.new_database(kind, "crowd", folder, server_url), folder, port)
    settings = settings_module.use(settings_module.load_settings(environment, folder))
    population = populate(kind, settings.database_url, options.people, options.items)
    db.configure(settings.database_url)
    with transaction() as session:
        supervisor = hire(session, "supervisor", "supervisor")
        limited = hire(session, "limited", "agent")
        colleagues = session.scalars(sa.select(User.id).where(User.role == "agent").order_by(User.id).limit(4))
        teams.create_team(session, {"name": "limited", "member_ids": [limited.user_id, *colleagues]})
        set_reaches(session, {"agent": "team"}, actor_id=None)
    floor = ["bench.crowd_floor", settings.database_url, str(floor_port)]
    with servers.product(environment, folder) as product, servers.running(floor, floor_port, folder) as bare:
        yield Crowd(kind, population, product, bare, supervisor.cookie, limited.cookie)
    db.engine().dispose()
