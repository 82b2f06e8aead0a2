"""`flask simulate …` against a fake product."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from contactcenter.core import settings as settings_module
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.cli import simulate_cli
from contactcenter.providers.simulator.day import clock_text, plan_day
from tests.providers.simulator.conftest import make_settings
from tests.providers.simulator.fake_product import HANG_UP, FakeProduct


@pytest.fixture
def settings(product: FakeProduct, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    settings = make_settings(product.url, tmp_path)
    monkeypatch.setattr(settings_module, "_current", [settings])
    return settings


def run(*arguments: str):
    return CliRunner().invoke(simulate_cli, arguments)


def test_a_call_is_made_by_a_carrier_of_the_commands_own(settings, product: FakeProduct):
    product.replies["inbound"] = HANG_UP
    result = run("call", "--scenario", "answered", "--speed", "50", "--from", "+84901234567")
    assert result.exit_code == 0, result.output
    assert product.forms("inbound")[0]["From"] == "+84901234567"
    assert product.forms("status")[0]["CallStatus"] == "completed"
    assert "completed" in result.output


def test_a_running_carrier_is_used(settings, product: FakeProduct):
    product.replies["inbound"] = HANG_UP
    carrier = Carrier(settings)
    assert carrier.start()
    try:
        assert run("call", "--no-wait", "--speed", "50", "--seed", "4").exit_code == 0
        product.wait_for("status")
        assert len(carrier.exchange.calls()) == 1
    finally:
        carrier.stop()


def test_without_a_carrier_no_wait_is_refused(settings):
    result = run("call", "--no-wait")
    assert result.exit_code == 1
    assert "No simulated carrier runs" in result.output


def test_a_day_is_compressed(settings, product: FakeProduct):
    product.replies["inbound"] = HANG_UP
    result = run("day", "--speed", "20000", "--seed", "5", "--calls", "2")
    assert result.exit_code == 0, result.output
    assert len(product.forms("inbound")) == 2
    assert "2 calls" in result.output


def test_the_same_seed_plans_the_same_day():
    first, again, other = plan_day(1), plan_day(1), plan_day(2)
    assert first == again != other
    assert [arrival.second for arrival in first] == sorted(arrival.second for arrival in first)
    assert "08:00" <= clock_text(first[0]) <= clock_text(first[-1]) < "19:00"


@pytest.mark.parametrize("command", ["sms", "chat"])
def test_what_is_not_there_yet_says_so(command: str):
    result = run(command)
    assert result.exit_code == 2
    assert "messaging" in result.output
