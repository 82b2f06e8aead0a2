"""A company to measure with: customers who call, agents who are signed in, a key for the API."""

import logging
import random
from dataclasses import dataclass

import sqlalchemy as sa

from contactcenter import migrate
from contactcenter.agents import api_keys, sessions
from contactcenter.agents.models import Presence, User
from contactcenter.core import db
from contactcenter.core.db import transaction
from contactcenter.core.ids import new_id
from contactcenter.core.settings import Settings
from contactcenter.crm.models import Customer, Identity
from contactcenter.factory import ensure_defaults
from contactcenter.routing import queues

NO_PASSWORD = "!"
BATCH = 2000


@dataclass(frozen=True)
class Agent:
    """A signed-in browser; `cookie` and `csrf` are its session's."""

    user_id: str
    identity: str
    cookie: str
    csrf: str


@dataclass(frozen=True)
class Company:
    agents: list[Agent]
    supervisor: Agent
    api_key: str
    customers: int

    def caller(self, number: int) -> str:
        """The n-th call's number: every other caller is a customer, the others are strangers."""
        if number % 2:
            return f"+8497{number:07d}"
        return customer_number(number * 7919 % self.customers)


def found(settings: Settings, *, agents: int, customers: int) -> Company:
    """Fill the empty database that the settings name, and let go of it again."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    db.configure(settings.database_url)
    migrate.upgrade(settings.database_url)
    ensure_defaults()
    _add_customers(customers)
    with transaction() as session:
        company = Company(
            agents=[hire(session, f"agent_{n}", "agent") for n in range(agents)],
            supervisor=hire(session, "supervisor", "supervisor"),
            api_key=api_keys.create_key(session, "bench", "supervisor")[1],
            customers=customers,
        )
    db.engine().dispose()
    return company


def customer_number(n: int) -> str:
    return f"+8490{n:07d}"


def hire(session: sa.orm.Session, name: str, role: str) -> Agent:
    user = User(
        email=f"{name}@bench.example",
        name=name.replace("_", " ").title(),
        role=role,
        password_hash=NO_PASSWORD,
        voice_identity=name,
    )
    session.add(user)
    session.flush()
    session.add(Presence(user_id=user.id))
    queues.add_member(session, queues.ensure_default_queue(session).id, user.id)
    row, token = sessions.open_session(session, user, ip="127.0.0.1", user_agent="bench")
    return Agent(user.id, name, token, row.csrf_token)


def _add_customers(count: int) -> None:
    chance = random.Random(2)
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        people = [(new_id("cus"), n) for n in numbers]
        with transaction() as session:
            session.execute(
                sa.insert(Customer),
                [
                    {"id": i, "display_name": f"Khách {n}", "name_folded": f"khach {n}", "status": "current"}
                    for i, n in people
                ],
            )
            session.execute(
                sa.insert(Identity),
                [
                    {
                        "customer_id": i,
                        "channel": "phone",
                        "value": customer_number(n),
                        "last9": customer_number(n)[-9:],
                        "is_verified": chance.random() < 0.5,
                    }
                    for i, n in people
                ],
            )
