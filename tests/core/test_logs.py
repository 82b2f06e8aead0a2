"""What reaches a log when things break: where, never whom."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from contactcenter.core import logs


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The test runner's own handlers come back afterwards."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_traceback_quotes_no_row_and_no_number(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(log_format)
    cause = KeyError("duplicate key\nDETAIL:  Key (email)=(hoa@example.vn) already exists.")
    error = ValueError("(psycopg) duplicate key\nDETAIL:  Failing row contains (Hoa,\n0901234567).\n[SQL: INSERT]")
    error.__cause__ = cause
    logging.getLogger("contactcenter").error("a call from +84 901 234 567 failed", exc_info=error)
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "[SQL: INSERT]" in written
    for secret in ("hoa@example.vn", "Failing row", "0901234567", "901 234 567"):
        assert secret not in written
