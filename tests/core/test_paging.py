"""Keyset pages over rows that tie, arrive and leave meanwhile; cursors that people made up."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from contactcenter.core import db
from contactcenter.core.errors import Invalid
from contactcenter.core.paging import page

START = datetime(2026, 1, 1, tzinfo=UTC)


class Local(DeclarativeBase):
    """Tables of this test alone."""

    type_annotation_map = {datetime: db.UtcDateTime}


class Note(Local):
    __tablename__ = "notes"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    written_at: Mapped[datetime]
    rank: Mapped[int]


BY_MOMENT = (Note.written_at, Note.id)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = db.create_engine(f"sqlite:///{tmp_path / 'notes.sqlite'}")
    Local.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def write(session: Session, *moments: int) -> None:
    """A note for each number of seconds; ids grow in the order given."""
    count = session.scalar(sa.select(sa.func.count()).select_from(Note)) or 0
    session.add_all(
        Note(id=f"n{count + n:03}", written_at=START + timedelta(seconds=second), rank=second)
        for n, second in enumerate(moments)
    )
    session.flush()


def walk(session: Session, order: Any = BY_MOMENT, limit: int = 2, **more: Any) -> list[str]:
    seen, cursor = [], None
    while True:
        shown = page(session, sa.select(Note), order, limit=limit, cursor=cursor, **more)
        seen += [note.id for note in shown.items]
        cursor = shown.next_cursor
        if cursor is None:
            return seen


@pytest.mark.parametrize("count", range(6))
def test_every_row_comes_once(session: Session, count: int) -> None:
    write(session, *range(count))
    assert walk(session) == [f"n{n:03}" for n in reversed(range(count))]
    assert walk(session, is_descending=False) == [f"n{n:03}" for n in range(count)]


def test_rows_of_one_moment_are_told_apart(session: Session) -> None:
    write(session, 5, 5, 5, 5, 5)
    assert walk(session) == ["n004", "n003", "n002", "n001", "n000"]


def test_rows_that_arrive_meanwhile_neither_repeat_nor_hide_others(session: Session) -> None:
    write(session, 1, 2, 3, 4)
    first = page(session, sa.select(Note), BY_MOMENT, limit=2)
    write(session, 9, 2)  # one above, one among the rest
    rest = page(session, sa.select(Note), BY_MOMENT, limit=9, cursor=first.next_cursor)
    assert [n.id for n in first.items] == ["n003", "n002"]
    assert [n.id for n in rest.items] == ["n005", "n001", "n000"]


def test_other_orders_and_columns_work(session: Session) -> None:
    write(session, 3, 1, 2)
    assert walk(session, (Note.rank, Note.id), limit=1) == ["n000", "n002", "n001"]
    shown = page(session, sa.select(Note.id, Note.rank), BY_MOMENT, limit=2)
    assert [tuple(row) for row in shown.items] == [("n000", 3), ("n002", 2)]


def _cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!!",
        "ê",
        " ",
        "null",
        _cursor(None),
        _cursor("text"),
        _cursor({}),
        _cursor([]),
        _cursor(["2026-01-01T00:00:00+00:00"]),
        _cursor(["2026-01-01T00:00:00+00:00", "n001", "more"]),
        _cursor(["2026-01-01T00:00:00", "n001"]),
        _cursor(["0001-01-01T00:00:00+23:59", "n001"]),
        _cursor(["yesterday", "n001"]),
        _cursor([1, "n001"]),
        _cursor(["2026-01-01T00:00:00+00:00", 7]),
        _cursor(["2026-01-01T00:00:00+00:00", "nul\x00"]),
        _cursor(["2026-01-01T00:00:00+00:00", "\ud800"]),
        _cursor(["2026-01-01T00:00:00+00:00", "n" * 301]),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe[1]").decode(),
        base64.urlsafe_b64encode(b"[" + b"9" * 5000 + b',"a"]').decode(),
    ],
)
def test_a_made_up_cursor_is_refused(session: Session, cursor: str) -> None:
    with pytest.raises(Invalid):
        page(session, sa.select(Note), BY_MOMENT, cursor=cursor)


@pytest.mark.parametrize("value", [2**70, -(2**70), True, 1.5, "1"])
def test_a_number_that_no_column_holds_is_refused(session: Session, value: Any) -> None:
    with pytest.raises(Invalid):
        page(session, sa.select(Note), (Note.rank, Note.id), cursor=_cursor([value, "n001"]))


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_it(text: str) -> None:
    from contactcenter.core.paging import _decode

    try:
        _decode(text, list(BY_MOMENT))
    except Invalid:
        return
