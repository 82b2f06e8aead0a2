"""The one clock. Everything stored and compared is aware UTC."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, aware UTC."""
    return datetime.now(UTC)


def isoformat(moment: datetime | None) -> str | None:
    """ISO-8601 in UTC with a trailing Z and milliseconds, as the API shows every time."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds_between(start: datetime | None, end: datetime | None) -> int | None:
    """Whole seconds from start to end, never negative; None when either is unknown."""
    if start is None or end is None:
        return None
    return max(0, round((end - start).total_seconds()))
