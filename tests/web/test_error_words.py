"""What the server refuses is told in the reader's language: each code has a sentence (static/js/lib/errors.js)."""

import json
import re
from functools import cache
from pathlib import Path

from contactcenter.crm.imports import sentences
from contactcenter.web import errors
from contactcenter.web.error_texts import _SENTENCES
from tests.web.raised_codes import ROOT, Raised, list_raised

WORDS = Path(__file__).parents[2] / "static" / "i18n"
ADD = 'Add a sentence for each to the group "errors" of static/i18n/errors.vi.json AND static/i18n/errors.en.json'
MADE_BY_THE_SCREEN = {"size": "limit", "fields": None}
"""Places that errors.js fills itself, and the detail that it needs."""


@cache
def raised() -> list[Raised]:
    return list_raised()


def words(locale: str) -> dict[str, str]:
    """The few of the first load, and the rest."""
    files = [json.loads((WORDS / name).read_text())["errors"] for name in (f"{locale}.json", f"errors.{locale}.json")]
    twice = files[0].keys() & files[1].keys()
    assert not twice, f"told in {locale}.json and in errors.{locale}.json: {sorted(twice)}"
    return {**files[0], **files[1]}


def test_every_code_raised_has_words_in_both_languages() -> None:
    places = {one.code: one.place for one in raised()}
    assert len(places) > 200, "the sources were not read"
    places |= {errors._code(status): f"HTTP {status}" for status in _SENTENCES}
    for locale in ("vi", "en"):
        missing = [
            f'  "{code}": "…"   raised at {place}' for code, place in places.items() if code not in words(locale)
        ]
        assert not missing, f"{ADD}.\nMissing in {locale}:\n" + "\n".join(missing)


def test_a_sentence_names_only_details_that_every_raise_gives() -> None:
    """Else a reader would see the bare place, such as `{limit}`."""
    sentences = words("vi")
    wrong = [
        f"{one.place}: {one.code} is told with {{{place}}}, which is not among its details"
        for one in raised()
        if one.details is not None
        for place in re.findall(r"{(\w+)}", sentences.get(one.code, ""))
        if MADE_BY_THE_SCREEN.get(place, place) not in {*one.details, None}
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_wrong_with_an_imported_row_or_a_recording_has_words_too() -> None:
    rows = _written("crm/imports", r'\b(?:BadValue|blame)\("(\w+)"')
    assert len(rows) > 20
    assert rows <= sentences._PROBLEMS.keys(), "add them to crm/imports/sentences.py"
    told = json.loads((WORDS / "pages.vi.json").read_text())["recording"]["errors"].keys() | words("vi").keys()
    recordings = _written("calls/recordings", r'\b(?:FetchFailed|UnusableAudio)\("(\w+)"')
    assert recordings
    assert recordings <= told, "add them to recording.errors in static/i18n/pages.{vi,en}.json"


def _written(package: str, pattern: str) -> set[str]:
    return {code for path in (ROOT / package).rglob("*.py") for code in re.findall(pattern, path.read_text())}
