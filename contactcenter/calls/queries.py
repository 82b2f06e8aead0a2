"""Named reads of calls."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.calls.agent_time import parts
from contactcenter.calls.agent_time.models import AgentSegment
from contactcenter.calls.models import Call, Recording
from contactcenter.calls.reach import calls_within
from contactcenter.core.paging import Page, page
from contactcenter.core.phone import parse_phone
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import Customer
from contactcenter.crm.search.sight import is_guess
from contactcenter.crm.search.terms import words_of
from contactcenter.crm.service import fold

DIALLED = "0123456789 +.-()"
LAST_DIGITS = 3
LOOKED_THROUGH = 2_000
"""Recent calls in which a number's last digits are looked for."""
NAMESAKES = 3
"""Of so many of our own people who are called as typed, the calls are looked up."""


def list_calls(session: Session, filters: dict[str, Any], mask: Mask = NOTHING, reach: Reach = EVERYTHING) -> Page:
    """The call log, newest first. `filters` as loaded by `CallFilters`; nothing is found by what `mask` hides."""
    statement = sa.select(Call)
    if reach:
        statement = statement.where(calls_within(reach))
    for name, column in (
        ("provider_call_id", Call.provider_call_id),
        ("direction", Call.direction),
        ("queue", Call.queue_id),
        ("customer", Call.customer_id),
    ):
        if filters.get(name):
            statement = statement.where(column == filters[name])
    if filters.get("agent"):
        theirs = sa.select(Call.id).where(Call.agent_id == filters["agent"])
        statement = statement.where(Call.id.in_(sa.union(theirs, parts.of_agent(filters["agent"]))))
    if filters.get("state"):
        statement = statement.where(Call.state.in_(filters["state"].split(",")))
    if filters.get("from_"):
        statement = statement.where(Call.started_at >= filters["from_"])
    if filters.get("to"):
        statement = statement.where(Call.started_at < filters["to"])
    if filters.get("has_recording") is not None:
        recorded = sa.exists().where(Recording.call_id == Call.id, Recording.state == "verified")
        statement = statement.where(recorded if filters["has_recording"] else ~recorded)
    for written in (filters.get("phone"), filters.get("q")):
        if written:
            statement = statement.where(_matches(written, mask))
    return page(session, statement, (Call.started_at, Call.id), limit=filters["limit"], cursor=filters["cursor"])


def find_calls(
    session: Session,
    typed: str,
    customer_ids: list[str],
    *,
    limit: int,
    mask: Mask = NOTHING,
    reach: Reach = EVERYTHING,
) -> list[Call]:
    """The newest calls of these customers, or of the number that was typed (or its last digits, among recent calls).

    What room is left is for calls of which an agent of that name had a part.
    """
    theirs: list[sa.ColumnElement[bool]] = [Call.customer_id.in_(customer_ids)] if customer_ids else []
    phone = parse_phone(typed)
    digits = "".join(c for c in typed if c.isdigit())
    found: list[Call] = []
    is_seen = [calls_within(reach)] if reach else []
    if phone is not None:
        theirs.append(Call.party == phone.e164)
    elif len(digits) >= LAST_DIGITS and not mask.phones and set(typed) <= set(DIALLED):
        newest = sa.select(Call.id).order_by(Call.started_at.desc(), Call.id.desc()).limit(LOOKED_THROUGH)
        ending = Call.party.endswith(digits.lstrip("0") or digits, autoescape=True)
        theirs.append(sa.and_(Call.id.in_(newest), ending))
    for condition in theirs:  # one at a time: each by its own index
        statement = sa.select(Call).where(condition, *is_seen).order_by(Call.started_at.desc(), Call.id.desc())
        found += session.scalars(statement.limit(limit))
    if len(found) < limit:
        found += _of_agents_called(session, typed, limit - len(found), is_seen)
    unique = {call.id: call for call in found}
    return sorted(unique.values(), key=lambda call: (call.started_at, call.id), reverse=True)[:limit]


@lru_cache(maxsize=5_000)
def _name_words(name: str) -> tuple[str, ...]:
    """Of a colleague; the same few hundred names are asked for with every key that is pressed."""
    return tuple(words_of(name))


def _of_agents_called(
    session: Session, typed: str, limit: int, is_seen: Sequence[sa.ColumnElement[bool]]
) -> list[Call]:
    """The newest calls of which somebody of ours so called had a part: each word begins one of theirs."""
    words = words_of(typed)
    if not words or any(c.isdigit() for c in typed):
        return []
    team = session.execute(sa.select(User.id, User.name))
    meant = [row.id for row in team if all(any(one.startswith(w) for one in _name_words(row.name)) for w in words)]
    newest: list[str] = []
    for agent_id in meant[:NAMESAKES]:
        had = sa.select(Call.id, Call.started_at).where(Call.agent_id == agent_id, *is_seen)
        newest += session.scalars(had.order_by(Call.started_at.desc(), Call.id.desc()).limit(limit))
        parted = sa.select(AgentSegment.call_id).where(AgentSegment.agent_id == agent_id)
        newest += session.scalars(parted.order_by(AgentSegment.started_at.desc()).limit(limit))
    wanted = sa.select(Call).where(Call.id.in_(newest), *is_seen) if newest else None
    return [] if wanted is None else list(session.scalars(wanted.order_by(Call.started_at.desc()).limit(limit)))


def is_call(session: Session, call_id: str) -> bool:
    return session.scalar(sa.select(Call.id).where(Call.id == call_id)) is not None


def _matches(written: str, mask: Mask) -> sa.ColumnElement[bool]:
    """A number in any form, its last digits, or words of the customer's name or the notes."""
    phone = parse_phone(written)
    if is_guess(written, mask):
        return Call.party == phone.e164 if phone is not None else sa.false()
    digits = "".join(c for c in written if c.isdigit())
    named = sa.exists().where(
        Customer.id == Call.customer_id, Customer.name_folded.contains(fold(written), autoescape=True)
    )
    options: list[sa.ColumnElement[bool]] = [
        named if fold(written) else sa.false(),
        Call.notes.icontains(written, autoescape=True),
    ]
    if phone is not None:
        options.append(Call.party == phone.e164)
    elif len(digits) >= 3 and len(digits) == len(written.replace(" ", "")):
        options.append(Call.party.endswith(digits.lstrip("0"), autoescape=True))
    return sa.or_(*options)
