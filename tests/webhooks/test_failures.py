"""Things break below the edge: nothing acknowledged is lost, and a caller always hears something."""

import json
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from contactcenter.core import db
from contactcenter.core.clock import now
from contactcenter.core.errors import NotFound
from contactcenter.providers import registry
from contactcenter.providers.instructions import Acknowledge, Instruction
from contactcenter.webhooks import failures, inbox, jobs
from contactcenter.webhooks.models import Delivery
from contactcenter.webhooks.replay import replay
from tests.fixtures import deliveries, delivery
from tests.webhooks.conftest import Edge

BROKEN = RuntimeError("+84901234567 did it")


def tags(document: str) -> list[str]:
    return [element.tag for element in ET.fromstring(document)]


def test_a_failed_notification_is_acknowledged_because_it_is_kept(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    response = edge.progress()
    assert (response.status_code, response.data) == (204, b"")
    row = edge.row()
    assert (row.state, row.attempts, row.handled_at) == ("failed", 1, None)
    assert row.error is not None
    assert row.error.startswith("RuntimeError at contactcenter/webhooks/inbox.py:")
    assert "8490" not in row.error
    assert edge.domain.effects() == 0
    assert [(name, delay) for name, _, _, delay in edge.queue.waiting] == [("replay_delivery", 5)]


def test_a_failed_interactive_hook_apologises(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    response = edge.arrive()
    assert (response.status_code, response.mimetype) == (200, "text/xml")
    assert tags(response.text) == ["Say", "Record", "Hangup"]
    assert "Xin lỗi" in response.text
    assert edge.row().state == "failed"


def test_a_repeat_of_a_failed_delivery_is_another_try(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    edge.arrive()
    edge.domain.failure = None
    response = edge.arrive()
    assert "Hello 2" in response.text
    row = edge.row()
    assert (row.state, row.attempts, row.error) == ("done", 2, None)
    assert edge.arrive().text == response.text
    assert edge.domain.effects() == 1


def test_a_repeat_that_fails_again_is_counted(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    for _ in range(3):
        assert edge.progress().status_code == 204
    assert (edge.row().state, edge.row().attempts) == ("failed", 3)
    assert [delay for *_, delay in edge.queue.waiting] == [5, 30, 120]


def test_the_job_makes_good_what_failed(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    edge.arrive()
    edge.domain.failure = None
    edge.queue.drain()
    row = edge.row()
    assert (row.state, row.attempts, row.error) == ("done", 2, None)
    assert "Hello 2" in row.reply_body
    assert edge.domain.effects() == 1
    assert edge.domain.seen[0] == edge.domain.seen[1]


def test_after_the_last_attempt_it_stays_failed_and_visible(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    edge.progress()
    delays = []
    while edge.queue.waiting:
        delays += [delay for *_, delay in edge.queue.waiting]
        edge.queue.drain(rounds=1)
    assert delays == [5, 30, 120, 600]
    assert (edge.row().state, edge.row().attempts) == ("failed", 5)
    edge.domain.failure = None
    assert replay(edge.row().id) == "done"


def test_replaying_what_is_done_changes_nothing(edge: Edge) -> None:
    edge.progress()
    before = edge.row()
    assert replay(before.id) == "done"
    assert (edge.row().attempts, edge.row().handled_at) == (before.attempts, before.handled_at)
    assert edge.domain.effects() == 1


def test_every_fixture_can_be_replayed_from_its_row(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    for recorded in deliveries():
        edge.deliver(recorded)
    first = {event.event_key: event for event in edge.domain.seen}
    edge.domain.failure = None
    edge.domain.seen.clear()
    edge.queue.drain(rounds=1)
    assert {row.state for row in edge.rows()} == {"done", "ignored"}
    assert {e.event_key: e for e in edge.domain.seen} == {k: e for k, e in first.items() if k is not None}


def test_a_delivery_that_is_gone_or_whose_provider_is(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound):
        replay("dlv_nothing")
    edge.domain.failure = BROKEN
    edge.progress()
    monkeypatch.setattr(registry, "_providers", {})
    assert replay(edge.row().id) == "failed"
    assert edge.row().error is not None
    assert edge.row().error.startswith("NotFound provider_not_found")


def test_a_breaking_parser_loses_nothing(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = registry.get("twilio")
    with monkeypatch.context() as broken:
        broken.setattr(provider, "parse", lambda _request: {}["x"])
        assert edge.progress().status_code == 204
        assert tags(edge.arrive().text) == ["Say", "Record", "Hangup"]
        edge.progress()
    assert [row.state for row in edge.rows()] == ["failed", "failed"]
    assert all(row.event_key.startswith("unparsed:") for row in edge.rows())
    edge.queue.drain()
    assert {row.state for row in edge.rows()} == {"done"}


def test_a_document_that_cannot_be_rendered_is_a_failure_like_any_other(edge: Edge) -> None:
    edge.domain.instead = lambda *_: "not an instruction"  # type: ignore[assignment, return-value]
    assert tags(edge.arrive().text) == ["Say", "Record", "Hangup"]
    assert edge.domain.effects() == 0
    assert edge.row().state == "failed"


def test_each_moment_has_its_own_apology(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    expected = {
        "queue/01_wait_url.form": ["Say", "Pause"],
        "06_whisper_request.form": [],
        "16_csat_gather.form": ["Say", "Hangup"],
        "dial_action/no_answer.form": ["Say", "Record", "Hangup"],
    }
    for file, verbs in expected.items():
        assert tags(edge.deliver(delivery(file)).text) == verbs


# The database itself


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL has no lock over everything
def test_a_locked_database_lets_no_caller_wait_long(edge: Edge, inbox_database: str) -> None:
    with sqlite3.connect(inbox_database.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        response = edge.arrive()
        assert time.monotonic() - start < 6
        assert (response.status_code, tags(response.text)) == (200, ["Say", "Record", "Hangup"])
        start = time.monotonic()
        response = edge.progress()
        assert time.monotonic() - start < 6
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert json.loads(response.data)["error"]["code"] == "unavailable"
        other.execute("ROLLBACK")
    other.close()
    assert edge.rows() == []
    assert edge.progress().status_code == 204
    assert edge.arrive().status_code == 200


@pytest.mark.parametrize("url", ["postgresql+psycopg://nobody@127.0.0.1:1/none", "sqlite:////nonexistent/folder/db"])
def test_a_database_that_is_gone(edge: Edge, url: str) -> None:
    db.configure(url)
    start = time.monotonic()
    assert tags(edge.arrive().text) == ["Say", "Record", "Hangup"]
    assert edge.progress().status_code == 503
    assert tags(edge.deliver(delivery("queue/02_wait_url.form")).text) == ["Say", "Pause"]
    assert time.monotonic() - start < 10


def test_a_database_without_our_tables_is_a_mistake_of_ours(edge: Edge, tmp_path: Path) -> None:
    db.configure(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert tags(edge.arrive().text) == ["Say", "Record", "Hangup"]
    assert edge.progress().status_code == 503


class Deadlock(Exception):
    sqlstate = "40P01"


def test_the_loser_of_a_deadlock_goes_again_at_once(edge: Edge) -> None:
    def lose_once(*_: object) -> Instruction:
        if len(edge.domain.seen) == 1:
            raise OperationalError("UPDATE calls", {}, Deadlock())
        return Acknowledge()

    edge.domain.instead = lose_once
    assert edge.progress().status_code == 204
    assert (edge.row().state, edge.row().attempts, edge.domain.effects()) == ("done", 1, 1)


def test_losing_twice_is_a_failure_that_is_kept(edge: Edge) -> None:
    edge.domain.failure = OperationalError("UPDATE calls", {}, Deadlock())
    assert edge.progress().status_code == 204
    assert len(edge.domain.seen) == 2
    assert edge.row().state == "failed"


def test_a_failure_is_described_without_its_data() -> None:
    error = OperationalError("SELECT :n", {"n": "+84901234567"}, Exception("for +84901234567"))
    assert failures.describe(error) == "OperationalError"
    assert failures.describe(NotFound("no_call", "x")) == "NotFound no_call"


# The clock


def test_the_sweep_runs_what_its_job_could_not(edge: Edge) -> None:
    edge.domain.failure = BROKEN
    edge.progress()
    edge.domain.failure = None
    jobs.sweep_failed_deliveries()
    assert edge.row().state == "failed"  # its job has time yet
    _age(jobs.OVERDUE + timedelta(seconds=1))
    jobs.sweep_failed_deliveries()
    assert edge.row().state == "done"


def test_old_deliveries_are_forgotten(edge: Edge) -> None:
    edge.progress()
    _age(timedelta(days=34))
    jobs.forget_old_deliveries()
    assert len(edge.rows()) == 1
    _age(timedelta(days=36))
    jobs.forget_old_deliveries()
    assert edge.rows() == []


def test_the_queue_may_fail_too(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr(inbox, "enqueue_replay", broken)
    edge.domain.failure = BROKEN
    assert edge.progress().status_code == 503
    assert edge.rows() == []


def _age(by: timedelta) -> None:
    with db.transaction() as session:
        session.execute(sa.update(Delivery).values(received_at=now() - by))
