"""Which bytes a Range header asks for (RFC 9110, section 14). Pure."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Span:
    """`length` bytes from `start`; `is_partial` when the client asked for a part."""

    start: int
    length: int
    is_partial: bool


class Unsatisfiable(ValueError):
    """The range lies outside the file: 416."""


def choose_span(header: str | None, size: int) -> Span:
    """The span to send of a file of `size` bytes.

    No header, other units, several ranges at once and nonsense all mean the whole file, as the
    RFC allows. Raises Unsatisfiable.
    """
    whole = Span(0, size, is_partial=False)
    match = _ONE_RANGE.fullmatch(header.strip()) if header else None
    if match is None:
        return whole
    first, last = match.groups()
    if not first:
        return _suffix(int(last), size) if last else whole
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return whole  # invalid, not unsatisfiable
    if start >= size:
        raise Unsatisfiable
    return Span(start, min(end, size - 1) - start + 1, is_partial=True)


def _suffix(wanted: int, size: int) -> Span:
    """The last `wanted` bytes, or all there are."""
    if wanted == 0 or size == 0:
        raise Unsatisfiable
    length = min(wanted, size)
    return Span(size - length, length, is_partial=True)
