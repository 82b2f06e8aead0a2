"""Static files without a build: under a prefix that names their content, kept by browsers for ever.

`/static/<version>/js/app.js`: the version is a hash over the whole folder, so that an edit
changes every address at once and relative imports stay consistent. An old version's
address answers with today's file, uncached: an open tab may still load a lazy module.
Pages get the import map and, as preloads, every module that an entry imports; otherwise
the browser would find them level by level. Sheets are one file per component on disk and
one answer per page on the wire: `css/ui+shell+console.css` is those folders in a row.
"""

import gzip
import hashlib
import json
import mimetypes
import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, abort, make_response, request, send_from_directory
from werkzeug.security import safe_join

from contactcenter.agents.marks import public

_YEAR = "public, max-age=31536000, immutable"
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_COMPRESSED = frozenset({".js", ".mjs", ".css", ".json", ".svg", ".webmanifest"})
_IMPORT = re.compile(r"""(?:^|[;}\s])(?:import|export)(?:[\w*{}\s,$]*?from)?\s*["']([^"']+)["']""")
_JOINED = re.compile(r"css/((?:[a-z]+\+)+[a-z]+)\.css")
_SHEETS = ("css/tokens.css", "css/fonts.css", "css/base.css")


@dataclass(frozen=True)
class Version:
    """The folder's content at one moment, and what was derived from it."""

    folder: Path
    name: str
    compressed: dict[str, bytes] = field(default_factory=dict)
    modules: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"/static/{self.name}"

    @cached_property
    def imports(self) -> dict[str, str]:
        """Bare name → path below the folder."""
        found: dict[str, str] = json.loads((self.folder / "importmap.json").read_text())["imports"]
        return found

    def import_map(self) -> str:
        """JSON for `<script type="importmap">`."""
        return json.dumps({"imports": {name: f"{self.url}/{path}" for name, path in self.imports.items()}})

    def read(self, path: str) -> bytes | None:
        """The file's bytes, or a joined sheet's; None when there is no such file."""
        joined = _JOINED.fullmatch(path)
        if joined:
            return self._join(joined[1].split("+"))
        found = safe_join(str(self.folder), path)
        return Path(found).read_bytes() if found and Path(found).is_file() else None

    def modules_of(self, entry: str) -> tuple[str, ...]:
        """Every module that `entry` imports, directly or not, itself first. Dynamic imports stay lazy."""
        if entry not in self.modules:
            self.modules[entry] = tuple(self._walk(entry))
        return self.modules[entry]

    def find(self, pattern: str) -> str:
        """The address of the one file that matches; empty when there is none."""
        found = sorted(self.folder.glob(pattern))
        return f"{self.url}/{found[0].relative_to(self.folder).as_posix()}" if found else ""

    def _join(self, folders: list[str]) -> bytes | None:
        """Tokens and base, then every sheet of the given folders, by name."""
        inside = [self.folder / "css" / name for name in folders]
        if not all(folder.is_dir() for folder in inside):
            return None
        sheets = [self.folder / name for name in _SHEETS]
        sheets += [path for folder in inside for path in sorted(folder.glob("*.css"))]
        return b"\n".join(path.read_bytes() for path in sheets)

    def _walk(self, entry: str) -> dict[str, None]:
        seen: dict[str, None] = {}
        waiting = [entry]
        while waiting:
            path = waiting.pop(0)
            if path in seen or not (self.folder / path).is_file():
                continue
            seen[path] = None
            waiting += [self._resolve(path, name) for name in _IMPORT.findall((self.folder / path).read_text())]
        return seen

    def _resolve(self, importer: str, name: str) -> str:
        if name.startswith("."):
            return posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
        return self.imports.get(name, name)


class Assets:
    """The static folder; looks for edits whenever a page is made, so that a reload shows them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._marks: tuple[tuple[str, int, int], ...] = ()
        self._version = Version(folder, "")

    def current(self) -> Version:
        marks = tuple(sorted(_marks_in(str(self._folder))))
        if marks != self._marks:
            self._version = Version(self._folder, _hash(self._folder, [Path(path) for path, _, _ in marks]))
            self._marks = marks
        return self._version

    def serve(self, version: str, path: str) -> Response:
        known = self._version if self._version.name == version else self.current()
        response = _compressed(known, path) or _whole(known, path)
        is_current = known.name == version
        response.headers["Cache-Control"] = _YEAR if is_current else "no-cache"
        # A page's policy means nothing on a script or a font, and a hundred files would each carry it.
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        response.headers["Permissions-Policy"] = "microphone=()"
        return response


def install(app: Flask, folder: Path) -> None:
    """Serve `folder` and keep it as `app.extensions["assets"]`."""
    assets = Assets(folder)
    app.extensions["assets"] = assets

    @app.get("/static/<version>/<path:path>")
    @public("Our own scripts, styles, icons and sounds.")
    def static(version: str, path: str) -> Response:
        return assets.serve(version, path)


def _marks_in(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, time and size of every file: asked at each page, so by scandir, a tenth of pathlib's cost."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _marks_in(entry.path)
            else:
                facts = entry.stat()
                yield entry.path, facts.st_mtime_ns, facts.st_size


def _hash(folder: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _compressed(version: Version, path: str) -> Response | None:
    """The file in gzip, packed once; None when it is of a kind that does not shrink, or not wanted."""
    if Path(path).suffix not in _COMPRESSED or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return None
    if path not in version.compressed:
        version.compressed[path] = gzip.compress(_read(version, path), 9, mtime=0)
    response = make_response(version.compressed[path])
    response.mimetype = _mimetype(path)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _whole(version: Version, path: str) -> Response:
    if _JOINED.fullmatch(path):
        response = make_response(_read(version, path))
        response.mimetype = _mimetype(path)
    else:
        response = send_from_directory(version.folder, path, mimetype=_mimetype(path), conditional=True)
    if Path(path).suffix in _COMPRESSED:
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _read(version: Version, path: str) -> bytes:
    content = version.read(path)
    if content is None:
        abort(404)
    return content


def _mimetype(path: str) -> str:
    suffix = Path(path).suffix
    return _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
