"""The screens' own words, so that a test names a button as its catalogue does and survives a better wording."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "i18n"


@cache
def _catalogue(locale: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for file in (FOLDER / f"{locale}.json", *sorted(FOLDER.glob(f"*.{locale}.json"))):
        words |= json.loads(file.read_text(encoding="utf-8"))
    return words


def t(key: str, locale: str = "en", **values: object) -> str:
    """As `t()` of static/js/lib/i18n.js. Raises KeyError for words that are gone."""
    found: Any = _catalogue(locale)
    for part in key.split("."):
        found = found[part]
    text = str(found)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
