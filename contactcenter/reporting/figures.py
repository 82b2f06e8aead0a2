"""A day's figures, one definition each. Durations come from the calls' own segments.

Definitions follow the field's usual ones: offered = callers who reached a queue; service
level = answered within the target / (answered + abandoned − short abandons), or another of `LEVELS`
where a queue says so. Each call is measured against its own queue's target.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.agent_time.models import AgentSegment
from contactcenter.calls.models import Call
from contactcenter.core.clock import now
from contactcenter.quality.models import Rating
from contactcenter.routing import queues
from contactcenter.routing.alarms import limits_of, state_of
from contactcenter.routing.models import Queue

TARGET_SECONDS = 20
"""Of a call whose queue is gone."""
TARGET_PERCENT = 80
"""Of all queues together."""
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
        "Trả lời trong số giây của hàng đợi / (trả lời + bỏ lỡ − bỏ máy trong 5 giây), trừ khi hàng đợi tính khác.",
        "Answered within the queue's seconds / (answered + abandoned − abandoned within 5 s), or as the queue counts.",
    ),
    "abandon_rate": (
        "percent",
        "Cuộc bỏ lỡ / cuộc đã vào hàng đợi.",
        "Abandoned / offered.",
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
    "missed_open": ("calls", "Khách gọi nhỡ chưa được gọi lại.", "Missed callers nobody has called back yet."),
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
    queue_id: str | None = None
    target_seconds: int = TARGET_SECONDS

    @property
    def is_in_time(self) -> bool:
        """Whether the wait ended within the queue's target, answered or not; unknown is not."""
        return self.wait_seconds is not None and self.wait_seconds <= self.target_seconds


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
    """Inbound calls that reached a queue, each with its queue's target."""
    inbound = (Call.direction == "inbound", Call.queued_at.is_not(None))
    return _rows(session, Call.started_at >= start, Call.started_at < end, *inbound)


def own_handle_time(session: Session, start: datetime, end: datetime, agent_id: str) -> Figure:
    """One agent's: of a call that was passed on their part; whole where no parts are known. `n` is how many calls."""
    seconds = AgentSegment.talk_seconds + AgentSegment.hold_seconds + AgentSegment.wrap_up_seconds
    parts = sa.select(sa.func.sum(seconds)).where(
        AgentSegment.agent_id == agent_id, AgentSegment.started_at >= start, AgentSegment.started_at < end
    )
    whole = _rows(
        session,
        Call.started_at >= start,
        Call.started_at < end,
        Call.agent_id == agent_id,
        Call.answered_at.is_not(None),
        ~sa.exists().where(AgentSegment.call_id == Call.id),
    )
    own = [int(total) for total in session.scalars(parts.group_by(AgentSegment.call_id))]
    return _spread("aht", own + _handle_seconds(whole))


def _rows(session: Session, *wanted: Any) -> list[Row]:
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
            Call.queue_id,
            sa.func.coalesce(Queue.target_seconds, TARGET_SECONDS).label("target_seconds"),
        )
        .outerjoin(Queue, Queue.id == Call.queue_id)
        .where(*wanted)
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
            queue_id=row.queue_id,
            target_seconds=row.target_seconds,
        )
        for row in result
    ]


