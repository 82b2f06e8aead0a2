"""From the plan to rows, as the product would have written them had it taken these calls."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from contactcenter.calls.models import Call, Leg, Recording, TranscriptLine
from contactcenter.core.clock import isoformat
from contactcenter.core.phone import is_hidden
from contactcenter.crm.models import TimelineItem
from contactcenter.demo.company import AGENTS, LINE_NUMBER, SALES_KEY
from contactcenter.demo.history import PlannedCall
from contactcenter.demo.sounds import Sound
from contactcenter.providers.simulator.media import Dialogue
from contactcenter.quality.models import Rating

PROVIDER = "simulator"
PROMPT_SECONDS = 8  # what a caller hears before the tone

Row = dict[str, Any]
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class Names:
    """The ids that calls refer to. `customers` by index, `users` by index of the agent."""

    account: str
    customers: list[str]
    users: list[str]
    care_queue: str
    sales_queue: str
    channel_map: list[str]


@dataclass
class Rows:
    """Rows per table, in the order in which they may be inserted."""

    calls: list[Row] = field(default_factory=list)
    legs: list[Row] = field(default_factory=list)
    recordings: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)

    def by_table(self) -> list[tuple[type, list[Row]]]:
        return [
            (Call, self.calls),
            (Leg, self.legs),
            (Recording, self.recordings),
            (TranscriptLine, self.lines),
            (Rating, self.ratings),
            (TimelineItem, self.items),
        ]


def id_at(prefix: str, moment: datetime, rng: random.Random) -> str:
    """An id such as `core.ids.new_id` would have made at that moment."""
    number = (int(moment.timestamp() * 1000) << 80) | rng.getrandbits(80)
    digits = [_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5)]
    return f"{prefix}_{''.join(digits)}"


def sid(prefix: str, rng: random.Random) -> str:
    return f"{prefix}{rng.getrandbits(128):032x}"


def build(planned: list[PlannedCall], names: Names, sounds: Mapping[str, Sound], seed: int) -> Rows:
    """All rows of the month. `sounds` has an entry for each dialogue in the plan."""
    rng, rows = random.Random(f"rows {seed}"), Rows()
    for call in planned:
        _add_call(rows, call, names, sounds, rng)
    return rows


def _add_call(rows: Rows, call: PlannedCall, names: Names, sounds: Mapping[str, Sound], rng: random.Random) -> None:
    row = _call_row(call, names, rng)
    rows.calls.append(row)
    leg_sid = None
    if call.outcome == "answered":
        leg = _leg_row(call, row, rng)
        rows.legs.append(leg)
        leg_sid = leg["provider_leg_id"]
    if call.dialogue is not None:
        recording = _recording_row(row, call.dialogue, sounds[call.dialogue.id], names, rng)
        rows.recordings.append(recording)
        rows.lines += _line_rows(row, recording, call.dialogue, rng)
    if call.rating is not None:
        rows.ratings.append(_rating_row(call.rating, row, leg_sid, rng))
    rows.items.append(_item_row(row, rng, has_recording=call.dialogue is not None))


def _call_row(call: PlannedCall, names: Names, rng: random.Random) -> Row:
    started_at, queued_at = call.started_at.astimezone(UTC), call.queued_at.astimezone(UTC)
    reached_at = queued_at + timedelta(seconds=call.wait_seconds)
    talked_until = reached_at + timedelta(seconds=call.talk_seconds)
    ended_at = talked_until + timedelta(seconds=call.after_seconds)
    is_answered = call.outcome == "answered"
    has_voicemail_prompt = call.outcome in ("missed", "voicemail")
    agent_id = None if call.agent is None else names.users[call.agent]
    is_hidden_number = is_hidden(call.who.number)
    return {
        "id": id_at("cal", started_at, rng),
        "version": 9 if is_answered else 4,
        "provider": PROVIDER,
        "account": names.account,
        "provider_call_id": sid("CA", rng),
        "direction": "inbound",
        "from_number": call.who.number,
        "to_number": LINE_NUMBER,
        "party": None if is_hidden_number else call.who.number,
        "is_anonymous": is_hidden_number,
        "state": {"answered": "completed"}.get(call.outcome, call.outcome),
        "end_reason": _end_reason(call),
        "provider_status": "completed",
        "customer_id": None if call.who.person is None else names.customers[call.who.person],
        "agent_id": agent_id,
        "handler_id": agent_id,
        "queue_id": names.sales_queue if call.is_sales else names.care_queue,
        "menu_key": SALES_KEY if call.is_sales else "1",
        "started_at": started_at,
        "queued_at": queued_at,
        "answered_at": reached_at if is_answered else None,
        "ended_at": ended_at,
        "wait_seconds": _seconds(queued_at, reached_at if is_answered else ended_at),
        "talk_seconds": call.talk_seconds if is_answered else None,
        "duration_seconds": _seconds(started_at, ended_at),
        "voicemail_at": reached_at if has_voicemail_prompt else None,
        "has_voicemail": call.outcome == "voicemail",
        "has_dial_ended": is_answered,
        "agent_hung_up": call.agent_hung_up if is_answered else None,
        "wrap_up_started_at": talked_until if is_answered else None,
        "wrap_up_ended_at": talked_until + timedelta(seconds=call.wrap_up_seconds) if is_answered else None,
        "is_auto_closed": call.is_auto_closed,
        "disposition": call.story.disposition if call.story else None,
        "next_step": _next_step(call, talked_until),
        "notes": call.story.note if call.story else "",
        "transcription_state": "none" if call.dialogue is None else "done",
        "created_at": started_at,
    }


def _end_reason(call: PlannedCall) -> str:
    if call.outcome == "answered":
        return "agent" if call.agent_hung_up else "customer"
    return "customer" if call.outcome == "abandoned" else "no_answer"


def _next_step(call: PlannedCall, talked_until: datetime) -> Row | None:
    if call.story is None or call.story.next_step is None:
        return None
    kind, words = call.story.next_step
    due_at = talked_until + timedelta(days=call.story.days)
    return {"kind": kind, "due_at": isoformat(due_at), "text": words}


def _leg_row(call: PlannedCall, row: Row, rng: random.Random) -> Row:
    answered_at = row["answered_at"]
    agent = AGENTS[call.agent or 0]
    return {
        "id": id_at("leg", answered_at, rng),
        "call_id": row["id"],
        "provider": PROVIDER,
        "provider_leg_id": sid("CA", rng),
        "endpoint": f"client:{agent.identity}",
        "agent_id": row["agent_id"],
        "status": "completed",
        "max_sequence": 3,
        "ringing_at": answered_at - timedelta(seconds=1),
        "answered_at": answered_at,
        "ended_at": answered_at + timedelta(seconds=call.talk_seconds),
        "duration_seconds": call.talk_seconds,
        "is_bridged": True,
        "created_at": answered_at - timedelta(seconds=1),
    }


def _recording_row(row: Row, dialogue: Dialogue, sound: Sound, names: Names, rng: random.Random) -> Row:
    is_voicemail = dialogue.kind == "voicemail"
    started_at = row["voicemail_at"] + timedelta(seconds=PROMPT_SECONDS) if is_voicemail else row["answered_at"]
    recording_id = id_at("rec", started_at, rng)
    return {
        "id": recording_id,
        "call_id": row["id"],
        "provider": PROVIDER,
        "account": names.account,
        "provider_recording_id": sid("RE", rng),
        "kind": "voicemail" if is_voicemail else "call",
        "state": "verified",
        "started_at": started_at,
        "duration_seconds": round(sound.duration_seconds),
        "channels": sound.channels,
        "channel_map": ["customer"] if is_voicemail else names.channel_map,
        "content_type": sound.content_type,
        "size_bytes": sound.size_bytes,
        "sha256": sound.sha256,
        "storage_key": f"{started_at:%Y/%m/%d}/{recording_id}.{sound.extension}",
        "peaks": sound.peaks,
        "attempts": 1,
        "created_at": started_at,
        "verified_at": row["ended_at"] + timedelta(seconds=4),
    }


def _line_rows(row: Row, recording: Row, dialogue: Dialogue, rng: random.Random) -> list[Row]:
    """What is said in the audio, at the seconds where it begins."""
    source = sid("TR" if dialogue.kind == "voicemail" else "GT", rng)
    return [
        {
            "id": id_at("txl", recording["started_at"], rng),
            "call_id": row["id"],
            "source_id": source,
            "sequence": number,
            "speaker": line.speaker,
            "spoken_at": None,
            "start_seconds": line.start_seconds,
            "text": line.text,
            "confidence": round(rng.uniform(0.86, 0.98), 4),
        }
        for number, line in enumerate(dialogue.lines, start=2)
    ]


def _rating_row(score: int, row: Row, leg_sid: str | None, rng: random.Random) -> Row:
    rated_at = row["ended_at"] - timedelta(seconds=2)
    return {
        "id": id_at("rat", rated_at, rng),
        "call_id": row["id"],
        "kind": "csat",
        "channel": "keypad",
        "score": score,
        "customer_id": row["customer_id"],
        "agent_id": row["agent_id"],
        "queue_id": row["queue_id"],
        "provider_leg_id": leg_sid,
        "created_at": rated_at,
    }


def _item_row(row: Row, rng: random.Random, *, has_recording: bool) -> Row:
    return {
        "id": id_at("tli", row["started_at"], rng),
        "customer_id": row["customer_id"],
        "party": row["party"],
        "kind": "call",
        "channel": "voice",
        "occurred_at": row["started_at"],
        "summary": row["notes"][:300],
        "agent_id": row["agent_id"],
        "ref_id": row["id"],
        "has_recording": has_recording,
        "data": {},
    }


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
