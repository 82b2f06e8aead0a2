"""A month of the demo company's leads: from its website, ads, fairs and friends, won, lost and on their way.

Those on their way have been touched, so that no clock runs for people who are not there yet; one has just come in
and waits for whoever signs in first, two are free to take.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.db import read, transaction
from contactcenter.crm.models import Customer
from contactcenter.crm.orders.models import Product
from contactcenter.demo.company import AGENTS
from contactcenter.demo.profiles import SOURCE
from contactcenter.routing.leads import forms, policies
from contactcenter.routing.leads.ledger import note, put_on_timeline
from contactcenter.routing.leads.models import Lead, LeadAssignment, LeadEvent
from contactcenter.routing.leads.setup import ensure_lead_setup

COUNT = 48
SOURCES = ("form", "ad", "call", "referral", "fair", "chat")
SOURCE_WEIGHTS = (38, 24, 16, 10, 8, 4)
ENDS = ("won", "lost", "new", "contacted", "qualified", "quoted")
END_WEIGHTS = (26, 22, 8, 16, 15, 13)
REASONS = ("price", "competitor", "no_need", "no_answer")
NOTES = (
    "Hỏi giá lắp tại chung cư tầng 12.", "Xin báo giá cho gia đình 5 người.", "Hỏi có trả góp không.",
    "Đang so với bên khác, cần phản hồi trong hôm nay.", "Nhà nước giếng khoan, cần tư vấn lõi lọc.",
    "Muốn xem hàng trước ở cửa hàng Quận 3.", "Khách cũ giới thiệu.", "Cần giao trước cuối tuần.",
)  # fmt: skip
STEPS = ("Gọi tư vấn lại", "Gửi báo giá qua Zalo", "Hẹn khảo sát tại nhà", "Chốt lịch lắp", "Gửi hình thực tế")
CAMPAIGNS: tuple[dict[str, str], ...] = (
    {"utm_source": "facebook", "utm_campaign": "he-2025"}, {"utm_source": "google", "utm_campaign": "may-loc-nuoc"}, {},
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    agents: list[str]
    products: list[Product]
    form_id: str


def add_leads(now: datetime, seed: int) -> None:
    """All or nothing, up to `now`; nothing where there are leads already."""
    with read() as session:
        if session.scalar(sa.select(Lead.id).limit(1)) is not None:
            return
    rng = random.Random(f"leads {seed}")
    with transaction() as session:
        ensure_lead_setup(session)
        office = _office(session)
        people = session.scalars(sa.select(Customer).filter_by(source=SOURCE).order_by(Customer.id)).all()
        chosen = rng.sample(list(people), min(COUNT, len(people)))
        for number, person in enumerate(chosen):
            _lead(session, office, person, _moment(now, number, rng), now, rng)
        for person in rng.sample(list(people), 3):
            _unowned(session, office, person, now, rng)


def _office(session: Session) -> Office:
    """Who sells, a form for the website, and a policy for those who met us at a fair."""
    emails = [agent.email for agent in AGENTS]
    known = {user.email: user.id for user in session.scalars(sa.select(User).where(User.email.in_(emails)))}
    agents = [known[email] for email in emails]
    products = session.scalars(sa.select(Product).where(Product.is_active.is_(True)).order_by(Product.code)).all()
    form = forms.create_form(
        session,
        {
            "name": "Trang chủ nhaxanh.example",
            "allowed_origins": ["https://nhaxanh.example"],
            "interest": "Máy lọc nước",
            "thanks": "Nhà Xanh cảm ơn bạn! Chúng tôi gọi lại trong 30 phút.",
        },
    )
    policies.create_policy(
        session,
        {
            "name": "Hội chợ và khách VIP",
            "conditions": {"sources": ["fair"]},
            "strategy": "least_loaded",
            "has_own_pool": True,
            "members": [{"agent_id": agents[0], "weight": 2}, {"agent_id": agents[1], "weight": 1}],
        },
    )
    return Office(agents, [one for one in products if one.price_minor >= 1_000_000], form.id)


def _moment(now: datetime, number: int, rng: random.Random) -> datetime:
    """Over thirty days, more of them lately."""
    return now - timedelta(days=30 * (number / COUNT) ** 1.6, hours=1 + rng.random() * 8)


def _lead(session: Session, office: Office, person: Customer, at: datetime, now: datetime, rng: random.Random) -> None:
    product = rng.choice(office.products)
    stage = rng.choices(ENDS, END_WEIGHTS)[0]
    if stage == "new" and now - at > timedelta(days=3):
        stage = "contacted"
    owner = rng.choice(office.agents)
    lead = _write(session, office, person, product, at, rng)
    touched = at + timedelta(minutes=rng.choice((3, 6, 9, 14, 18, 22, 27, 41, 95)), seconds=rng.randrange(60))
    lead.owner_id, lead.routing, lead.assigned_at = owner, "assigned", at
    lead.acknowledged_at, lead.first_touch_at = at + timedelta(seconds=40), touched
    lead.first_touch_kind, lead.first_touch_by = "call", owner
    lead.decision = _decision(office, owner, at)
    _end(lead, stage, min(now, touched + timedelta(hours=rng.randrange(2, 60))), now, rng)
    session.add(LeadAssignment(lead_id=lead.id, agent_id=owner, at=at, cause="distribution", decision=lead.decision))
    _tell(session, lead, touched)


def _end(lead: Lead, stage: str, at: datetime, now: datetime, rng: random.Random) -> None:
    lead.stage_id, lead.stage_since, lead.updated_at = stage, at, at
    if stage in ("won", "lost"):
        lead.state, lead.closed_at = stage, at
        lead.lost_reason_id = rng.choice(REASONS) if stage == "lost" else None
        return
    lead.next_step = rng.choice(STEPS)
    lead.next_step_at = now + timedelta(hours=rng.choice((-20, 3, 20, 26, 50, 74)), minutes=15 * rng.randrange(4))


def _unowned(session: Session, office: Office, person: Customer, now: datetime, rng: random.Random) -> None:
    """One waits for whoever comes, the others nobody reached in time."""
    is_waiting = session.scalar(sa.select(Lead.id).where(Lead.routing == "waiting").limit(1)) is None
    at = now - (timedelta(minutes=4) if is_waiting else timedelta(days=1, hours=rng.randrange(6)))
    lead = _write(session, office, person, rng.choice(office.products), at, rng)
    note(session, lead, "created", None, source=lead.source)
    if not is_waiting:
        lead.routing, lead.limbo_reason, lead.recalls = "floating", "recalled_often", 3
        lead.decision = {"reason": "recalled_often", "at": at.isoformat()}
        note(session, lead, "floated", None, reason="recalled_often")
    put_on_timeline(session, lead)


def _write(
    session: Session, office: Office, person: Customer, product: Product, at: datetime, rng: random.Random
) -> Lead:
    source = rng.choices(SOURCES, SOURCE_WEIGHTS)[0]
    phones = [line.value for line in person.identities if line.channel == "phone"]
    lead = Lead(
        customer_id=person.id, party=phones[0] if phones else None, contact_name=person.display_name, source=source,
        form_id=office.form_id if source == "form" else None, stage_id="new", stage_since=at, interest=product.name,
        campaign=dict(rng.choice(CAMPAIGNS)) if source in ("form", "ad") else {}, product_id=product.id,
        value_minor=product.price_minor, note=rng.choice(NOTES) if rng.random() < 0.6 else "", created_at=at,
        updated_at=at,
    )  # fmt: skip
    session.add(lead)
    session.flush()
    return lead


def _tell(session: Session, lead: Lead, touched: datetime) -> None:
    """The history that the product would have written."""
    given = {"agent_id": lead.owner_id, "cause": "distribution"}
    lines: list[tuple[datetime, str, str | None, dict[str, Any]]] = [
        (lead.created_at, "created", None, {"source": lead.source}),
        (lead.created_at + timedelta(seconds=1), "assigned", None, given),
        (touched, "touched", lead.owner_id, {"way": "call"}),
    ]
    if lead.stage_id != "new":
        lines.append((lead.stage_since, "moved", lead.owner_id, {"old": "new", "stage": lead.stage_id}))
    session.add_all(LeadEvent(lead_id=lead.id, at=at, kind=kind, actor_id=who, data=d) for at, kind, who, d in lines)
    put_on_timeline(session, lead)


def _decision(office: Office, owner: str, at: datetime) -> dict[str, Any]:
    scores: list[dict[str, Any]] = [{"agent_id": i, "score": 1 + (i == owner), "weight": 1} for i in office.agents]
    return {
        "at": at.isoformat(), "chosen": owner, "reason": "weighted_round_robin", "strategy": "weighted_round_robin",
        "policy_id": policies.DEFAULT_ID, "policy_name": "Mọi lead còn lại", "version": 1,
        "candidates": sorted(scores, key=lambda one: -one["score"]), "skipped": {},
    }  # fmt: skip
