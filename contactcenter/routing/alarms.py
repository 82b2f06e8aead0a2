"""From where on a queue's figures ask for an action: its own limits, else the defaults.

Each figure warns at one limit and is late at the other. Of the service level less is worse; its warning is the
queue's own target.
"""

from collections.abc import Mapping
from typing import Any

FORMULAS = ("default", "answered", "offered", "without_early", "early_count", "short_count")
"""How a service level is counted; the formulas are reporting.figures'."""

LIMITS: dict[str, int] = {
    "waiting_warn": 3,
    "waiting_late": 8,
    "longest_wait_warn": 60,
    "longest_wait_late": 120,
    "service_level_late": 60,
    "abandon_rate_warn": 5,
    "abandon_rate_late": 10,
    "missed_warn": 1,
    "missed_late": 5,
}
AT_MOST = {"service_level_late": 100, "abandon_rate_warn": 100, "abandon_rate_late": 100}


def limits_of(alerts: Mapping[str, Any], target_percent: int) -> dict[str, int]:
    """Every limit of a queue, its own before the defaults."""
    own = {name: value for name, value in alerts.items() if name in LIMITS and value is not None}
    return {**LIMITS, **own, "service_level_warn": target_percent}


def state_of(code: str, value: float | None, limits: Mapping[str, int]) -> str:
    """ok | warn | late, or none for what has no limits or no data."""
    warn, late = limits.get(f"{code}_warn"), limits.get(f"{code}_late")
    if value is None or warn is None or late is None:
        return "none"
    if code == "service_level":
        return "late" if value < late else "warn" if value < warn else "ok"
    return "late" if value >= late else "warn" if value >= warn else "ok"
