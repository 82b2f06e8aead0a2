"""`flask simulate …`: calls from the simulated carrier, the one that runs or one started for the occasion."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from contactcenter.core.settings import Settings, SettingsError, current, load_settings
from contactcenter.providers.simulator import control
from contactcenter.providers.simulator.day import CALLS, clock_text, plan_day
from contactcenter.providers.simulator.scenarios import ALIASES, SCENARIOS
from contactcenter.providers.simulator.state import ENDED

if TYPE_CHECKING:
    from contactcenter.providers.simulator.carrier import Carrier

LONGEST_CALL_SECONDS = 900
FETCH_SECONDS = 30
FASTEST_CALL = 1000.0
_SPEED = click.FloatRange(0.1, FASTEST_CALL)
_DAY_SPEED = click.FloatRange(0.1, 100_000)


@click.group("simulate")
def simulate_cli() -> None:
    """Calls from invented customers, through the front door."""


@simulate_cli.command("call")
@click.option("--scenario", type=click.Choice([*SCENARIOS, *ALIASES]), help="Default: drawn by the seed.")
@click.option("--speed", type=_SPEED, default=1.0, show_default=True, help="How much faster than life.")
@click.option("--seed", type=int, help="The same seed tells the same story.")
@click.option("--from", "from_number", help="The caller's number in E.164.")
@click.option("--to", "to_number", help="The number that is called.")
@click.option("--dialogue", help="Which recording they speak.")
@click.option("--no-wait", is_flag=True, help="Return at once; needs a running carrier.")
def call(
    scenario: str | None,
    speed: float,
    seed: int | None,
    from_number: str | None,
    to_number: str | None,
    dialogue: str | None,
    no_wait: bool,
) -> None:
    """One customer calls."""
    settings = _settings()
    wishes = {"from": from_number, "to": to_number, "dialogue": dialogue, "scenario": scenario}
    with _carrier(settings, must_run=no_wait):
        told = _place(settings, speed=speed, seed=seed, **wishes)
        click.echo(f"{told['sid']} {told['scenario']}")
        if not no_wait:
            status = _wait_until_over(settings, told["sid"])
            click.echo(f"{told['sid']} {status}")


@simulate_cli.command("day")
@click.option("--speed", type=_DAY_SPEED, default=60.0, show_default=True, help="60: eleven hours in eleven minutes.")
@click.option("--seed", type=int, help="The same seed makes the same day.")
@click.option("--calls", type=click.IntRange(1, 2000), default=CALLS, show_default=True)
def day(speed: float, seed: int | None, calls: int) -> None:
    """A working day's calls, compressed; calls run at the same speed."""
    settings, arrivals = (
        _settings(),
        plan_day(random.SystemRandom().getrandbits(32) if seed is None else seed, calls),
    )
    started, placed = time.monotonic(), []
    with _carrier(settings, must_run=False):
        for arrival in arrivals:
            time.sleep(max(0.0, started + arrival.second / speed - time.monotonic()))
            told = _place(settings, scenario=arrival.scenario, seed=arrival.seed, speed=min(speed, FASTEST_CALL))
            placed.append(told["sid"])
            click.echo(f"{clock_text(arrival)} {told['sid']} {arrival.scenario}")
        for sid in placed:
            _wait_until_over(settings, sid)
    click.echo(f"{len(placed)} calls")


@simulate_cli.command("sms")
def sms() -> None:
    """Not yet: comes with messaging."""
    _not_yet("SMS")


@simulate_cli.command("chat")
def chat() -> None:
    """Not yet: comes with messaging."""
    _not_yet("Chat")


@simulate_cli.command("carrier")
def carrier() -> None:
    """Run the carrier on its own, so that its calls survive restarts of the product. Ctrl+C stops it."""
    settings = _settings()
    own = _own_carrier(settings)
    if not _started(own):
        raise click.ClickException(f"A carrier runs already at {settings.simulator.api_url}.")
    click.echo(f"The simulated carrier listens at {settings.simulator.api_url} and calls {settings.public_url}.")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        pass
    finally:
        own.stop()


def _own_carrier(settings: Settings) -> Carrier:
    """Imported when it is needed: it brings the audio libraries, and every start reads this module."""
    from contactcenter.providers.simulator.carrier import Carrier

    return Carrier(settings)


def _settings() -> Settings:
    """Those of the application, or of the environment when no application was made."""
    try:
        return current()
    except RuntimeError:
        pass
    try:
        return load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _carrier(settings: Settings, *, must_run: bool) -> Iterator[None]:
    """A carrier at the account's address while this lasts: the running one, else our own."""
    if control.is_running(settings.simulator):
        yield
        return
    if must_run:
        raise click.ClickException("No simulated carrier runs: start the demo, or leave out --no-wait.")
    own = _own_carrier(settings)
    _started(own)
    try:
        yield
        own.wait_until_idle(FETCH_SECONDS)
        _wait_until_fetched(own)
    finally:
        own.stop()


def _started(own: Carrier) -> bool:
    from contactcenter.providers.simulator.carrier import PortTaken

    try:
        return own.start()
    except PortTaken as error:
        raise click.ClickException(str(error)) from error


def _place(settings: Settings, **wishes: object) -> dict[str, str]:
    try:
        return control.place_call(settings.simulator, **wishes)
    except (control.CarrierAway, control.CarrierRefused) as error:
        raise click.ClickException(str(error)) from error


def _wait_until_over(settings: Settings, sid: str) -> str:
    deadline = time.monotonic() + LONGEST_CALL_SECONDS
    status = "unknown"
    while time.monotonic() < deadline:
        try:
            status = control.follow_call(settings.simulator, sid)["status"]
        except (control.CarrierAway, control.CarrierRefused) as error:
            raise click.ClickException(str(error)) from error
        if status in ENDED:
            break
        time.sleep(0.3)
    return status


def _wait_until_fetched(own: Carrier) -> None:
    """The product fetches recordings after the calls: our own carrier stays until it has."""
    deadline = time.monotonic() + FETCH_SECONDS
    while time.monotonic() < deadline:
        waiting = [r for r in own.exchange.recordings() if r.status == "completed" and not r.downloads]
        if not [r for r in waiting if own.placed(r.call_sid)]:
            return
        time.sleep(0.3)


def _not_yet(what: str) -> None:
    click.echo(f"{what} cannot be simulated yet: it comes with messaging.", err=True)
    raise SystemExit(2)
