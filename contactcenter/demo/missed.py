"""Who called in vain these days, and the calls that were promised."""

import random
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls.models import Call
from contactcenter.core.db import transaction
from contactcenter.crm.models import Customer
from contactcenter.crm.tasks import service as tasks
from contactcenter.crm.tasks.models import Task
from contactcenter.demo.company import AGENTS
from contactcenter.routing import queues
from contactcenter.routing.missed import recovery
from contactcenter.routing.missed.models import MissedCaller

LOOKED_BACK = timedelta(days=5)
STILL_OPEN = timedelta(hours=6)
ALWAYS_OPEN = 2
"""So many wait for a call at whatever hour the demo is started."""
PROMISES = (
    ("Báo giá lắp máy lọc cho căn hộ mới", 2.0, 1.0, True),
    ("Hỏi đã nhận hàng và lắp xong chưa", 4.5, 0.5, True),
    ("Tư vấn gói bảo trì năm", 23.0, 2.0, True),
    ("Xác nhận lịch chăm sóc da thứ Bảy", 3.0, 1.5, False),
)
"""What about, in how many hours, how long the window is, and whether one agent promised it."""


def add_missed(now: datetime, seed: int) -> None:
    """From the month's own calls: what is older was called back, what is fresh still waits. Once."""
    with transaction() as session:
        if session.scalar(sa.select(MissedCaller.id).limit(1)) is not None:
            return
        rng = random.Random(f"{seed}-missed")
        for call in session.scalars(_calls_since(now - LOOKED_BACK)).all():
            recovery.look_at(session, call)
        _call_back(session, now, rng)
        _promise(session, now, rng)


def _calls_since(moment: datetime) -> sa.Select[Call]:
    return sa.select(Call).where(Call.ended_at > moment).order_by(Call.ended_at)


def _call_back(session: Session, now: datetime, rng: random.Random) -> None:
    agents = _agents(session)
    newest_first = sa.select(MissedCaller).where(MissedCaller.state == "open").order_by(MissedCaller.last_at.desc())
    for place, item in enumerate(session.scalars(newest_first).all()):
        if place < ALWAYS_OPEN or item.last_at > now - STILL_OPEN:
            continue
        at = item.last_at + timedelta(minutes=rng.randrange(4, 55))
        reason = rng.choice(("called_back", "called_back", "called_back", "no_answer"))
        recovery.close(session, item, reason=reason, by=item.owner_id or rng.choice(agents), at=at)


def _promise(session: Session, now: datetime, rng: random.Random) -> None:
    agents = _agents(session)
    people = session.scalars(
        sa.select(Customer.id).where(Customer.merged_into_id.is_(None), Customer.segment == "vip").order_by(Customer.id)
    ).all()
    if session.scalar(sa.select(Task.id).where(Task.kind == "callback", Task.state == "open").limit(1)) or not people:
        return
    chosen = rng.sample(list(people), min(len(people), len(PROMISES)))
    for (note, hours, length, is_own), customer_id in zip(PROMISES, chosen, strict=False):
        due_at = (now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
        values = {
            "title": note, "kind": "callback", "due_at": due_at, "until_at": due_at + timedelta(hours=length),
            "customer_id": customer_id, "assignee_id": agents[0] if is_own else None,
            "queue_id": queues.ensure_default_queue(session).id,
        }  # fmt: skip
        tasks.create_task(session, values, actor_id=agents[0])


def _agents(session: Session) -> list[str]:
    emails = [one.email for one in AGENTS]
    return list(session.scalars(sa.select(User.id).where(User.email.in_(emails)).order_by(User.email)))
