"""Marshmallow ground: strict schemas, UTC times, and text that every database can hold.

What is unknown is refused, so that a misspelt field is an error and not a silence.
Webhooks are the exception (providers add fields without notice) and do not use this.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from contactcenter.core.clock import isoformat
from contactcenter.core.paging import DEFAULT_LIMIT, MAX_LIMIT

_OFFSET_READ_AS_SPACE = re.compile(r" (?=\d\d:?\d\d$)")  # "+07:00" in a query string not encoded as %2B


_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols by their category that are drawn as nothing: Hangul fillers, the empty Braille cell."""


class StrictSchema(Schema):
    """Base of every schema of ours."""

    class Meta:
        unknown = RAISE


class UtcTime(fields.Field[datetime]):
    """An aware moment: ISO-8601 with a zone in, UTC with Z and milliseconds out."""

    default_error_messages = {"invalid": "Not a time with a zone, such as 2026-01-31T08:00:00Z."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {"type": "string", "format": "date-time", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return isoformat(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            moment = datetime.fromisoformat(_OFFSET_READ_AS_SPACE.sub("+", value))
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)  # overflows at the edges of the calendar
        except (ValueError, OverflowError) as error:
            raise self.make_error("invalid") from error
        raise self.make_error("invalid")


class Line(fields.String):
    """One line of text: trimmed, NFC (so that typed and pasted diacritics are equal), no controls.

    `check(text)` raises ValidationError for a text that is none of this field's.
    """

    def __init__(
        self, *, max_length: int, min_length: int = 0, check: Callable[[str], None] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(validate=[validate.Length(min_length, max_length), *([check] if check else [])], **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        return visible(_one_line(super()._deserialize(value, attr, data, **kwargs)))


class Question(Line):
    """What is looked for. Of unseen characters only it is still a question, which nothing answers."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        return _one_line(fields.String._deserialize(self, value, attr, data, **kwargs))  # noqa: SLF001 - as below


class Prose(Line):
    """Text of several lines, such as notes; line ends become \\n. Markup is kept as typed, never run."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = fields.String._deserialize(self, value, attr, data, **kwargs)  # noqa: SLF001 - our own base's base
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return visible(unicodedata.normalize("NFC", _storable(text, allowed="\n\t")).rstrip())


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", _storable(text, allowed="")).strip()


def visible(text: str) -> str:
    """The text, or nothing when there is nothing in it to see: a name of zero-width spaces is none."""
    seen = (c for c in text if c not in _BLANKS and unicodedata.category(c) not in _UNSEEN)
    return text if any(seen) else ""


class PageArgs(StrictSchema):
    """The query of every list: subclass it and add the filters."""

    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT))
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=1000))


def page_of(item: type[Schema]) -> type[Schema]:
    """The answer of a list: `{items: [...], next_cursor}`, from a `Page`."""
    name = f"{item.__name__.removesuffix('Schema').removesuffix('Out')}Page"
    return StrictSchema.from_dict(
        {"items": fields.List(fields.Nested(item)), "next_cursor": fields.String(allow_none=True)}, name=name
    )


def _storable(text: str, *, allowed: str) -> str:
    """Refuse what a database or a terminal cannot take: control characters, lone surrogates."""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in text):
        raise ValidationError("Contains characters that cannot be stored.")
    return text
