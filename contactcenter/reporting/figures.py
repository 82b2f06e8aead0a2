"""A day's figures, one definition each. Durations come from the calls' own segments.

Definitions follow the field's usual ones: offered = callers who reached a queue; service
level = answered within the target / (answered + abandoned − short abandons).
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.quality.models import Rating
from contactcenter.routing import queues

TARGET_SECONDS = 20
SHORT_ABANDON_SECONDS = 5


DEFINITIONS = {
    "offered": ("calls", "Cuộc gọi đã vào hàng đợi hôm nay.", "Calls that reached a queue today."),
    "answered": ("calls", "Cuộc gọi đã có nhân viên trả lời.", "Calls an agent answered."),
    "abandoned": (
        "calls",
        "Khách gác máy hoặc để lại lời nhắn trước khi gặp nhân viên; không tính khách đã chọn được gọi lại.",
        "Callers who left, or left a message, before an agent answered; not those who asked to be called back.",
    ),
    "service_level": (
        "percent",
        "Trả lời trong 20 giây / (trả lời + bỏ lỡ − bỏ máy trong 5 giây).",
        "Answered within 20 s / (answered + abandoned − abandoned within 5 s).",
    ),
    "asa": (
        "seconds",
        "Thời gian chờ trung bình của cuộc đã trả lời, tính từ lúc vào hàng đợi.",
        "Mean wait of answered calls, from entering the queue.",
    ),
    "aht": (
        "seconds",
        "Thời gian xử lý trung bình: đàm thoại, giữ máy và hoàn tất sau cuộc gọi.",
        "Mean handle time: talk, hold and wrap-up.",
    ),
    "talk_time": ("seconds", "Thời gian đàm thoại trung bình.", "Mean talk time."),
    "waiting": ("calls", "Khách đang chờ ngay lúc này.", "Callers waiting right now."),
    "longest_wait": ("seconds", "Người chờ lâu nhất hiện tại.", "The longest current wait."),
    "csat": (
        "percent",
        "Tỉ lệ chấm 4–5 điểm trên tổng số lượt đánh giá hôm nay.",
        "Share of 4s and 5s among today's ratings.",
    ),
}
"""Code → unit and what the figure means, shown beside it wherever it is shown."""


@dataclass(frozen=True)
class Figure:
    """`state`: ok | warn | late | none. `n` is the number of rows behind the value."""

    code: str
    value: float | int | None
    n: int
    state: str = "none"
    target: float | int | None = None
    median: float | int | None = None
    p90: float | int | None = None

    def as_shown(self) -> dict[str, Any]:
        unit, vietnamese, english = DEFINITIONS[self.code]
        return {**asdict(self), "unit": unit, "definition_vi": vietnamese, "definition_en": english}


@dataclass(frozen=True)
class Row:
    """One inbound call that reached a queue, as far as the figures need it."""

    started_at: datetime
    wait_seconds: int | None
    talk_seconds: int | None
    wrap_seconds: int | None
    is_answered: bool
    is_over: bool
    hold_seconds: int = 0
    is_called_back: bool = False


def day_bounds(timezone: str, moment: datetime | None = None) -> tuple[datetime, datetime]:
    """Midnight to midnight of the company's day that holds `moment`."""
    zone = ZoneInfo(timezone)
    local = (moment or now()).astimezone(zone)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=1, hours=2)).replace(hour=0)
    return start, end


def today(session: Session, timezone: str) -> dict[str, Any]:
    """Today's figures and the calls of each hour, in the company's zone."""
    start, end = day_bounds(timezone)
    rows = offered_calls(session, start, end)
    return {
        "date": start.date().isoformat(),
        "timezone": timezone,
        "figures": [*measure(rows), *_live(session), _csat(session, start, end)],
        "by_hour": by_hour(rows, timezone),
    }


