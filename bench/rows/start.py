"""A second start: seconds from `python app.py` to the first answer, beside reading the libraries alone."""

import os
import subprocess
import sys
import time
from pathlib import Path

import requests

from bench import servers
from bench.row import Row, from_rounds
from bench.stage import Options, Stage
from tests.services.ports import free_ports

LIBRARIES = "flask, flask_socketio, flask_smorest, sqlalchemy, alembic, dbos, apscheduler, twilio"
FIRST_START_SECONDS = 120
STEP_SECONDS = 0.01


def measure(stage: Stage, options: Options) -> list[Row]:
    """Starts of the demo after its first one, each ended by SIGKILL as in a power cut."""
    folder = stage.folder / "start"
    folder.mkdir()
    port, carrier_port = free_ports(2)
    environment = servers.product_environment(f"sqlite:///{folder / 'start.sqlite3'}", folder, port)
    environment |= {"DEMO": "1", "SIMULATOR_URL": f"http://127.0.0.1:{carrier_port}", "PYTHONDONTWRITEBYTECODE": ""}
    _start(environment, port, folder)
    rounds = [
        {"floor": _seconds_to_read_libraries(), "ours": _start(environment, port, folder)}
        for _ in range(options.rounds)
    ]
    return [from_rounds("second start of the demo", stage.database, "s", rounds, target="ours <= 3")]


def _start(environment: dict[str, str], port: int, folder: Path) -> float:
    """Seconds until /healthz answers."""
    began = time.perf_counter()
    with (folder / "output.txt").open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=servers.ROOT, env={**os.environ, **environment}, stdout=out, stderr=out
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > FIRST_START_SECONDS:
                raise RuntimeError(f"not started: {(folder / 'output.txt').read_text()[-2000:]}")
            time.sleep(STEP_SECONDS)
        return time.perf_counter() - began
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def _seconds_to_read_libraries() -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", f"import {LIBRARIES}"], check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    )
    return time.perf_counter() - began
