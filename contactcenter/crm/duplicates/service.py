"""The queue of possible duplicates: kept current, decided on, asked before somebody is created."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Invalid, NotFound
from contactcenter.core.ids import new_id
from contactcenter.core.phone import parse_phone
from contactcenter.crm.duplicates import distinct
from contactcenter.crm.duplicates.blocking import find_neighbours, keys_of, load_people
from contactcenter.crm.duplicates.evidence import LISTED_FROM, Line, Person, Verdict, judge
from contactcenter.crm.duplicates.models import DuplicateKey, DuplicateMark, DuplicatePair, DuplicateRule
from contactcenter.crm.lines import canonical_email
from contactcenter.crm.service import fold

RULE = 1
"""The one row of settings."""


def mark(session: Session, customer_ids: Iterable[str]) -> None:
    """Have these compared anew, soon: a mark each, written with what changed. Marking twice is marking once."""
    moment = now()
    rows = [{"customer_id": customer_id, "marked_at": moment} for customer_id in sorted(set(customer_ids))]
    if rows:
        connection = session.connection()
        connection.execute(_MARK[connection.dialect.name], rows)


def put_keys(session: Session, customer_ids: Sequence[str]) -> None:
    """Write the blocking keys of these customers; merged ones have none."""
    people = load_people(session, customer_ids)
    wanted = {(one.id, kind, value) for one in people.values() for kind, value in keys_of(one)}
    rows = session.execute(
        sa.select(DuplicateKey.customer_id, DuplicateKey.kind, DuplicateKey.value).where(
            DuplicateKey.customer_id.in_(customer_ids)
        )
    )
    present = {tuple(row) for row in rows}
    for customer_id, kind, value in present - wanted:
        key = (DuplicateKey.customer_id == customer_id, DuplicateKey.kind == kind, DuplicateKey.value == value)
        session.execute(sa.delete(DuplicateKey).where(*key))
    for customer_id, kind, value in sorted(wanted - present):
        row = {"customer_id": customer_id, "kind": kind, "value": value}
        insert_once(session, DuplicateKey, row, key=["customer_id", "kind", "value"])


def compare(session: Session, customer_id: str) -> dict[str, Verdict]:
    """Everybody who may be this customer, by id, with why. Empty for a customer who was merged or is gone."""
    me = load_people(session, [customer_id]).get(customer_id)
    return _compare(session, me) if me else {}


def put_pairs(session: Session, customer_id: str, verdicts: dict[str, Verdict]) -> None:
    """Make the queue say this of a customer. What is known to be no duplicate stays known."""
    mine = sa.or_(DuplicatePair.first_id == customer_id, DuplicatePair.second_id == customer_id)
    known = {_other(pair, customer_id): pair for pair in session.scalars(sa.select(DuplicatePair).where(mine))}
    apart = distinct.list_apart(session, customer_id) if verdicts else set()
    for other_id, pair in known.items():
        if other_id not in verdicts:
            session.delete(pair)
    session.flush()
    for other_id, verdict in sorted(verdicts.items()):
        told = {"score": verdict.score, "reasons": list(verdict.reasons), "is_dismissed": other_id in apart}
        found = known.get(other_id)
        if found is not None:
            for name, value in told.items():
                setattr(found, name, value)
            continue
        first, second = sorted((customer_id, other_id))
        _insert_pair(session, first, second, told)


def dismiss(session: Session, pair_id: str, *, actor_id: str | None) -> DuplicatePair:
    """Remember that these are two people, whatever they share. Safe to repeat. Raises NotFound."""
    pair = get_pair(session, pair_id)
    distinct.keep_apart(session, pair.first_id, pair.second_id, actor_id)
    pair.is_dismissed = True
    return pair


def reopen(session: Session, pair_id: str) -> DuplicatePair:
    """Take a dismissal back."""
    pair = get_pair(session, pair_id)
    distinct.forget_apart(session, pair.first_id, pair.second_id)
    pair.is_dismissed = False
    return pair


def check(
    session: Session, *, display_name: str, phones: Sequence[str] = (), emails: Sequence[str] = (), region: str = "VN"
) -> list[tuple[str, Verdict]]:
    """Who somebody about to be created may be: (customer id, verdict), the likeliest first.

    Half-typed numbers and addresses are no error: they find nobody.
    """
    lines = [Line("phone", phone.e164) for written in phones if (phone := parse_phone(written, region))]
    lines += [Line("email", address) for written in emails if (address := _email(written))]
    found = _compare(session, Person(id="", name=fold(display_name), lines=tuple(dict.fromkeys(lines))))
    return sorted(found.items(), key=lambda one: (-one[1].score, one[0]))


def get_pair(session: Session, pair_id: str) -> DuplicatePair:
    pair = session.get(DuplicatePair, pair_id)
    if pair is None:
        raise NotFound("duplicate_not_found", "There is no such pair; it may have been merged.")
    return pair


def get_rule(session: Session) -> DuplicateRule:
    insert_once(session, DuplicateRule, {"id": RULE}, key=["id"])
    return session.get_one(DuplicateRule, RULE)


def merges_verified(session: Session) -> bool:
    return bool(session.scalar(sa.select(DuplicateRule.merges_verified).where(DuplicateRule.id == RULE)))


def set_rule(session: Session, *, is_on: bool, actor_id: str | None) -> DuplicateRule:
    """Switch the merging of verified identities; switched on, what waits in the queue is looked at again."""
    rule = get_rule(session)
    rule.merges_verified, rule.changed_by, rule.changed_at = is_on, actor_id, now()
    if is_on:
        sure = sa.select(DuplicatePair.first_id).where(DuplicatePair.score >= 90, DuplicatePair.is_dismissed.is_(False))
        mark(session, session.scalars(sure))
    return rule


def _mark(insert: Any) -> Any:
    statement = insert(DuplicateMark.__table__)
    return statement.on_conflict_do_update(
        index_elements=["customer_id"], set_={"marked_at": statement.excluded.marked_at}
    )


# Written with every change of a customer: one statement, built once.
_MARK = {"postgresql": _mark(postgresql.insert), "sqlite": _mark(sqlite.insert)}


def _compare(session: Session, me: Person) -> dict[str, Verdict]:
    neighbours = find_neighbours(session, me)
    people = load_people(session, neighbours.ids)
    judged = {one.id: judge(me, one, namesakes=neighbours.namesakes) for one in people.values()}
    return {one: verdict for one, verdict in judged.items() if verdict.score >= LISTED_FROM}


def _insert_pair(session: Session, first: str, second: str, told: dict[str, Any]) -> None:
    """Put a new pair, unless the other's own comparison was faster: then that one says the same."""
    values = {"id": new_id("dup"), "first_id": first, "second_id": second, "found_at": now(), **told}
    insert_once(session, DuplicatePair, values, key=["first_id", "second_id"])


def _other(pair: DuplicatePair, customer_id: str) -> str:
    return pair.second_id if pair.first_id == customer_id else pair.first_id


def _email(written: str) -> str | None:
    try:
        return canonical_email(written)
    except Invalid:
        return None
