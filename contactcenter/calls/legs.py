"""The legs of a call: opened by what is said of them, read once a transaction.

Whoever changes a leg holds its call's lock, so what was read stays true until the commit.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls.models import Call, Leg
from contactcenter.core.clock import seconds_between
from contactcenter.core.db import add_once
from contactcenter.core.ids import new_id
from contactcenter.core.phone import parse_phone

LEAVING = timedelta(seconds=3)
"""Legs of one conference that end within this end together."""

# Found by what never changes: nothing needs to be flushed before.
_LEG = (
    sa.select(Leg)
    .where(Leg.provider == sa.bindparam("provider"), Leg.provider_leg_id == sa.bindparam("provider_leg_id"))
    .execution_options(autoflush=False)
)
_LEGS = (
    sa.select(Leg)
    .where(Leg.call_id.in_(sa.bindparam("call_ids", expanding=True)))
    .order_by(Leg.created_at, Leg.id)
    .execution_options(autoflush=False)
)
_SOFTPHONE = (
    sa.select(User.id).where(User.voice_identity == sa.bindparam("identity")).execution_options(autoflush=False)
)


def open_leg(session: Session, call: Call, provider_leg_id: str, endpoint: str) -> Leg:
    """The leg of that id below a locked call, created when this is the first to name it."""
    known = (leg for leg in _legs_of(session, call) if leg.provider_leg_id == provider_leg_id)
    leg = next(known, None) or _add_leg(session, call, provider_leg_id)
    if endpoint and not leg.endpoint:
        leg.agent_id = _agent_at(session, endpoint)
        leg.endpoint = endpoint
    return leg


def answered_leg(session: Session, call: Call) -> Leg | None:
    """The first leg on which an agent spoke with the caller."""
    spoken = list_spoken(session, call)
    return spoken[0] if spoken else None


def latest_leg(session: Session, call: Call) -> Leg | None:
    """The last leg on which an agent spoke, or speaks, with the caller."""
    spoken = list_spoken(session, call)
    return spoken[-1] if spoken else None


def talking_leg(session: Session, call: Call) -> Leg | None:
    """The leg of the agent who talks with the caller now."""
    leg = latest_leg(session, call)
    return leg if leg is not None and leg.ended_at is None and leg.status == "in_progress" else None


def list_legs(session: Session, call: Call) -> list[Leg]:
    return list(_legs_of(session, call))


def call_talk_seconds(session: Session, call: Call, holds: float) -> int | None:
    """How long an agent and the caller heard each other: wall clock over all agents, without the holds."""
    spoken = list_spoken(session, call)
    if len(spoken) == 1:
        whole = talk_seconds(spoken[0])
        return None if whole is None else max(0, round(whole - holds))
    if not spoken or any(leg.ended_at is None for leg in spoken):
        return None
    return max(0, round(_covered_seconds(spoken) - holds))


def _covered_seconds(spoken: list[Leg]) -> float:
    """The union of the legs' times; `spoken` is in order of answer."""
    total, covered_to = 0.0, None
    for leg in spoken:
        start, end = leg.answered_at, leg.ended_at
        if start is None or end is None:
            continue
        start = max(start, covered_to) if covered_to else start
        total += max(0.0, (end - start).total_seconds())
        covered_to = max(end, covered_to) if covered_to else end
    return total


def list_spoken(session: Session, call: Call) -> list[Leg]:
    """Legs on which an agent spoke with the caller, or whom the flow sent them to; the first answered first."""
    roles = ("agent", "outside") if call.forwarded_to else ("agent",)
    found = [
        (leg.answered_at, leg)
        for leg in _legs_of(session, call)
        if leg.answered_at and leg.is_bridged is not False and leg.role in roles
    ]
    return [leg for _, leg in sorted(found, key=lambda pair: pair[0])]


