"""Routing's own deciders, asked about the people and the work of a model instead of the database's."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from contactcenter.reporting.trials.floor import Worker
from contactcenter.reporting.trials.line import Piece
from contactcenter.reporting.trials.scene import Rules, Scene
from contactcenter.routing import crews, leaving
from contactcenter.routing.strategies import Candidate, Decision, Need, Policy, choose, failed_filters, relax


def rules_at(scene: Scene, queue_id: str, at: float) -> Rules:
    """The rules that stood in a queue at that second."""
    versions = scene.rules[queue_id]
    return next((rules for since, rules in reversed(versions) if since <= at), versions[0][1])


@lru_cache(maxsize=256)
def policy_of(rules: Rules) -> Policy:
    row: Any = rules  # a queue's settings, without its row
    return crews.policy_of(row)


def needs_of(rules: Rules, piece: Piece) -> tuple[Need, ...]:
    row: Any = rules
    return crews.needs_of(row, piece)


def choose_for(
    piece: Piece,
    rules: Rules,
    crew: Sequence[Worker],
    moment: datetime,
    *,
    entered_at: datetime,
    owner_id: str | None,
    credits_now: Mapping[str, int] | None,
) -> Decision:
    """Who gets it now, as the engine would say."""
    return choose(
        list(_candidates(piece, crew)),
        policy_of(rules),
        moment=moment,
        channel=piece.arrival.channel,
        needs=needs_of(rules, piece),
        age_seconds=(moment - entered_at).total_seconds(),
        sticky_agent_id=owner_id,
        credits_now=credits_now,
    )


def may_take(worker: Worker, piece: Piece, rules: Rules, moment: datetime, age_seconds: float) -> bool:
    """Whether nothing known of the line keeps somebody from a piece."""
    policy = policy_of(rules)
    needs = relax(needs_of(rules, piece), policy.relaxation, age_seconds)
    return not failed_filters(
        worker.seat(piece.queue_id), policy, moment=moment, channel=piece.arrival.channel, needs=needs
    )


def is_full(worker: Worker, piece: Piece, rules: Rules, moment: datetime) -> bool:
    """Whether somebody can take nothing more of that channel there, whatever it is."""
    seat = worker.seat(piece.queue_id)
    return bool(failed_filters(seat, policy_of(rules), moment=moment, channel=piece.arrival.channel))


def has_prospect(piece: Piece, rules: Rules, crew: Sequence[Worker], moment: datetime) -> bool:
    """Whether anybody may still take it if they keep waiting."""
    needs = () if rules.relaxation else needs_of(rules, piece)
    failed = (
        failed_filters(one, policy_of(rules), moment=moment, channel=piece.arrival.channel, needs=needs)
        for one in _candidates(piece, crew)
    )
    return leaving.has_prospect(failed, rules, has_overflowed=piece.has_overflowed)


def _candidates(piece: Piece, crew: Sequence[Worker]) -> Iterator[Candidate]:
    for worker in crew:
        seat = worker.seat(piece.queue_id)
        failure = piece.failures.get(seat.agent_id)
        spared = worker.start + timedelta(seconds=failure[1]) if failure else None
        yield seat._replace(spared_until=spared) if spared else seat
