"""Structured logs: readable lines on a terminal, JSON lines for a collector.

Bodies, tokens and full phone numbers never reach a log: `mask_numbers` runs over every
event, so a forgotten number in a message is masked too.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_NUMBER = re.compile(r"\+?\d[\d .\-]{6,16}\d")
_QUOTED_ROW = re.compile(r"DETAIL:.*?(?=\n\[SQL|\n\nThe above exception|\Z)", re.DOTALL)
"""`DETAIL:  Key (value)=(+84…) already exists.`: whole rows of customers for some errors."""
_SAFE_KEYS = frozenset({"timestamp", "level", "logger", "event_type", "call_id", "delivery_id", "offer_id"})


def configure(log_format: str, level: str = "INFO") -> None:
    """Route structlog and the standard library through one pipeline to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        mask_numbers,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask_exception,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("werkzeug", "engineio", "socketio", "apscheduler", "dbos", "twilio", "botocore", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def mask_number(number: str | None) -> str:
    """`+84901234567` → `+8490•••567`; short or empty values pass unchanged."""
    if not number:
        return ""
    digits = sum(c.isdigit() for c in number)
    return number if digits < 7 else f"{number[:5]}•••{number[-3:]}"


def mask_numbers(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask anything that looks like a phone number in an event's text values."""
    for key, value in event.items():
        if isinstance(value, str) and key not in _SAFE_KEYS:
            event[key] = _NUMBER.sub(lambda match: mask_number(match.group()), value)
    return event


def mask_exception(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take the rows that PostgreSQL quotes in its errors, and numbers, out of a traceback."""
    trace = event.get("exception")
    if isinstance(trace, str):
        trace = _QUOTED_ROW.sub("DETAIL: …", trace)
        event["exception"] = _NUMBER.sub(lambda match: mask_number(match.group()), trace)
    return event
