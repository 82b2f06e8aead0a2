"""`make check`: the lock files pin everything by hash, agree with each other, and name no registry.

A registry's address in a lock ties everybody to one server: behind a company's mirror the install fails,
or silently goes around it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.npm_packages import ROOT, locked

REGISTRY = re.compile(
    r"https?://(?!\S*(?:sponsor|funding|collective|tidelift))\S+"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host|^\s*(?:@\S+:)?registry\s*=",
    re.MULTILINE,
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)", re.MULTILINE)

# Below these are known holes. An audit tool can report success with every package skipped; this cannot.
FLOORS = {
    "flask": "3.1.3",
    "marshmallow": "4.1.2",
    "python-engineio": "4.13.2",
    "python-socketio": "5.16.2",
}
NPM_FLOORS = {"socket.io-parser": "4.2.7"}


def pins(lock: Path) -> dict[str, str]:
    """Version by name, for each package of a Python lock."""
    return {name: version for name, version, _ in PIN.findall(lock.read_text())}


def python_problems(source: Path) -> Iterator[str]:
    lock = source.with_suffix(".lock")
    for name, version, rest in PIN.findall(lock.read_text()):
        if "--hash=sha256:" not in rest:
            yield f"{lock.name}: {name}=={version} has no hash"
    pinned = {name.lower().replace("_", "-") for name in pins(lock)}
    for name in REQUIREMENT.findall(source.read_text()):
        if name.lower().replace("_", "-") not in pinned and not name.startswith("-"):
            yield f"{lock.name}: {name} of {source.name} is not in it: run `make lock`"


def agreement_problems() -> Iterator[str]:
    """Tests must run on the versions that the product runs on."""
    tested = pins(ROOT / "requirements-dev.lock")
    for name, version in pins(ROOT / "requirements.lock").items():
        if tested.get(name) != version:
            yield f"requirements-dev.lock has {name} {tested.get(name)}, requirements.lock {version}"


def floor_problems() -> Iterator[str]:
    """Packages older than the version that mended their known holes, or gone unnoticed."""
    python = pins(ROOT / "requirements.lock")
    npm = {name: locked(name)[0] for name in NPM_FLOORS}
    for name, floor in {**FLOORS, **NPM_FLOORS}.items():
        version = {**npm, **python}.get(name, "0")
        if numbers(version) < numbers(floor):
            yield f"{name} is {version}, and has known holes before {floor}"


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def npm_problems() -> Iterator[str]:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = {**lock[""].get("dependencies", {}), **lock[""].get("devDependencies", {})}
    declared = json.loads((ROOT / "package.json").read_text())
    if wanted != {**declared["dependencies"], **declared["devDependencies"]}:
        yield "package-lock.json does not belong to package.json: run `make vendor UPDATE=1`"
    for path, entry in lock.items():
        if path and not str(entry.get("integrity", "")).startswith("sha512-"):
            yield f"package-lock.json: {path} has no sha512"


def registry_problems() -> Iterator[str]:
    """Every file that tells an installer something, wherever it lies in the repository."""
    patterns = ["*.lock", "*.in", "*requirements*.txt", "package*.json", "*.npmrc", "uv.toml", "pip.conf"]
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in sorted({*filter(None, names), "pyproject.toml"}):
        for found in REGISTRY.findall((ROOT / name).read_text()):
            yield f"{name} names a registry: {found.strip()[:80]}"


def main() -> None:
    problems = [*agreement_problems(), *floor_problems(), *npm_problems(), *registry_problems()]
    for source in sorted(ROOT.glob("requirements*.in")):
        problems += python_problems(source)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(1)
    print("Lock files: pinned by hash, in agreement, above the floors, no registry named")


if __name__ == "__main__":
    main()
