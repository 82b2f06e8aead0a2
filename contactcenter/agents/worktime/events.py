"""What changed about working time. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarsChanged:
    """Opening hours or holidays changed; `calendar_id` is None for a day of all calendars."""

    calendar_id: str | None


@dataclass(frozen=True)
class RosterChanged:
    """Shifts of these people changed."""

    user_ids: tuple[str, ...]


@dataclass(frozen=True)
class LeaveEntered:
    """Somebody will be away, or for another time than was entered before: their work may need another hand."""

    leave_id: str
    user_id: str


@dataclass(frozen=True)
class LeaveCanceled:
    leave_id: str
    user_id: str
