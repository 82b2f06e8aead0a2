"""What a row is measured on: one database with a company in it, the product and the floor beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import databases, servers
from bench.company import Company, found
from bench.forms import Carrier
from bench.servers import Server
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings
from tests.services.ports import free_ports


@dataclass(frozen=True)
class Options:
    """How much is measured. `small` figures say little, but that everything runs."""

    rounds: int = 5
    seconds: float = 5.0
    connections: int = 16
    agents: int = 200
    customers: int = 10_000
    people: int = 1_000_000
    items: int = 10_000_000
    calls: int = 100
    megabytes: int = 20
    import_rows: int = 20_000
    leads: int = 10_000
    team: int = 500
    line: int = 10_000
    timers: int = 5_000
    inbound_per_second: float = 50.0
    notifications_per_second: float = 50.0


@dataclass(frozen=True)
class Stage:
    database: str
    folder: Path
    settings: Settings
    company: Company
    product: Server
    floor: Server

    @property
    def carrier(self) -> Carrier:
        return Carrier(self.product.url)


@contextmanager
def staged(kind: str, server_url: str, folder: Path, options: Options) -> Iterator[Stage]:
    """Everything up and running on an empty database of that kind."""
    folder.mkdir(parents=True)
    (port,) = free_ports(1)
    environment = servers.product_environment(databases.new_database(kind, "product", folder, server_url), folder, port)
    settings = settings_module.use(settings_module.load_settings(environment, folder))
    company = found(settings, agents=options.agents, customers=options.customers)
    floor_url = databases.new_database(kind, "floor", folder, server_url)
    with servers.product(environment, folder) as product, servers.floor(floor_url, folder) as floor:
        yield Stage(kind, folder, settings, company, product, floor)
