"""What the engine would have kept of the month's calls: work items, decisions, offers, and the ledger of presence."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from contactcenter.agents.models import PresenceChange
from contactcenter.demo import floor
from contactcenter.demo.history import PlannedCall
from contactcenter.demo.rows import Names, Row, id_at
from contactcenter.routing.models import Decision, Offer, WorkItem
from contactcenter.routing.strategies import order_of_work

_QUIET = timedelta(minutes=10)
_DAY_STARTS, _DAY_ENDS = 7 * 60 + 45, 19 * 60 + 30
"""Of whoever has no shifts, in minutes."""
Change = tuple[datetime, str, Any, str]
"""(when, which layer, its value, the cause)."""


def build(
    planned: list[PlannedCall], calls: list[Row], names: Names, now: datetime, seed: int
) -> list[tuple[type, list[Row]]]:
    """By table, in the order in which they may be inserted. `calls`: the plan's rows, one each."""
    rng = random.Random(f"routed {seed}")
    items: list[Row] = []
    decisions: list[Row] = []
    offers: list[Row] = []
    for call, row in zip(planned, calls, strict=True):
        item = _item(call, row, rng)
        items.append(item)
        _ask(call, item, names, rng, decisions, offers)
    ledger = _ledger(planned, calls, names, now, rng)
    return [(WorkItem, items), (Decision, decisions), (Offer, offers), (PresenceChange, ledger)]


def _item(call: PlannedCall, row: Row, rng: random.Random) -> Row:
    is_answered = call.outcome == "answered"
    entered_at: datetime = row["queued_at"]
    return {
        "id": id_at("wrk", entered_at, rng),
        "kind": "call",
        "ref_id": row["id"],
        "channel": "call",
        "queue_id": row["queue_id"],
        "customer_id": row["customer_id"],
        "party": row["party"],
        "state": "done" if is_answered else "canceled",
        "entered_at": entered_at,
        "rank": order_of_work(int(entered_at.timestamp() * 1000), 0),
        "agent_id": row["agent_id"],
        "offers_made": sum(one.agent is not None for one in call.asked),
        "seen_at": entered_at + timedelta(seconds=call.wait_seconds),
        "closed_reason": None if is_answered else "caller_left" if call.outcome == "abandoned" else "voicemail",
        "closed_at": row["wrap_up_ended_at"] or row["voicemail_at"] or row["ended_at"],
    }


def _ask(
    call: PlannedCall, item: Row, names: Names, rng: random.Random, decisions: list[Row], offers: list[Row]
) -> None:
    """A reason why nobody can is kept when it is news, as the engine does."""
    waiting_for = None
    for one in call.asked:
        made = one.decision
        if one.agent is None and made.reason == waiting_for:
            continue
        waiting_for = made.reason if one.agent is None else None
        at = one.at.astimezone(UTC)
        decision = {
            "id": id_at("dec", at, rng),
            "work_item_id": item["id"],
            "at": at,
            "queue_id": item["queue_id"],
            "queue_version": made.policy.version,
            "strategy": made.strategy,
            "chosen": None if one.agent is None else names.users[one.agent],
            "reason": made.reason,
            "detail": _named(made.as_json(), names.users),
        }
        decisions.append(decision)
        if one.agent is not None:
            offers.append(_offer(one, item, decision, rng))


def _named(detail: dict[str, Any], users: list[str]) -> dict[str, Any]:
    """The plan knows people by number."""
    return {
        **detail,
        "considered": [users[int(i)] for i in detail["considered"]],
        "rings": [users[int(i)] for i in detail["rings"]],
        "skipped": {users[int(i)]: failed for i, failed in detail["skipped"].items()},
        "scores": {users[int(i)]: score for i, score in detail["scores"].items()},
    }


def _offer(one: floor.Asked, item: Row, decision: Row, rng: random.Random) -> Row:
    closed_at = decision["at"] + timedelta(seconds=one.seconds)
    return {
        "id": id_at("off", decision["at"], rng),
        "work_item_id": item["id"],
        "kind": "call",
        "ref_id": item["ref_id"],
        "agent_id": decision["chosen"],
        "state": one.outcome,
        "created_at": decision["at"],
        "expires_at": decision["at"] + timedelta(seconds=floor.RING_SECONDS),
        "closed_at": closed_at,
        "connect_sent_at": closed_at if one.outcome == "accepted" else None,
        "decline_reason": "caller_left" if one.outcome == "canceled" else None,
        "decision_id": decision["id"],
    }


