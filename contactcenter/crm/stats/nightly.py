"""Once a night: every customer's figures from the tables, then the fifths and everybody's class.

Whatever a bug, a restore or a hand in the database set wrong is right again in the morning, and what
changes by waiting (recency, frequency) has moved on. In short transactions: nobody waits for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once, read, transaction
from contactcenter.core.settings import current
from contactcenter.crm.models import Customer
from contactcenter.crm.stats.edges import classify_everybody
from contactcenter.crm.stats.models import NightlyRun
from contactcenter.crm.stats.pace import Pace
from contactcenter.crm.stats.rfm import Edges
from contactcenter.crm.stats.service import rebuild

HOUR = 2


def rebuild_everybody(told: Callable[[int], None] | None = None) -> int:
    """All figures of all customers. `told` hears how many are done. Returns how many there are."""
    done, after = 0, ""
    edges: dict[str, Edges] = {}
    pace = Pace(size=100, most=1_000)
    while ids := _next_ids(after, pace.size):
        with pace.measured(), transaction() as session:
            rebuild(session, ids, edges)
        done, after = done + len(ids), ids[-1]
        if told:
            told(done)
    classify_everybody()
    return done


def claim(name: str, moment: datetime | None = None) -> bool:
    """Whether this process is to do tonight's `name` now: once after `HOUR` o'clock of the company's day."""
    moment = moment or now()
    since = _last_due(moment)
    with read() as session:
        standing = session.get(NightlyRun, name)
        if standing is not None and standing.began_at >= since:
            return False
    with transaction() as session:
        if insert_once(session, NightlyRun, {"name": name, "began_at": moment}, key=["name"]):
            return True
        claimed = session.execute(
            sa.update(NightlyRun).where(NightlyRun.name == name, NightlyRun.began_at < since).values(began_at=moment)
        )
        return bool(claimed.rowcount)  # type: ignore[attr-defined]


def company_day(moment: datetime) -> datetime:
    """The moment on the company's own clock."""
    return moment.astimezone(ZoneInfo(current().timezone))


def _last_due(moment: datetime) -> datetime:
    local = company_day(moment)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return due if due <= local else due - timedelta(days=1)


def _next_ids(after: str, size: int) -> list[str]:
    wanted = sa.select(Customer.id).where(Customer.id > after, Customer.merged_into_id.is_(None))
    with read() as session:
        return list(session.scalars(wanted.order_by(Customer.id).limit(size)))
