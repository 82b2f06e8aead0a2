"""Working time: when the company is open, who works now, and clocks that stand still at night.

What other packages use is named here; `calendar` and `roster` are pure, `plans` remembers, `service` and
`calendars` are the verbs.
"""

from contactcenter.agents.worktime.calendar import (
    Calendar,
    add_business_seconds,
    always_open,
    business_seconds_between,
    is_open,
    next_closing,
    next_opening,
    open_stretches,
)
from contactcenter.agents.worktime.plans import company_zone, get_calendar, is_working

__all__ = [
    "Calendar",
    "add_business_seconds",
    "always_open",
    "business_seconds_between",
    "company_zone",
    "get_calendar",
    "is_open",
    "is_working",
    "next_closing",
    "next_opening",
    "open_stretches",
]