def _ledger(planned: list[PlannedCall], calls: list[Row], names: Names, now: datetime, rng: random.Random) -> list[Row]:
    changes = _work_changes(planned, calls)
    days = sorted({call.started_at.date() for call in planned})
    found: list[Row] = []
    for number, user_id in enumerate(names.users):
        worked = sorted(changes[number], key=lambda change: change[0])
        told = [change for day in days for change in _day_changes(number, day, worked, planned[0].started_at, now)]
        found += _ledger_rows(user_id, sorted([*worked, *told], key=lambda change: change[0]), rng)
    return found


def _work_changes(planned: list[PlannedCall], calls: list[Row]) -> dict[int, list[Change]]:
    """What work did to each agent's activity, and who was taken for not responding until they said they are back."""
    found: dict[int, list[Change]] = defaultdict(list)
    for call, row in zip(planned, calls, strict=True):
        for one in call.asked:
            if one.agent is None:
                continue
            mine, ends = found[one.agent], one.at + timedelta(seconds=one.seconds)
            mine.append((one.at, "activity", "ringing", "offer"))
            if one.outcome != "accepted":
                mine.append((ends, "activity", "idle", "rang_out" if one.outcome == "timed_out" else "caller_left"))
            if one.outcome == "timed_out":
                mine.append((ends, "away", True, "no_answer"))
                mine.append((ends + timedelta(seconds=one.away_seconds), "away", False, "picked"))
        if call.agent is not None:
            mine = found[call.agent]
            mine.append((row["answered_at"], "activity", "talking", "answered"))
            mine.append((row["wrap_up_started_at"], "activity", "wrap_up", "call_ended"))
            mine.append((row["wrap_up_ended_at"], "activity", "idle", "wrapped_up"))
    return found


def _day_changes(number: int, day: Any, worked: list[Change], like: datetime, now: datetime) -> Iterator[Change]:
    """A day from signing in to going home, around what was worked then."""
    zone = like.tzinfo
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    hours = floor.hours_of(number, day)
    mine = [change[0].astimezone(zone) for change in worked if change[0].astimezone(zone).date() == day]
    if hours is None and not mine:
        return
    starts, ends = (midnight + timedelta(minutes=minute) for minute in hours or (_DAY_STARTS, _DAY_ENDS))
    starts = min([starts, *(at - _QUIET for at in mine[:1])])
    ends = min(max([ends, *(at + _QUIET for at in mine[-1:])]), now - timedelta(minutes=1))
    if starts >= ends:
        return
    yield starts, "reachable", True, "connected"
    yield starts, "status", "available", "picked"
    noon = floor.lunch_of(number, day)
    for minute, status in zip(noon or (), ("lunch", "available"), strict=False):
        at = midnight + timedelta(minutes=minute)
        if starts < at < ends:
            yield at, "status", status, "picked"
    yield ends, "status", "offline", "picked"
    yield ends, "reachable", False, "lease_lost"


def _ledger_rows(user_id: str, changes: list[Change], rng: random.Random) -> Iterator[Row]:
    stands: dict[str, Any] = {"status": "offline", "activity": "idle", "reachable": False, "away": False}
    before: tuple[Any, ...] = ("offline", "idle", False)
    version = 0
    for at, layer, value, cause in changes:
        stands[layer] = value
        is_away = stands["away"] and stands["status"] == "available"
        status = "not_responding" if is_away else stands["status"]
        shown = (status, stands["activity"], stands["reachable"])
        if shown == before:
            continue
        before, version = shown, version + 1
        yield {
            "id": id_at("prc", at, rng),
            "user_id": user_id,
            "at": at.astimezone(UTC),
            "status": status,
            "activity": stands["activity"],
            "is_reachable": stands["reachable"],
            "actor_id": user_id if cause in ("picked", "connected") else None,
            "cause": cause,
            "version": version,
        }
