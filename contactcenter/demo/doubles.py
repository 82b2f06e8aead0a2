"""People who are in the books twice, as it happens, and two who were put together and can be taken apart again."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from anyascii import anyascii
from sqlalchemy.orm import Session

from contactcenter.core.phone import VIETNAM_2018
from contactcenter.crm.identities import attach
from contactcenter.crm.lines import canonical_phone
from contactcenter.crm.merging import service as merging
from contactcenter.crm.models import Customer, FieldChange, Identity
from contactcenter.crm.service import fold
from contactcenter.demo.people import SECOND
from contactcenter.demo.rows import id_at
from contactcenter.providers.simulator.phone_book import mobile_number

HEARD = {"nh": "n", "ng": "n", "n": "ng", "c": "t", "t": "c"}
"""Endings that sound alike over the phone."""


def add_doubles(session: Session, people: list[Customer], now: datetime, rng: random.Random) -> list[str]:
    """Somebody typed five customers a second time, each with another slip. Ids of the new records."""
    free = [person for person in people if person.language == "vi" and not person.is_blocked]
    made = []
    for kind, fits in ((_old_prefix, _has_second), (_turned_around, _has_email), (_born_twice, _is_described)):
        original = _take(free, fits, rng)
        made.append(kind(session, original, now, rng))
    made += [kind(session, _take(free, _is_regular, rng), now, rng) for kind in (_heard_wrong, _from_zalo)]
    return [double.id for double in made]


def add_merged(session: Session, people: list[Customer], user_id: str, now: datetime, rng: random.Random) -> None:
    """Two records of one person, put together three days ago."""
    survivor = _take([one for one in people if one.language == "vi"], _is_described, rng)
    double = _copy(session, survivor, fold(survivor.display_name).title(), "import", now - timedelta(days=40), rng)
    double.address, double.occupation = None, survivor.occupation or "Nhân viên văn phòng"
    double.needs = "Hỏi mua thêm máy lọc nước cho nhà mẹ."
    attach(session, double, "phone", mobile_number(rng), source="import", label="số công ty")
    session.flush()
    made = merging.merge(session, survivor.id, [double.id], {"needs": double.id}, actor_id=user_id)
    made.created_at = now - timedelta(days=3, hours=2)
    changes = sa.update(FieldChange).where(FieldChange.batch_id == made.id)
    session.execute(changes.values(at=made.created_at).execution_options(synchronize_session=False))


def _old_prefix(session: Session, one: Customer, now: datetime, rng: random.Random) -> Customer:
    """The number as it was before 2018, the name as an old cash desk printed it."""
    double = _copy(session, one, anyascii(one.display_name).upper(), "import", now - timedelta(days=52), rng)
    written = _before_2018(_second(one)[0].value)
    double.notes = f"Số trên phiếu bảo hành cũ: {written}"
    attach(session, double, "phone", canonical_phone(written, "VN"), source="import")
    return double


def _turned_around(session: Session, one: Customer, now: datetime, rng: random.Random) -> Customer:
    """The given name first, as a web form asked for it."""
    words = one.display_name.split()
    double = _copy(session, one, " ".join((*words[1:], words[0])), "api", now - timedelta(days=19), rng)
    email = next(line for line in one.identities if line.channel == "email")
    attach(session, double, "email", email.value, source="api")
    attach(session, double, "phone", mobile_number(rng), source="api")
    return double


def _born_twice(session: Session, one: Customer, now: datetime, rng: random.Random) -> Customer:
    double = _copy(session, one, anyascii(one.display_name), "import", now - timedelta(days=33), rng)
    double.birthday, double.address, double.province = one.birthday, one.address, one.province
    attach(session, double, "phone", mobile_number(rng), source="import")
    return double


def _heard_wrong(session: Session, one: Customer, now: datetime, rng: random.Random) -> Customer:
    """A name written as it was heard, and a number that somebody wrote into a note."""
    double = _copy(session, one, _mistyped(one.display_name), "manual", now - timedelta(days=6), rng)
    line = next(line for line in one.identities if line.channel == "phone")
    attach(session, double, "phone", line.value, source="text", status="maybe")
    return double


def _from_zalo(session: Session, one: Customer, now: datetime, rng: random.Random) -> Customer:
    """All that Zalo tells is an account and a given name."""
    account = "".join(rng.choices("0123456789", k=16))
    given = one.display_name.rpartition(" ")[2]
    double = _copy(session, one, f"{'Chị' if one.gender == 'female' else 'Anh'} {given}", "api", now, rng)
    for person in (one, double):
        attach(session, person, "zalo", account, source="api")
    return double


def _copy(
    session: Session, original: Customer, name: str, source: str, created_at: datetime, rng: random.Random
) -> Customer:
    created_at -= timedelta(hours=rng.randrange(1, 20))
    double = Customer(
        id=id_at("cus", created_at, rng),
        display_name=name,
        name_folded=fold(name),
        gender=original.gender,
        language=original.language,
        source=source,
        custom={},
        created_at=created_at,
        updated_at=created_at,
    )
    session.add(double)
    session.flush()
    return double


def _take(free: list[Customer], fits: Callable[[Customer], Any], rng: random.Random) -> Customer:
    """Somebody who fits, once."""
    fitting = [person for person in free if fits(person)]
    chosen = rng.choice(fitting)
    free.remove(chosen)
    return chosen


def _own(person: Customer, channel: str) -> list[Identity]:
    return [i for i in person.identities if i.channel == channel and i.status == "known" and not i.is_shared]


def _second(person: Customer) -> list[Identity]:
    """The line they never call from: a call must go on naming one person."""
    return [line for line in _own(person, "phone") if line.label == SECOND]


def _has_second(person: Customer) -> bool:
    return any(_before_2018(line.value) != line.value for line in _second(person)[:1])


def _has_email(person: Customer) -> bool:
    return len(_own(person, "email")) > 0


def _is_described(person: Customer) -> bool:
    return bool(person.birthday and person.address and _own(person, "phone"))


def _is_regular(person: Customer) -> bool:
    return person.status in ("loyal", "current") and bool(_ending(person.display_name) and _own(person, "phone"))


def _before_2018(e164: str) -> str:
    """`+84393…` → `0169 …`; as it is where the line never had another number."""
    old = {new: old for old, new in VIETNAM_2018.items()}.get(e164[3:5])
    return f"0{old} {e164[5:8]} {e164[8:]}" if old else e164


def _mistyped(name: str) -> str:
    """The given name as it sounds on a bad line."""
    ending = _ending(name)
    return name.removesuffix(ending) + HEARD[ending]


def _ending(name: str) -> str:
    return next((one for one in HEARD if name.endswith(one)), "")
