"""A verified request's values, read strictly: ids, addresses, numbers, moments, words.

The signature proves the sender, not the sense. What Twilio would never send (an id of
another shape, a name twice, NUL, text that is no UTF-8, a number of twenty digits) raises
UnreadablePayload, so that nothing malformed reaches the database; what it may leave out or
blank is None or an empty string. Words spoken or spelled by people are never a reason to
lose a call: they are cleaned instead.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl

from contactcenter.providers.base import ProviderRequest, UnreadablePayload

MAX_ADDRESS_CHARS = 254
MAX_WORD_CHARS = 60
MAX_TOLERATED_CHARS = 2000
MAX_SECONDS = 2 * 86400
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100

_SID = re.compile(r"([A-Z]{2})[0-9a-fA-F]{32}")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
_KEYS = re.compile(r"[0-9A-D*#]{0,40}|[a-z]{1,12}")
_IDS = frozenset(
    {
        "CallSid",
        "ParentCallSid",
        "DialCallSid",
        "DequeingCallSid",
        "RecordingSid",
        "TranscriptionSid",
        "ConferenceSid",
        "QueueSid",
        "ApplicationSid",
    }
)
_NUMBERS = frozenset(
    {
        "SequenceNumber",
        "SequenceId",
        "CallDuration",
        "Duration",
        "DialCallDuration",
        "RecordingDuration",
        "RecordingChannels",
        "QueueTime",
        "QueuePosition",
        "CurrentQueueSize",
        "MaxQueueSize",
        "MachineDetectionDuration",
    }
)
"""Documented ids and numbers are checked wherever they stand, read or not."""
_UNWANTED = frozenset({"Cc", "Cs", "Co", "Cn"})
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Fields:
    """The form of one request. Raises UnreadablePayload at once for wrong encodings and NUL."""

    def __init__(self, request: ProviderRequest) -> None:
        self.request = request
        try:
            self._values: Mapping[str, list[str]] = request.form
        except ValueError as error:
            raise UnreadablePayload("no form, or one of too many fields") from error
        raw = request.query.encode("utf-8", "replace") if request.method == "GET" else request.body
        if b"%00" in raw or b"\0" in raw:
            raise UnreadablePayload("a NUL character")
        if any("\ufffd" in name or "\ufffd" in "".join(values) for name, values in self._values.items()):
            _check_encoding(raw)
        for name in self._values.keys() & _IDS:
            self._check(name, _SID)
        for name in self._values.keys() & _NUMBERS:
            self._check(name, _WHOLE_NUMBER)

    def text(self, name: str, limit: int = MAX_WORD_CHARS) -> str:
        """A word of the protocol or an address, trimmed to `limit`; empty when absent."""
        value = self._one(name)
        if not value:
            return ""
        if not value.isprintable() or len(value) > MAX_TOLERATED_CHARS:
            raise UnreadablePayload(f"{name} is not plain text")
        return value[:limit]

    def need(self, name: str, limit: int = MAX_WORD_CHARS) -> str:
        """As `text`, but it must be there."""
        value = self.text(name, limit)
        if not value:
            raise UnreadablePayload(f"{name} is missing")
        return value

    def address(self, name: str) -> str:
        """A number, `client:name`, `sip:…` or a withheld caller's word, as it came."""
        return self.text(name, MAX_ADDRESS_CHARS)

    def has(self, name: str) -> bool:
        return name in self._values

    def words(self, name: str, limit: int) -> str:
        """What a person said or is called: control and direction characters taken out."""
        return clean(self._one(name), limit)

    def sid(self, name: str, *prefixes: str) -> str:
        """A well-formed Twilio id with one of the prefixes; must be there."""
        value = self.find_sid(name, *prefixes)
        if value is None:
            raise UnreadablePayload(f"{name} is missing")
        return value

    def find_sid(self, name: str, *prefixes: str) -> str | None:
        """As `sid`, or None when absent or blank."""
        value = self._one(name)
        if not value:
            return None
        if not is_sid(value, *prefixes):
            raise UnreadablePayload(f"{name} is not an id")
        return value

    def number(self, name: str, highest: int = MAX_SECONDS) -> int | None:
        """A whole number from 0 to `highest`; None when absent, blank or outside (Twilio's -1)."""
        self._check(name, _WHOLE_NUMBER)
        value = self._one(name)
        number = int(value) if value else -1
        return number if 0 <= number <= highest else None

    def keys(self, name: str) -> str:
        """Keys pressed on a phone, or Twilio's word for how it ended (`hangup`)."""
        self._check(name, _KEYS)
        return self._one(name)

    def flag(self, name: str) -> bool | None:
        """`true` or `false` in any case; None for anything else."""
        return {"true": True, "false": False}.get(self._one(name).lower())

    def moment(self, name: str) -> datetime | None:
        """RFC 2822 or ISO 8601 → aware UTC; None when absent or unreadable."""
        return read_moment(self._one(name))

    def _check(self, name: str, shape: re.Pattern[str]) -> None:
        value = self._one(name)
        if value and not shape.fullmatch(value):
            raise UnreadablePayload(f"{name} has another shape")

    def _one(self, name: str) -> str:
        values = self._values.get(name)
        if values is None:
            return ""
        if len(values) > 1:
            raise UnreadablePayload(f"{name} is given twice")
        return values[0].strip()


def is_sid(value: str, *prefixes: str) -> bool:
    """Whether the text has the shape of a Twilio id with one of the prefixes."""
    match = _SID.fullmatch(value)
    return match is not None and match.group(1) in prefixes


def read_moment(text: str) -> datetime | None:
    """RFC 2822 or ISO 8601 → aware UTC; None when unreadable or absurd."""
    if not text or len(text) > MAX_WORD_CHARS:
        return None
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


def clean(text: str, limit: int) -> str:
    """People's words without control, private and direction-changing characters, one line, trimmed.

    Right-to-left scripts stay; the invisible characters that reorder what surrounds them go.
    """
    if not text.isprintable():
        text = "".join(" " if c.isspace() else c for c in text if _is_wanted(c))
    return " ".join(text.split())[:limit]


def _is_wanted(character: str) -> bool:
    if character.isspace():
        return True
    return character not in _BIDI_CONTROLS and unicodedata.category(character) not in _UNWANTED


def _check_encoding(raw: bytes) -> None:
    try:
        parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise UnreadablePayload("the text is not UTF-8") from error
