"""What the demo company's people have made of their customers: profiles, companies, tasks, notes, groups.

Kept apart from the month of calls and from the shop, so that an install whose demo is older gets it at the next start.
"""

import random
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from contactcenter.agents.models import User
from contactcenter.core.db import read, transaction
from contactcenter.crm.audit import measuring
from contactcenter.crm.companies.models import Company
from contactcenter.crm.duplicates import jobs as duplicates
from contactcenter.crm.duplicates.service import mark
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.models import Customer
from contactcenter.crm.stats.service import rebuild
from contactcenter.demo import desk_work, doubles, groups, organisations, portraits
from contactcenter.demo.company import AGENTS, STAFF
from contactcenter.demo.desk_work import Staff
from contactcenter.demo.profiles import SOURCE


def add_office(now: datetime, seed: int) -> bool:
    """Everything up to `now` (aware), all or nothing; nothing where there are fields or companies. Whether it did."""
    with read() as session:
        if any(session.scalar(sa.select(table.id).limit(1)) for table in (CustomField, Company)):
            return False
    rng = random.Random(f"office {seed}")
    with transaction() as session:
        _furnish(session, now, rng)
    while duplicates.compare_batch():
        pass
    measuring.measure()
    with transaction() as session:
        groups.add_quality_history(session, rng)
    return True


def _furnish(session: Session, now: datetime, rng: random.Random) -> None:
    staff = _staff(session)
    users = [user.id for user in staff.agents]
    loaded = sa.select(Customer).filter_by(source=SOURCE).options(selectinload(Customer.identities))
    people = list(session.scalars(loaded.order_by(Customer.id)))
    portraits.fill(session, people, portraits.add_fields(session), users, now, rng)
    session.flush()
    session.expire_all()
    people = list(session.scalars(loaded.order_by(Customer.id)))
    companies = organisations.add_companies(session, people, users, now, rng)
    organisations.add_households(session, people, now, rng)
    organisations.add_tags(session, people, users, now, rng)
    desk_work.adopt_notes(session)
    desk_work.add_notes(session, people, staff, now, rng)
    desk_work.add_promises(session, now, rng)
    desk_work.add_tasks(session, people, list(companies.values()), staff, now, rng)
    desk_work.add_files(session, people, staff, now, rng)
    double_ids = doubles.add_doubles(session, people, now, rng)
    doubles.add_merged(session, people, staff.supervisor.id, now, rng)
    ids = [person.id for person in people]
    rebuild(session, double_ids)
    mark(session, [*ids, *double_ids])
    everybody = session.scalars(sa.select(Customer).where(Customer.merged_into_id.is_(None)).order_by(Customer.id))
    groups.add_groups(session, list(everybody), staff.supervisor.id, now, rng)


def _staff(session: Session) -> Staff:
    by_email = {user.email: user for user in session.scalars(sa.select(User))}
    supervisor = next(one for one in STAFF if one.role == "supervisor")
    return Staff([by_email[one.email] for one in AGENTS], by_email[supervisor.email])