def offered_calls(session: Session, start: datetime, end: datetime) -> list[Row]:
    result = session.execute(
        sa.select(
            Call.started_at,
            Call.wait_seconds,
            Call.talk_seconds,
            Call.hold_seconds,
            Call.answered_at,
            Call.ended_at,
            Call.wrap_up_started_at,
            Call.wrap_up_ended_at,
            Call.callback_number,
        ).where(
            Call.started_at >= start,
            Call.started_at < end,
            Call.direction == "inbound",
            Call.queued_at.is_not(None),
        )
    )
    return [
        Row(
            started_at=row.started_at,
            wait_seconds=row.wait_seconds,
            talk_seconds=row.talk_seconds,
            hold_seconds=row.hold_seconds or 0,
            wrap_seconds=_between(row.wrap_up_started_at, row.wrap_up_ended_at),
            is_answered=row.answered_at is not None,
            is_over=row.ended_at is not None,
            is_called_back=row.callback_number is not None and row.answered_at is None,
        )
        for row in result
    ]


def measure(rows: list[Row]) -> list[Figure]:
    """Offered, answered, abandoned, service level, speed of answer, handle and talk time."""
    answered = [r for r in rows if r.is_answered]
    abandoned = [r for r in rows if not r.is_answered and r.is_over and not r.is_called_back]
    short = sum((r.wait_seconds or 0) <= SHORT_ABANDON_SECONDS for r in abandoned)
    waits = [r.wait_seconds for r in answered if r.wait_seconds is not None]
    talks = [r.talk_seconds for r in answered if r.talk_seconds is not None]
    handles = [r.talk_seconds + r.hold_seconds + (r.wrap_seconds or 0) for r in answered if r.talk_seconds is not None]
    level = service_level(len(answered), len(abandoned), sum(w <= TARGET_SECONDS for w in waits), short)
    return [
        Figure("offered", len(rows), len(rows)),
        Figure("answered", len(answered), len(rows)),
        Figure("abandoned", len(abandoned), len(rows)),
        Figure("service_level", level, len(rows), state=_level_state(level), target=80),
        _spread("asa", waits),
        _spread("aht", handles),
        _spread("talk_time", talks),
    ]


def service_level(answered: int, abandoned: int, answered_in_time: int, short_abandons: int) -> float | None:
    """Percent, one decimal; None with nothing to measure. 1000/60/860/10 → 81.9."""
    base = answered + abandoned - short_abandons
    return None if base <= 0 else round(100 * answered_in_time / base, 2)


def by_hour(rows: list[Row], timezone: str) -> list[dict[str, int]]:
    zone = ZoneInfo(timezone)
    hours = {hour: {"hour": hour, "answered": 0, "missed": 0} for hour in range(24)}
    for row in rows:
        hour = hours[row.started_at.astimezone(zone).hour]
        if row.is_answered:
            hour["answered"] += 1
        elif row.is_over and not row.is_called_back:
            hour["missed"] += 1
    return list(hours.values())


def _live(session: Session) -> list[Figure]:
    line = queues.figures(session)
    wait = line.longest_wait_seconds
    state = "late" if wait > 120 else "warn" if wait > 60 else "ok"
    return [
        Figure("waiting", line.waiting, line.waiting),
        Figure("longest_wait", wait, line.waiting, state=state, target=120),
    ]


def _csat(session: Session, start: datetime, end: datetime) -> Figure:
    given = (Rating.kind == "csat", Rating.created_at >= start, Rating.created_at < end)
    scores = list(session.scalars(sa.select(Rating.score).where(*given)))
    top = round(100 * sum(score >= 4 for score in scores) / len(scores), 1) if scores else None
    return Figure("csat", top, len(scores), median=median(scores) if scores else None)


def _spread(code: str, values: list[int]) -> Figure:
    """Mean with median and 90th percentile (nearest rank); None without data."""
    if not values:
        return Figure(code, None, 0)
    ordered = sorted(values)
    p90 = ordered[max(0, -(-len(ordered) * 9 // 10) - 1)]
    return Figure(code, round(sum(values) / len(values), 1), len(values), median=median(values), p90=p90)


def _level_state(level: float | None) -> str:
    if level is None:
        return "none"
    return "late" if level < 60 else "warn" if level < 80 else "ok"


def _between(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else max(0, int((end - start).total_seconds()))
