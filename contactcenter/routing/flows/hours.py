"""Open, closed, or closed because the day is a special one."""

from datetime import datetime

from contactcenter.agents.worktime.calendar import Calendar, is_open
from contactcenter.agents.worktime.clock_face import day_of


def state(calendar: Calendar, moment: datetime) -> str:
    """open | closed | holiday (a day that differs from the week, outside its own hours)."""
    if is_open(calendar, moment):
        return "open"
    return "holiday" if day_of(moment, calendar.zone) in calendar.days else "closed"