def measure(
    rows: list[Row], *, formula: str = "default", target: int = TARGET_PERCENT, alerts: Mapping[str, Any] | None = None
) -> list[Figure]:
    """Offered, answered, abandoned and its rate, service level, speed of answer, handle and talk time.

    `formula`, `target` (percent) and `alerts` are a queue's; without them, those of all queues together.
    """
    limits = limits_of(alerts or {}, target)
    answered = [r for r in rows if r.is_answered]
    abandoned = [r for r in rows if not r.is_answered and r.is_over and not r.is_called_back]
    short = sum((r.wait_seconds or 0) <= SHORT_ABANDON_SECONDS for r in abandoned)
    waits = [r.wait_seconds for r in answered if r.wait_seconds is not None]
    talks = [r.talk_seconds for r in answered if r.talk_seconds is not None]
    level = service_level(
        len(answered),
        len(abandoned),
        sum(r.is_in_time for r in answered),
        short,
        early_abandons=sum(r.is_in_time for r in abandoned),
        formula=formula,
    )
    rate = round(100 * len(abandoned) / len(rows), 1) if rows else None
    return [
        Figure("offered", len(rows), len(rows)),
        Figure("answered", len(answered), len(rows)),
        Figure("abandoned", len(abandoned), len(rows)),
        Figure("abandon_rate", rate, len(rows), state=state_of("abandon_rate", rate, limits)),
        Figure("service_level", level, len(rows), state=state_of("service_level", level, limits), target=target),
        _spread("asa", waits),
        _spread("aht", _handle_seconds(rows)),
        _spread("talk_time", talks),
    ]


def _handle_seconds(rows: list[Row]) -> list[int]:
    """Talk, hold and wrap-up of each that was answered."""
    answered = [r for r in rows if r.is_answered and r.talk_seconds is not None]
    return [(r.talk_seconds or 0) + r.hold_seconds + (r.wrap_seconds or 0) for r in answered]


def service_level(
    answered: int,
    abandoned: int,
    answered_in_time: int,
    short_abandons: int,
    *,
    early_abandons: int = 0,
    formula: str = "default",
) -> float | None:
    """Percent; None with nothing to measure. 1000/60/860/10 → 81.9.

    `early_abandons`: left within the target. With A answered, B abandoned and T, s for in time and short:
    default A_T / (A + B − B_s) · answered A_T / A · offered A_T / (A + B) · without_early A_T / (A + B − B_T) ·
    early_count (A_T + B_T) / (A + B) · short_count (A_T + B_s) / (A + B).
    """
    met, base = {
        "default": (answered_in_time, answered + abandoned - short_abandons),
        "answered": (answered_in_time, answered),
        "offered": (answered_in_time, answered + abandoned),
        "without_early": (answered_in_time, answered + abandoned - early_abandons),
        "early_count": (answered_in_time + early_abandons, answered + abandoned),
        "short_count": (answered_in_time + short_abandons, answered + abandoned),
    }[formula]
    return None if base <= 0 else round(100 * met / base, 2)


def by_hour(rows: list[Row], timezone: str) -> list[dict[str, int]]:
    slots = by_slot(rows, timezone, minutes=60)
    return [{"hour": hour, "answered": a, "missed": m} for hour, (a, m) in enumerate(slots)]


def by_slot(rows: list[Row], timezone: str, *, minutes: int) -> list[tuple[int, int]]:
    """(answered, missed) of each so many minutes of the day, by the company's clock."""
    zone = ZoneInfo(timezone)
    slots = [[0, 0] for _ in range(24 * 60 // minutes)]
    for row in rows:
        local = row.started_at.astimezone(zone)
        if row.is_answered or (row.is_over and not row.is_called_back):
            slots[(local.hour * 60 + local.minute) // minutes][0 if row.is_answered else 1] += 1
    return [(answered, missed) for answered, missed in slots]


def _live(session: Session) -> list[Figure]:
    return line_figures(queues.figures(session), limits_of({}, TARGET_PERCENT), is_whole=True)


def line_figures(line: queues.Figures, limits: Mapping[str, int], *, is_whole: bool = False) -> list[Figure]:
    """How a line stands now. How many wait in all queues together has no limit: it depends on how many there are."""
    wait = line.longest_wait_seconds
    crowd = "none" if is_whole else state_of("waiting", line.waiting, limits)
    alarm = state_of("longest_wait", wait, limits)
    return [
        Figure("waiting", line.waiting, line.waiting, state=crowd),
        Figure("longest_wait", wait, line.waiting, state=alarm, target=limits["longest_wait_late"]),
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


def _between(start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else max(0, int((end - start).total_seconds()))
