"""Servers under measurement, each a process of its own, and the load process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.forms import ACCOUNT_SID, AUTH_TOKEN
from tests.services.ports import free_ports, wait_until_listening

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """What the process has burnt so far, in user and system mode; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_text()
        except FileNotFoundError:
            return 0.0
        fields = told.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def product_environment(database_url: str, folder: Path, port: int, **more: str) -> dict[str, str]:
    """Settings of the product: one configured account, no demo, nothing of this machine's own."""
    return {
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url,
        "INSTANCE_PATH": str(folder / "instance"),
        "RECORDINGS_URL": f"file:{folder / 'recordings'}",
        "REDIS_URL": "",
        "DEMO": "0",
        "ASYNC_MODE": "threading",
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_API_URL": "",
        **more,
    }


@contextmanager
def product(environment: dict[str, str], folder: Path) -> Iterator[Server]:
    port = int(environment["PORT"])
    with running(["bench.product"], port, folder, **environment) as server:
        yield server


@contextmanager
def floor(database_url: str, folder: Path) -> Iterator[Server]:
    (port,) = free_ports(1)
    with running(["bench.floor", database_url, str(port)], port, folder) as server:
        yield server


@contextmanager
def running(command: list[str], port: int, folder: Path, **environment: str) -> Iterator[Server]:
    """`python -m` with these arguments, up when its port listens; what it prints goes to a log in `folder`."""
    log = folder / f"{command[0]}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_listening(port, [process], START_SECONDS)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_load(job: dict[str, Any]) -> dict[str, Any]:
    """Have the load process do a job (see bench/load.py) and return what it measured."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        cwd=ROOT,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load process failed:\n{done.stderr[-3000:]}")
    result: dict[str, Any] = json.loads(done.stdout)
    refused = {s: n for s, n in result.get("statuses", {}).items() if not s.startswith("2")}
    if refused:
        raise RuntimeError(f"the server refused requests: {refused}")
    return result
