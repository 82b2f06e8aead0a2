"""What webhooks never told is filled in from the carrier's lists, and comes out as if nothing had been lost."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.agents.models import User
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import Settings
from contactcenter.providers import registry
from contactcenter.webhooks.reconciliation import comparing, running, service
from contactcenter.webhooks.reconciliation.jobs import reconcile_providers
from contactcenter.webhooks.reconciliation.models import ReconcilePoint, ReconcileRun
from tests.flows import story as stories
from tests.flows.desk import Desk
from tests.flows.story import Story, forget_everything, state_of_calls, tell


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with stories.record(tmp_path_factory.mktemp("carrier")) as made:
        yield made


@pytest.fixture
def settings(settings: Settings, story: Story) -> Settings:
    return stories.of_account(settings, story)


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "pause", lambda _seconds: None)
    monkeypatch.setattr(comparing, "UNDER_WAY", timedelta(0))


@pytest.fixture
def lan(app: Flask) -> Desk:
    desk = Desk(app, "Lan", "supervisor").sit_down()
    with transaction() as session:
        session.execute(sa.update(User).where(User.id == desk.user_id).values(voice_identity=stories.AGENT))
    return desk


def compare(**wishes: Any) -> ReconcileRun:
    with transaction() as session:
        run = service.ask_for_run(session, "simulator", cause="command", **wishes)
    running.run(run.id)
    with read() as session:
        return service.get_run(session, run.id)


def point(resource: str = "calls") -> Any:
    with read() as session:
        return session.scalar(sa.select(ReconcilePoint.good_until).filter_by(provider="simulator", resource=resource))


def undisturbed(client: Any, story: Story) -> list[dict[str, Any]]:
    """The state when everything is told in order; afterwards nothing is known again."""
    for told in story.told:
        tell(client, told)
    state = state_of_calls()
    forget_everything()
    return state


def alike(one: Any, other: Any) -> bool:
    """Equal, with times to the two seconds in which a carrier's callbacks and lists may differ."""
    if isinstance(one, dict):
        return all(alike(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if hasattr(one, "astimezone") and hasattr(other, "astimezone"):
        return bool(abs(one - other) <= timedelta(seconds=2))
    return bool(one == other)


@pytest.mark.parametrize("lost", [0.3, 0.7, 1.0])
def test_lost_shuffled_and_late_webhooks_end_as_the_undisturbed_run(
    client: Any, lan: Desk, story: Story, lost: float
) -> None:
    expected = undisturbed(client, story)
    assert [call["state"] for call in expected if call["legs"]].count("completed") >= 2
    rng = random.Random(int(lost * 10))
    told = [one for one in story.told if one.is_asked]
    rest = [one for one in story.told if not one.is_asked]
    rng.shuffle(rest)
    kept = rest[round(len(rest) * lost) :]
    late = kept[: len(kept) // 3]
    for one in told + kept[len(late) :]:
        tell(client, one)
    run = compare()
    assert (run.state, run.failed, run.unreadable) == ("done", 0, 0)
    assert run.filled
    reconciled = state_of_calls()
    for one in late:
        tell(client, one)
    for state in (reconciled, state_of_calls()):
        assert [one for one, other in zip(state, expected, strict=True) if not alike(one, other)] == []
    again = compare()
    assert again.filled == {}


def test_calls_of_which_nothing_arrived_are_opened_with_legs_and_recordings(
    client: Any, lan: Desk, story: Story
) -> None:
    expected = undisturbed(client, story)
    dry = compare(is_dry_run=True)
    assert dry.filled["call_missing"] == len(stories.STORIES)
    assert state_of_calls() == []
    run = compare()
    assert run.filled == dry.filled
    state = state_of_calls()
    times = ("started_at", "ended_at", "duration_seconds", "legs", "agent_id", "talk_seconds", "recordings", "cards")
    for ours, theirs in zip(state, expected, strict=True):
        assert alike({name: ours[name] for name in times}, {name: theirs[name] for name in times})
    for told in story.told:  # all of it comes after all
        tell(client, told)
    assert [a for a, b in zip(state_of_calls(), expected, strict=True) if not alike(a, b)] == []


class Moody:
    """The carrier's lists with a mood: `fail(page number)` may return an error to raise."""

    def __init__(self, fail: Any, page_size: int = 2) -> None:
        self.asked = 0
        self.fail = fail
        self.page_size = page_size

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "Moody":
        provider: Any = registry.get("simulator")
        monkeypatch.setattr("contactcenter.providers.twilio.listing.PAGE_SIZE", self.page_size)
        real = provider.list_page

        def list_page(*arguments: Any) -> Any:
            self.asked += 1
            error = self.fail(self.asked)
            if error is not None:
                raise error
            return real(*arguments)

        monkeypatch.setattr(provider, "list_page", list_page)
        return self


def refusal(status: int, **details: Any) -> ProviderError:
    return ProviderError("provider_busy", "…", is_retryable=status >= 429, status=status, **details)


def test_a_busy_carrier_is_asked_again_page_by_page(
    client: Any, lan: Desk, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    moody = Moody(lambda n: refusal(429, retry_after_seconds=2) if n % 2 else None).install(monkeypatch)
    run = compare()
    assert (run.state, run.filled["call_missing"]) == ("done", len(stories.STORIES))
    assert run.pages * 2 == moody.asked
    assert run.pages > 5


def test_a_carrier_that_fails_stops_the_run_which_goes_on_later(
    client: Any, lan: Desk, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    moody = Moody(lambda n: refusal(500) if n > 5 else None).install(monkeypatch)
    run = compare()
    assert (run.state, run.error) == ("stopped", "provider_busy")
    stood = point()  # three slices of six hours were empty; the newest broke off in the middle
    assert run.good_until == stood
    assert timedelta(hours=5) < run.until - stood < timedelta(hours=7)
    assert 0 < len(state_of_calls()) < len(stories.STORIES)
    moody.fail = lambda _n: None
    again = compare()
    assert again.state == "done"
    assert len(state_of_calls()) == len(stories.STORIES)
    assert point() > stood


def test_a_carrier_that_asks_for_a_long_wait_gets_it(client: Any, lan: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    moody = Moody(lambda _n: refusal(429, retry_after_seconds=120)).install(monkeypatch)
    run = compare()
    assert run.state == "stopped"
    assert run.retry_at is not None
    assert moody.asked == 1
    reconcile_providers()  # the clock comes too early
    assert moody.asked == 1


def test_the_good_point_waits_for_what_is_not_over(client: Any, lan: Desk, story: Story) -> None:
    live = story.carrier.exchange.calls()[0]
    status, live.status = live.status, "in-progress"
    try:
        compare()
        assert point() == live.started_at.replace(microsecond=0)
    finally:
        live.status = status
    compare()
    assert point() > live.started_at + timedelta(seconds=1)


def test_a_run_that_dies_is_taken_up_by_the_next(
    client: Any, lan: Desk, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    died: list[str] = []

    def die(name: str) -> None:
        if name == "reconcile.after_row" and not died:
            died.append(name)
            raise Killed

    monkeypatch.setattr(running, "reach", die)
    with pytest.raises(Killed):
        compare()
    assert len(state_of_calls()) == 1
    monkeypatch.setattr(service, "LEASE", timedelta(0))
    with transaction() as session:
        session.execute(sa.update(ReconcilePoint).values(lease_until=ReconcilePoint.good_until))
    assert compare().state == "done"
    assert len(state_of_calls()) == len(stories.STORIES)
    with read() as session:
        assert sorted(session.scalars(sa.select(ReconcileRun.state))) == ["broken_off", "done"]


def test_two_comparisons_of_one_carrier_do_not_run_at_once(client: Any, lan: Desk) -> None:
    with transaction() as session:
        first = service.ask_for_run(session, "simulator", cause="command")
        service.claim(session, first)
    answer = lan.post("/reconciliations", {"provider": "simulator"})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "reconciling")


def test_a_supervisor_compares_now_and_sees_what_was_found(client: Any, lan: Desk, queue: Any) -> None:
    started = lan.post("/reconciliations", {"provider": "simulator"})
    assert started.status_code == 202
    queue.drain()
    [run] = lan.get("/reconciliations").json["items"]
    assert run["state"] == "done"
    assert run["cause"] == "person"
    assert run["filled"]["call_missing"] == len(stories.STORIES)
    found = next(one for one in run["findings"] if one["kind"] == "call_missing")
    assert lan.get(f"/calls/{found['call_id']}").json["provider_call_id"] == found["provider_id"]


def test_the_command_says_what_it_did(app: Flask, lan: Desk, story: Story) -> None:
    runner = app.test_cli_runner()
    from contactcenter.webhooks.reconciliation.cli import reconcile

    dry = runner.invoke(reconcile, ["--dry-run", "--provider", "simulator", "--since", "2h"])
    assert (dry.exit_code, "call_missing" in dry.output, state_of_calls()) == (0, True, [])
    done = runner.invoke(reconcile, ["--provider", "simulator"])
    assert done.exit_code == 0
    assert "filled in" in done.output
    assert "nothing was missing" in runner.invoke(reconcile, ["--provider", "simulator"]).output
    for wrong in (["--since", "soon"], ["--since", "9999-01-01T00:00:00Z"], ["--provider", "nobody"]):
        assert runner.invoke(reconcile, wrong).exit_code == 2
