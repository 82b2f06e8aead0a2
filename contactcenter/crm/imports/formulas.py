"""Cells that a spreadsheet would run, made harmless in CSV, and back.

CSV has no types: Excel and its kin run any cell that begins with = + - or @, so a name
typed by a stranger would become a program on the desk of whoever opens the list. Such a
cell gets one tab in front: spreadsheets then show it as the text it is, and every reader
that trims cells gets the original back, ours exactly. No apostrophe: that would stay in
the text. The same holds after any character that another locale's spreadsheet takes for a
separator. Numbers and phone numbers (+84901234567, -5) hold nothing that runs and stay as
they are. XLSX needs none of this: there every text cell says that it is text.
"""

import re

_TRIGGER = "[=+\\-@＝＋－＠]"
_PLAIN = r"[-+]?\d[\d .,()]*(?=$|[;|\r\n])"
_EDGE = r"(^|[;,|\r\n])"
_RUNS = re.compile(rf"{_EDGE}(?:(?=[\t ]*{_TRIGGER})(?![\t ]*{_PLAIN})|(?= *\t[\t ]*{_TRIGGER}))")
"""The second half: a tab of the text's own is doubled, so that it is there again after `unguard`."""
_GUARDED = re.compile(rf"{_EDGE}\t(?=[\t ]*{_TRIGGER})")


def guard(text: str) -> str:
    """The text as a CSV cell that runs nowhere."""
    return _RUNS.sub("\\1\t", text)


def unguard(cell: str) -> str:
    """The text that `guard` made this cell of."""
    return _GUARDED.sub(r"\1", cell) if "\t" in cell else cell


def can_run(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula when it is typed in again."""
    return bool(_RUNS.match(text))
