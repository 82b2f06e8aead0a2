"""The embedded product: one threaded process with web, sockets, jobs, clock and (demo) the carrier."""

import gc
import signal
import sys
from collections.abc import Callable
from types import FrameType

import click
import structlog
from flask import Flask

from contactcenter import migrate
from contactcenter.agents.demo import check_demo_binding
from contactcenter.core import jobs
from contactcenter.core.settings import Settings, SettingsError, current
from contactcenter.factory import ensure_defaults
from contactcenter.realtime.socket import socketio
from contactcenter.web import server
from contactcenter.webhooks import applier

_log = structlog.get_logger(__name__)


def serve(app: Flask) -> None:
    """Migrate, seed the demo on first run, start everything, serve until told to stop."""
    settings = current()
    migrate.upgrade(settings.database_url)
    ensure_defaults()
    _refuse_open_demo(settings)
    if settings.is_demo:
        _prepare_demo(app, settings)
    if settings.runs_jobs:
        jobs.start(settings.database_url)
    applier.start()
    stop_carrier = _start_carrier(settings) if settings.is_demo else None
    signal.signal(signal.SIGTERM, _stop)
    _greet(settings)
    try:
        _listen(app, settings)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        if stop_carrier is not None:
            stop_carrier()
        applier.stop()
        jobs.stop()


def _listen(app: Flask, settings: Settings) -> None:
    gc.freeze()  # what stands now stays: a look for garbage need not go through it while a caller waits
    if settings.async_mode == "threading":
        server.serve(app, settings.host, settings.port)
    else:
        socketio.run(app, host=settings.host, port=settings.port)


def _prepare_demo(app: Flask, settings: Settings) -> None:
    """The demo company, once, and its sign-ins for the login page."""
    from contactcenter.demo.company import DEMO_PASSWORD, STAFF
    from contactcenter.demo.seed import seed

    seed(settings)
    app.extensions["demo_accounts"] = [
        {"name": one.name, "email": one.email, "role": one.role, "password": DEMO_PASSWORD} for one in STAFF
    ]


def _start_carrier(settings: Settings) -> Callable[[], None]:
    """The simulated carrier beside us, and its traffic. Returns what stops them."""
    from contactcenter.providers.simulator.carrier import Carrier
    from contactcenter.providers.simulator.traffic import Traffic

    carrier = Carrier(settings)
    traffic = Traffic(settings)
    carrier.start()
    traffic.start()

    def stop() -> None:
        traffic.stop()
        carrier.stop()

    return stop


def _refuse_open_demo(settings: Settings) -> None:
    try:
        check_demo_binding(settings, settings.host)
    except SettingsError as error:
        sys.exit(f"Not started: {error}")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _greet(settings: Settings) -> None:
    click.echo(f"\n  Contact center: {settings.public_url}")
    if settings.is_demo:
        from contactcenter.demo.people import sign_in_lines

        click.echo("  Demo sign-ins (this machine only):")
        for line in sign_in_lines():
            click.echo(f"    {line}")
    else:
        click.echo("  First account: .venv/bin/flask users create --email YOU --name YOU --role admin")
    click.echo("  Stop with Ctrl+C\n")
