"""A real S3 server that refuses what S3 refuses: OpenStack Swift with its s3api, four processes, no root.

Stand-ins in Python accept wrong secrets, wrong checksums and expired links, so they cannot test access.
Swift brings eventlet, which must not be importable beside our code: it has an environment of its own in
`.cache/swift-venv`, installed from requirements-s3.lock by `python -m tests.services.prepare`.
"""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.services.lifeline import Unavailable
from tests.services.ports import free_ports, wait_until_listening

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = ROOT / ".cache" / "swift-venv"
REGION = "us-east-1"
ACCESS_KEY = "contactcenter:tests"
STORES = ("account", "container", "object")

COMMON = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
swift_dir = {home}
devices = {home}/devices
mount_check = false
user = {user}
workers = 0
log_level = WARNING
log_udp_host = 127.0.0.1
log_udp_port = 9
"""

STORE = """
[pipeline:main]
pipeline = {kind}-server

[app:{kind}-server]
use = egg:swift#{kind}
"""

PROXY = """
[pipeline:main]
pipeline = catch_errors cache s3api tempauth slo dlo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:cache]
use = egg:swift#memcache
# No memcached here: answers are looked up anew each time.
memcache_servers = 127.0.0.1:9
connect_timeout = 0.05
error_suppression_limit = 1

[filter:s3api]
use = egg:swift#s3api
location = {region}
s3_acl = false

[filter:tempauth]
use = egg:swift#tempauth
user_contactcenter_tests = {secret} .admin

[filter:slo]
use = egg:swift#slo

[filter:dlo]
use = egg:swift#dlo
"""

SWIFT = """[swift-hash]
swift_hash_path_suffix = tests

[storage-policy:0]
name = default
default = yes
"""

# Run by Swift's own Python: one disk holds everything, once.
BUILD_RINGS = """
import sys
from swift.common.ring import RingBuilder
for store in sys.argv[1:]:
    kind, port = store.split(":")
    builder = RingBuilder(3, 1, 0)
    place = {"region": 1, "zone": 1, "ip": "127.0.0.1", "port": int(port), "device": "disk", "weight": 1.0}
    builder.add_dev(place)
    builder.rebalance()
    builder.get_ring().save(kind + ".ring.gz")
"""


@contextmanager
def running() -> Iterator[dict[str, Any]]:
    """The server on a free loopback port: `endpoint_url`, `access_key`, `secret_key`, `region`."""
    if not (ENVIRONMENT / "bin" / "swift-proxy-server").exists():
        raise Unavailable("OpenStack Swift is not installed: run `make test`, or python -m tests.services.prepare")
    home = _home_with_attributes()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        secret = secrets.token_urlsafe(24)
        ports = dict(zip(("proxy", *STORES), free_ports(4), strict=True))
        _configure(home, ports, secret)
        processes.extend(_start(home, kind) for kind in ports)
        for port in ports.values():
            wait_until_listening(port, processes, 30)
        yield {
            "endpoint_url": f"http://127.0.0.1:{ports['proxy']}",
            "access_key": ACCESS_KEY,
            "secret_key": secret,
            "region": REGION,
        }
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(home, ignore_errors=True)


def _home_with_attributes() -> Path:
    """A fresh folder whose file system has extended attributes: Swift keeps an object's facts in them."""
    for parent in (tempfile.gettempdir(), ENVIRONMENT.parent):
        home = Path(tempfile.mkdtemp(prefix="contactcenter-s3-", dir=parent))
        try:
            os.setxattr(home, "user.swift.metadata", b"1")
        except OSError:
            home.rmdir()
        else:
            os.removexattr(home, "user.swift.metadata")
            return home
    raise Unavailable("Swift needs a file system with extended attributes, and neither temporary folder has them")


def _configure(home: Path, ports: dict[str, int], secret: str) -> None:
    (home / "devices" / "disk").mkdir(parents=True)
    (home / "swift.conf").write_text(SWIFT)
    for kind, port in ports.items():
        common = COMMON.format(port=port, home=home, user=getpass.getuser())
        section = PROXY.format(region=REGION, secret=secret) if kind == "proxy" else STORE.format(kind=kind)
        config = home / f"{kind}.conf"
        config.touch(mode=0o600)
        config.write_text(common + section)
    stores = [f"{kind}:{ports[kind]}" for kind in STORES]
    command: list[str | Path] = [ENVIRONMENT / "bin" / "python", "-c", BUILD_RINGS, *stores]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise Unavailable(f"Swift's rings were not built: {(done.stdout + done.stderr).strip()[-600:]}")


def _start(home: Path, kind: str) -> subprocess.Popen[bytes]:
    module = {"object": "obj"}.get(kind, kind)
    python, config = ENVIRONMENT / "bin" / "python", home / f"{kind}.conf"
    return subprocess.Popen([python, "-m", f"swift.{module}.server", config, "--verbose"])
