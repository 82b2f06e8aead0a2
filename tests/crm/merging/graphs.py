"""Random customers with all that may hang on one, written straight into the tables, and what the tables then hold."""

import random
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.core.db import Base, read
from contactcenter.core.events import emit
from contactcenter.crm.companies.models import Company, CompanyPerson, Household, HouseholdMember
from contactcenter.crm.events import CustomerSaved
from contactcenter.crm.models import Customer, FieldChange, Identity, IdentityChoice, TimelineItem
from contactcenter.crm.service import fold
from contactcenter.crm.stats import service as stats
from contactcenter.crm.tags.models import CustomerTag, Tag
from contactcenter.quality.models import Rating

PHONES = [f"+8490123450{n}" for n in range(4)]
LOG = {"merges", "merge_members", "merge_moves", "merge_asides"}
"""The merges' own log: it grows, and is what makes the rest return."""
DERIVED = {"duplicate_pairs", "duplicate_keys", "duplicate_marks", "duplicate_rules", "segment_marks"}
"""Found anew after each change."""
MOVING = {"customers": {"version", "updated_at"}, "customer_stats": {"updated_at"}}
"""Columns that say only that something happened."""


def build(session: Session, seed: int, people: int) -> list[str]:
    """`people` customers over few numbers, tags, companies and values, so that much of it collides."""
    rng = random.Random(seed)
    session.add_all(Tag(id=f"tag_{n}", name=f"T{n}", name_folded=f"t{n}") for n in range(3))
    session.add_all(Company(id=f"com_{n}", name=f"C{n}", name_folded=f"c{n}") for n in range(2))
    session.add_all(Household(id=f"hou_{n}", label=f"H{n}") for n in range(2))
    ids = [f"cus_{n}" for n in range(people)]
    for customer_id in ids:
        session.add(_customer(rng, customer_id))
    session.flush()
    for n, customer_id in enumerate(ids):
        session.add_all(_belongings(rng, n, customer_id))
        session.flush()
    stats.touch_all(session, *ids)
    for customer_id in ids:
        emit(session, CustomerSaved(customer_id))  # what others derive from them is there before, too
    return ids


def tables() -> dict[str, list[str]]:
    """Every row of every table as text, without the merges' own log and what only says that something happened."""
    held = {}
    with read() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in LOG | DERIVED:
                continue
            columns = [c for c in table.columns if c.name not in MOVING.get(table.name, ())]
            rows = sa.select(*columns)
            if table.name == "field_changes":  # a history only grows
                rows = rows.where(table.c.cause.not_in(("merge", "unmerge")))
            held[table.name] = sorted(_shown(table.name, tuple(row)) for row in session.execute(rows))
    return held


def _shown(table: str, row: tuple[Any, ...]) -> str:
    """A row as text; of the words of the search index only the set counts."""
    return repr((row[1], sorted(row[2].split()))) if table == "customer_terms" else repr(row)


def _customer(rng: random.Random, customer_id: str) -> Customer:
    name = rng.choice(["Hoa", "Nguyễn Thị Hoa", "Chị Hoa"])
    return Customer(
        id=customer_id,
        display_name=name,
        name_folded=fold(name),
        address=rng.choice([None, None, "12 Lê Lợi", "5 Hàng Bài"]),
        company=rng.choice([None, "Nhà Xanh"]),
        do_not_call=rng.random() < 0.3,
        status=rng.choice(["potential", "current", "loyal"]),
        notes=rng.choice(["", "quen"]),
        custom=rng.choice([{}, {"old_key": 3}]),
    )


def _belongings(rng: random.Random, n: int, who: str) -> list[Any]:
    made: list[Any] = []
    for m, value in enumerate(rng.sample(PHONES, rng.randint(0, 3))):
        status = rng.choice(["known", "maybe", "former"])
        made.append(
            Identity(
                id=f"idn_{n}_{m}", customer_id=who, channel="phone", value=value, status=status,
                is_verified=rng.random() < 0.5, is_shared=rng.random() < 0.2, label=rng.choice(["", "nhà"]),
            )
        )  # fmt: skip
    made += [CustomerTag(customer_id=who, tag_id=f"tag_{t}") for t in rng.sample(range(3), rng.randint(0, 3))]
    for c in rng.sample(range(2), rng.randint(0, 2)):
        made.append(CompanyPerson(id=f"cpe_{n}_{c}", company_id=f"com_{c}", customer_id=who, title=str(n)))
        made.append(HouseholdMember(household_id=f"hou_{c}", customer_id=who))
    for k in range(rng.randint(0, 3)):
        made += _call(rng, f"{n}_{k}", who)
    if rng.random() < 0.5:
        made.append(IdentityChoice(value=f"+849{n:08d}", customer_id=who))
    made.append(FieldChange(id=f"fch_{n}", customer_id=who, field="address", new_value='"x"'))
    return made


def _call(rng: random.Random, name: str, who: str) -> list[Any]:
    at = now() - timedelta(days=rng.randint(1, 90))
    party = rng.choice(PHONES)
    call = Call(
        id=f"cal_{name}", provider="twilio", account="a", provider_call_id=name, party=party, customer_id=who,
        started_at=at, created_at=at, state="completed",
    )  # fmt: skip
    item = TimelineItem(
        id=f"tli_{name}", kind="call", ref_id=call.id, channel="phone", occurred_at=at, customer_id=who, party=party
    )
    return [call, item, Rating(id=f"rat_{name}", call_id=call.id, score=4, customer_id=who)]
