"""`python -m tests.services.prepare`: fetch what the tests' servers need and pip cannot put into .venv.

An S3 server in an environment of its own, and a Chromium where the machine has none; both are kept in
`.cache/`. Nothing to do takes a moment. What cannot be had is said here, and its tests are skipped with
the reason: this never stops a test run.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.services import chromium, swift
from tests.services.lifeline import Unavailable

S3_LOCK = swift.ROOT / "requirements-s3.lock"


def prepare_swift() -> None:
    """Install requirements-s3.lock, once for each lock and Python. Raises Unavailable."""
    stamp = swift.ENVIRONMENT / "installed"
    wanted = hashlib.sha256(S3_LOCK.read_bytes()).hexdigest() + f" {sys.version}"
    is_usable = (swift.ENVIRONMENT / "bin" / "python").exists()
    if is_usable and stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing the S3 server for the tests", flush=True)
    installer = swift.ROOT / "scripts" / "setup_env.sh"
    done = subprocess.run(
        ["sh", installer, S3_LOCK.name],
        env={**os.environ, "VENV": str(swift.ENVIRONMENT)},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise Unavailable("OpenStack Swift could not be installed from requirements-s3.lock")
    stamp.write_text(wanted)


def main() -> None:
    for name, prepare in {"S3 server": prepare_swift, "browser": chromium.find_or_fetch}.items():
        try:
            prepare()
        except Unavailable as reason:
            print(f"NOT AVAILABLE: {name}: {reason}", file=sys.stderr)


if __name__ == "__main__":
    Path(swift.ROOT / ".cache").mkdir(exist_ok=True)
    main()
