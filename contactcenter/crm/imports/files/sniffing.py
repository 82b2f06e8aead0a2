"""What a CSV does not say about itself: its encoding and what separates its cells."""

import csv
import io
from collections import Counter

SAMPLE_BYTES = 64 * 1024
DELIMITERS = (",", ";", "\t", "|")
VIETNAMESE = "windows-1258"
"""What is not Unicode: Excel on a Vietnamese Windows saves plain CSV so."""


def sniff_encoding(head: bytes, *, is_utf8: bool) -> str:
    """The codec of a file that begins with `head`; `is_utf8` says whether all of it decodes so."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if utf16 := find_utf16(head):
        return utf16
    return "utf-8" if is_utf8 else VIETNAMESE


def find_utf16(head: bytes) -> str | None:
    """The codec, by its mark or by the empty half of most characters; None when it is not UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = head[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd <= len(sample) // 3 or min(even, odd) > len(sample) // 50:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def sniff_delimiter(text: str) -> str:
    """What separates cells: that which cuts most lines into the same number of more than one."""
    first, _, _rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:
        return first[4]
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How even and how many the cells are; (0, 0) when nothing is cut."""
    try:
        rows = [
            row for _, row in zip(range(60), csv.reader(io.StringIO(text), delimiter=delimiter), strict=False) if row
        ]
    except csv.Error:
        return 0.0, 0
    widths = Counter(len(row) for row in rows)
    if not widths:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    return (count / len(rows), width) if width > 1 else (0.0, 0)
