"""What the deliveries of a span suggest was lost: numbers left out, kinds that never came, silences.

Suggestions, not proofs: a carrier may leave a number out. What truly is missing is found by
comparing with its lists (`reconciliation`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call, Recording
from contactcenter.core.clock import now
from contactcenter.webhooks.health import within
from contactcenter.webhooks.models import Delivery

MOST_ROWS = 20_000
MOST_CALLS = 500
MOST_SHOWN = 100
UNDER_WAY = timedelta(seconds=60)
"""What came this recently may still be followed by the rest."""
QUIET = timedelta(minutes=3)
"""Nothing told for this long while people talked is worth a look: a talk with a transcript is never so quiet."""
PROGRESS = ("voice/status", "voice/status/leg")


def list_gaps(session: Session, since: datetime, until: datetime) -> dict[str, Any]:
    """What the deliveries of the span suggest was lost."""
    return {
        "from": since,
        "to": until,
        "sequences": _sequence_gaps(session, since, until),
        "calls": _calls_with_gaps(session, since, until),
        "silences": _silences(session, since, until),
    }


def _sequence_gaps(session: Session, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Legs whose callbacks' SequenceNumbers, from 0 on, have holes; keys are `<leg>:<number>:<status>`."""
    rows = session.execute(
        sa.select(Delivery.provider, Delivery.event_key, Delivery.call_ref, Delivery.received_at)
        .where(within(since, until), Delivery.hook.in_(PROGRESS))
        .order_by(Delivery.received_at.desc())
        .limit(MOST_ROWS)
    )
    legs: dict[tuple[str, str], dict[str, Any]] = {}
    for provider, key, call_ref, received_at in rows:
        leg_id, number, _status = (*key.split(":"), "", "")[:3]
        if number.isdigit():
            leg = legs.setdefault(
                (provider, leg_id),
                {
                    "provider": provider,
                    "leg_id": leg_id,
                    "call_ref": call_ref,
                    "last_at": received_at,
                    "numbers": set(),
                },
            )
            leg["numbers"].add(int(number))
    settled = [leg for leg in legs.values() if leg["last_at"] < now() - UNDER_WAY]
    gaps = [{**leg, "missing": _missing(leg.pop("numbers"))} for leg in settled]
    found = [gap for gap in gaps if gap["missing"]][:MOST_SHOWN]
    return _with_calls(session, found)


def _missing(numbers: set[int]) -> list[int]:
    return [number for number in range(min(max(numbers), 1000)) if number not in numbers]


def _with_calls(session: Session, gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    refs = [gap["call_ref"] for gap in gaps if gap["call_ref"]]
    known = session.execute(sa.select(Call.provider_call_id, Call.id).where(Call.provider_call_id.in_(refs)))
    ids = {row[0]: row[1] for row in known}
    return [{**gap, "call_id": ids.get(gap["call_ref"])} for gap in gaps]


def _calls_with_gaps(session: Session, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Calls of which something was delivered, but not all that such a call should bring."""
    settled = min(until, now() - UNDER_WAY)
    calls = session.scalars(
        sa.select(Call)
        .where(Call.started_at >= since, Call.started_at < settled)
        .order_by(Call.started_at.desc())
        .limit(MOST_CALLS)
    ).all()
    heard = _hooks_heard(session, [call.provider_call_id for call in calls])
    recorded = _recorded(session, [call.id for call in calls])
    found = []
    for call in calls:
        hooks = heard.get(call.provider_call_id, set())
        missing = [hook for hook in _expected(call, is_recorded=call.id in recorded) if hook not in hooks]
        if hooks and missing:
            found.append({"call_id": call.id, "call_ref": call.provider_call_id, "provider": call.provider,
                          "started_at": call.started_at, "state": call.state, "missing": missing})  # fmt: skip
    return found[:MOST_SHOWN]


def _hooks_heard(session: Session, refs: Sequence[str]) -> dict[str, set[str]]:
    rows = session.execute(sa.select(Delivery.call_ref, Delivery.hook).where(Delivery.call_ref.in_(refs)).distinct())
    heard: dict[str, set[str]] = defaultdict(set)
    for ref, hook in rows:
        heard[ref or ""].add(hook)
    return heard


def _recorded(session: Session, call_ids: Sequence[str]) -> set[str]:
    recorded = sa.select(Recording.call_id).where(Recording.call_id.in_(call_ids), Recording.kind == "call")
    return set(session.scalars(recorded))


def _expected(call: Call, *, is_recorded: bool) -> Iterable[str]:
    if call.direction == "inbound":
        yield "voice/inbound"
    if call.provider_status is not None and (call.ended_at is None or call.ended_at < now() - UNDER_WAY):
        yield "voice/status"
    if call.direction == "inbound" and call.answered_at is not None:
        yield "voice/status/leg"
    if is_recorded:
        yield "voice/recording"


def _silences(session: Session, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Spans of QUIET or longer without any delivery though a call ran from their beginning to their end."""
    calls = session.execute(
        sa.select(Call.started_at, Call.ended_at)
        .where(Call.started_at < until, sa.or_(Call.ended_at.is_(None), Call.ended_at > since))
        .where(Call.started_at > since - timedelta(days=1), Call.answered_at.is_not(None))
        .order_by(Call.started_at.desc())
        .limit(MOST_CALLS)
    ).all()
    if not calls:
        return []
    moments = session.scalars(
        sa.select(Delivery.received_at).where(within(since, until)).order_by(Delivery.received_at).limit(MOST_ROWS)
    ).all()
    edges = [since, *moments, min(until, now())]
    spans = [(low, high) for low, high in pairwise(edges) if high - low >= QUIET]
    quiet = [{"from": low, "to": high, "calls": _running(calls, low, high)} for low, high in spans]
    return [span for span in quiet if span["calls"]][-MOST_SHOWN:]


def _running(calls: Sequence[Any], low: datetime, high: datetime) -> int:
    return sum(1 for call in calls if call.started_at <= low and (call.ended_at is None or call.ended_at >= high))
