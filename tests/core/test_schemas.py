"""Strict shapes: times with a zone, text that can be stored, nothing unknown."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from marshmallow import ValidationError, fields

from contactcenter.core.paging import Page
from contactcenter.core.schemas import Line, PageArgs, Prose, StrictSchema, UtcTime, page_of


class Note(StrictSchema):
    at = UtcTime(allow_none=True)
    title = Line(max_length=10)
    text = Prose(max_length=50)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-31T08:00:00Z",
        "2026-01-31T15:00:00+07:00",
        "2026-01-31T15:00:00 07:00",
        "2026-01-31T08:00:00.000+00:00",
    ],
)
def test_a_moment_is_read_as_utc(written: str) -> None:
    assert Note().load({"at": written})["at"] == datetime(2026, 1, 31, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-31T08:00:00",
        "2026-01-31",
        "yesterday",
        "",
        1769846400,
        [],
        "0001-01-01T00:00:00+14:00",
        "9" * 5000,
    ],
)
def test_what_is_no_moment_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        Note().load({"at": written})
    assert "at" in refusal.value.messages


def test_a_moment_is_shown_in_utc_with_milliseconds() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert Note().dump({"at": datetime(2026, 1, 31, 15, tzinfo=hanoi)}) == {"at": "2026-01-31T08:00:00.000Z"}
    assert Note().dump({"at": None}) == {"at": None}


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("title", "  Lan  ", "Lan"),
        ("title", "La\u0302n", "Lân"),
        ("title", "=1+1", "=1+1"),
        ("text", "a\r\nb\rc\n", "a\nb\nc"),
        ("text", "<b>\t'; --", "<b>\t'; --"),
        ("text", "\u202eabc", "\u202eabc"),
        ("title", "\u200b\u2060 \u3164", ""),
        ("title", "a\u200db", "a\u200db"),
        ("text", "\ufeff\n\u2800", ""),
    ],
)
def test_text_is_kept_as_typed_in_one_form(field: str, written: str, kept: str) -> None:
    assert Note().load({field: written}) == {field: kept}


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("title", "a\x00"),
        ("title", "two\nlines"),
        ("title", "\x1b[31m"),
        ("title", "x" * 11),
        ("title", 5),
        ("text", "a\x00"),
        ("text", "\ud800"),
        ("text", "x" * 51),
        ("text", None),
        ("unknown", 1),
    ],
)
def test_what_cannot_be_stored_or_is_unknown_is_refused(field: str, written: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        Note().load({field: written})
    assert list(refusal.value.messages) == [field]


def test_a_page_is_items_and_a_cursor() -> None:
    schema = page_of(Note)()
    assert schema.dump(Page([{"title": "a"}], "next")) == {"items": [{"title": "a"}], "next_cursor": "next"}
    assert schema.dump(Page([], None)) == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("limit", [0, -1, 201, "many", 10**30])
def test_a_page_has_a_size(limit: Any) -> None:
    with pytest.raises(ValidationError):
        PageArgs().load({"limit": limit})


def test_lists_add_their_filters() -> None:
    class NoteArgs(PageArgs):
        q = fields.String(load_default=None)

    assert NoteArgs().load({"q": "lan"}) == {"q": "lan", "limit": 50, "cursor": None}
