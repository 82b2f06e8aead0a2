"""Range headers, one row each."""

import pytest

from contactcenter.calls.recordings.ranges import Span, Unsatisfiable, choose_span

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "start", "length"),
    [
        ("bytes=0-", 0, 1000),
        ("bytes=0-0", 0, 1),
        ("bytes=0-499", 0, 500),
        ("bytes=500-", 500, 500),
        ("bytes=999-", 999, 1),
        ("bytes=999-999", 999, 1),
        ("bytes=200-5000", 200, 800),
        ("bytes=-1", 999, 1),
        ("bytes=-500", 500, 500),
        ("bytes=-5000", 0, 1000),
        ("BYTES = 10 - 19 ", 10, 10),
    ],
)
def test_a_part_is_sent(header: str, start: int, length: int) -> None:
    assert choose_span(header, SIZE) == Span(start, length, is_partial=True)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=0-1,5-6",
        "bytes=0-1,",
        "items=0-5",
        "bytes=--5",
        "bytes=+1-2",
        "bytes=1.5-2",
        "bytes=٣-٥",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_nonsense_and_several_ranges_send_the_whole(header: str | None) -> None:
    assert choose_span(header, SIZE) == Span(0, SIZE, is_partial=False)


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=9999999999-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        choose_span(header, SIZE)


def test_an_empty_file_has_no_parts() -> None:
    assert choose_span(None, 0) == Span(0, 0, is_partial=False)
    for header in ("bytes=0-", "bytes=-5"):
        with pytest.raises(Unsatisfiable):
            choose_span(header, 0)