def handed_outside(known: Sequence[Leg]) -> tuple[Leg, datetime] | None:
    """Whom outside the call was left to, and since when: their leg outlasts every agent's.

    Somebody outside who is only asked, or in a conference, leaves before the agent does, or with them.
    """
    spoken = [leg for leg in known if leg.answered_at and leg.is_bridged is not False]
    outside = max((leg for leg in spoken if leg.role == "outside"), key=_answered_at, default=None)
    if outside is None:
        return None
    began = _answered_at(outside)
    for leg in spoken:
        if leg.role != "agent":
            continue
        if leg.ended_at is None or _answered_at(leg) > _answered_at(outside):
            return None
        began = max(began, leg.ended_at)
    is_after = outside.ended_at is None or began == _answered_at(outside) or outside.ended_at - began > LEAVING
    return (outside, began) if is_after else None


def _answered_at(leg: Leg) -> datetime:
    return leg.answered_at or leg.created_at


def answer_told(leg: Leg, moment: datetime) -> None:
    """The carrier told when the leg was answered: the earliest telling stands, over any guess."""
    if leg.answered_at is None or leg.is_answer_guessed or moment < leg.answered_at:
        leg.answered_at, leg.is_answer_guessed = moment, False


def guess_answer(leg: Leg, ended_by: datetime) -> None:
    """Reckon an untold answer from the end and the length; the earliest known end is the nearest to the truth.

    Callbacks come in any order: what is said of the end without a time of its own is an upper bound.
    """
    guess = ended_by - timedelta(seconds=leg.duration_seconds or 0)
    if leg.answered_at is None or (leg.is_answer_guessed and guess < leg.answered_at):
        leg.answered_at, leg.is_answer_guessed = guess, True


def talk_seconds(leg: Leg) -> int | None:
    if leg.duration_seconds is not None:
        return leg.duration_seconds
    return seconds_between(leg.answered_at, leg.ended_at)


def read_several(session: Session, calls: Sequence[Call]) -> None:
    """Read the legs of calls that this transaction has locked."""
    known = _legs_known(session)
    wanted = [call.id for call in calls if call.id not in known]
    for call_id in wanted:
        known[call_id] = []
    if wanted:
        for leg in session.scalars(_LEGS, {"call_ids": wanted}):
            known[leg.call_id].append(leg)


def none_yet(session: Session, call: Call) -> None:
    """Tell that the call was opened by this transaction: there is nothing to read."""
    _legs_known(session)[call.id] = []


def _add_leg(session: Session, call: Call, provider_leg_id: str) -> Leg:
    key = {"provider": call.provider, "provider_leg_id": provider_leg_id}
    values = {"id": new_id("leg"), "call_id": call.id, **key}
    leg = add_once(session, Leg, values, key=("provider", "provider_leg_id")) or session.scalars(_LEG, key).one()
    if leg.call_id == call.id:
        _legs_of(session, call).append(leg)
    return leg


def _legs_of(session: Session, call: Call) -> list[Leg]:
    """The legs of a locked call, read once a transaction; nobody else may change them meanwhile."""
    known = _legs_known(session)
    if call.id not in known:
        read_several(session, [call])
    return known[call.id]


def _legs_known(session: Session) -> dict[str, list[Leg]]:
    known: dict[str, list[Leg]] = session.info.setdefault("legs", {})
    return known


def _agent_at(session: Session, endpoint: str) -> str | None:
    """Whose endpoint this is: a softphone's identity, or the own phone of the agent who accepted."""
    if endpoint.startswith("client:"):
        known: dict[str, str | None] = session.info.setdefault("softphones", {})
        if endpoint not in known:
            known[endpoint] = session.scalar(_SOFTPHONE, {"identity": endpoint.removeprefix("client:")})
        return known[endpoint]
    phone = parse_phone(endpoint)
    if phone is None:
        return None
    return session.scalar(sa.select(User.id).where(User.own_phone == phone.e164, User.is_active.is_(True)).limit(1))
