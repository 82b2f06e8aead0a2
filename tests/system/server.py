"""The product as people run it: a process of its own, in a folder of its own, that a test may kill and start again."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from contactcenter.core import settings
from tests.services import warm
from tests.services.ports import free_ports

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 90
"""For a machine that is busy with other tests; a start takes two seconds or three."""
STEP_SECONDS = 0.03

T = TypeVar("T")

# A developer's `.env` must not decide how a test goes: what is empty here counts as not set.
UNSET = (
    "APPLICATION_ROOT", "ASR_MODEL_PATH", "ASYNC_MODE", "CRASH_AT", "DATABASE_URL", "DEFAULT_REGION", "DEMO", "HOST",
    "LOG_FORMAT", "PUBLIC_URL", "RECORDING_CHANNEL_ORDER", "REDIS_URL", "RUN_JOBS", "S3_ENDPOINT_URL", "SECRET_KEY",
    "TIMEZONE", "TWILIO_ACCOUNT_SID", "TWILIO_API_KEY_SECRET", "TWILIO_API_KEY_SID", "TWILIO_API_URL",
    "TWILIO_AUTH_TOKEN", "TWILIO_TWIML_APP_SID",
)  # fmt: skip

KILLED = 137
"""The status of a process that a crash point ended."""


class NotStarted(AssertionError):
    """The process ended, or stayed silent; the message carries what it printed."""


@dataclass
class Server:
    """`folder` holds database, secrets and recordings; `environ` is added to what every server gets.

    Stopping and starting again keeps port and folder: browsers and carriers come back to the same address.
    """

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)
    is_cold: bool = False
    """Each start imports the product anew, as in life, and takes two seconds more for it."""
    process: subprocess.Popen[bytes] | warm.WarmProcess | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.carrier_port = free_ports(2)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def carrier_url(self) -> str:
        """Where the simulated carrier listens, when the demo is on."""
        return f"http://127.0.0.1:{self.carrier_port}"

    @property
    def database_url(self) -> str:
        """As SQLAlchemy wants it."""
        return settings._database_url(self.environ.get("DATABASE_URL", ""), self.instance)

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def recordings(self) -> Path:
        return self.folder / "recordings"

    @property
    def output(self) -> str:
        """What every run in this folder has printed."""
        path = self.folder / "output.txt"
        return path.read_text(errors="replace") if path.exists() else ""

    def environment(self, **changes: str) -> dict[str, str]:
        """What the process is told: the machine's own environment, then ours, then `changes`."""
        return {
            **os.environ,
            **dict.fromkeys(UNSET, ""),
            "PYTHONDONTWRITEBYTECODE": "",  # compiled once, as on any machine: a start then takes a third of the time
            "INSTANCE_PATH": str(self.instance),
            "RECORDINGS_URL": f"file:{self.recordings}",
            "PORT": str(self.port),
            "SIMULATOR_URL": self.carrier_url,
            "LOCALE": "en",
            **self.environ,
            **changes,
        }

    def launch(self, **changes: str) -> subprocess.Popen[bytes] | warm.WarmProcess:
        """Start the process without waiting for it."""
        environment = self.environment(**changes)
        with (self.folder / "output.txt").open("ab") as out, Path(os.devnull).open() as nothing:
            if self.is_cold:
                command = [sys.executable, "app.py"]
                self.process = subprocess.Popen(
                    command, cwd=ROOT, env=environment, stdin=nothing, stdout=out, stderr=out
                )
            else:
                self.process = warm.WarmProcess(["app.py"], environment, (nothing, out, out))
        return self.process

    def start(self, **changes: str) -> Server:
        """Start, and return when it is ready for traffic. Raises NotStarted."""
        self.launch(**changes)
        self.wait_until("/readyz")
        return self

    def ensure(self) -> Server:
        """Start unless it runs: tests that share a server may come in any order."""
        return self if self.process is not None and self.process.poll() is None else self.start()

    def wait_until(self, path: str) -> None:
        """Return when `path` answers 200. Raises NotStarted."""
        wait_for(lambda: self._answers(path), f"{path} does not answer:\n{self.output[-3000:]}", START_SECONDS)

    def wait_for_end(self, seconds: float = START_SECONDS) -> int:
        """The status with which the process ends by itself (a crash point, a refusal)."""
        assert self.process is not None
        return self.process.wait(timeout=seconds)

    def kill(self) -> None:
        """kill -9: no cleanup, no flush."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self, seconds: float = 30) -> int:
        """SIGTERM, as a service manager does; its status. Raises TimeoutExpired."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=seconds)

    def run(self, *command: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """A `flask …` command against the same folder."""
        arguments, environment = ["-m", "flask", *command], self.environment(FLASK_APP="app")
        if not self.is_cold:
            return warm.run(arguments, environment, text=text, seconds=START_SECONDS)
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            input=text,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def _answers(self, path: str) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise NotStarted(f"ended with {self.process.returncode}:\n{self.output[-3000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def wait_for(look: Callable[[], T], reason: str, seconds: float = 30) -> T:
    """What `look` returns once it is true. Raises NotStarted after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise NotStarted(reason)
        time.sleep(STEP_SECONDS)
    return found
