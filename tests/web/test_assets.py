"""Static files: addresses that name their content, module graphs, joined sheets, and nothing outside the folder."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from contactcenter.web import assets

STATIC = Path(__file__).parents[2] / "static"
YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "importmap.json": json.dumps({"imports": {"preact": "vendor/preact.mjs"}}),
        "vendor/preact.mjs": "export const h = 1;",
        "js/app.js": 'import { h } from "preact";\nimport "./lib/a.js";\nconst lazy = () => import("./lib/lazy.js");',
        "js/lib/a.js": 'export { b } from "./b.js";\n',
        "js/lib/b.js": 'import { a } from "./a.js";\nexport const b = `import x from "nowhere"`;',
        "js/lib/lazy.js": "",
        "css/tokens.css": ":root{}",
        "css/fonts.css": "@font-face{}",
        "css/base.css": "body{}",
        "css/ui/menu.css": ".menu{}",
        "css/ui/badge.css": ".badge{}",
        "css/shell/rail.css": ".rail{}",
        "sounds/ring.mp3": "not really",
        "manifest.webmanifest": "{}",
    }
    for name, content in files.items():
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (tmp_path / "secret.txt").write_text("outside")
    return tmp_path / "static"


@pytest.fixture
def app(folder: Path) -> Flask:
    made = Flask("contactcenter", static_folder=None)
    assets.install(made, folder)
    return made


class ClosingClient(FlaskClient):
    """Reads each answer to its end, so that served files are closed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = ClosingClient
    return app.test_client()


def _version(app: Flask) -> assets.Version:
    version: assets.Version = app.extensions["assets"].current()
    return version


def test_an_edit_changes_every_address_and_old_ones_answer_uncached(
    app: Flask, client: FlaskClient, folder: Path
) -> None:
    first = _version(app).url
    assert client.get(f"{first}/js/app.js").headers["Cache-Control"] == YEAR
    (folder / "js/lib/a.js").write_text("export const b = 2; // edited")
    second = _version(app).url
    assert first != second
    old = client.get(f"{first}/js/lib/a.js")
    assert old.text == "export const b = 2; // edited"
    assert old.headers["Cache-Control"] == "no-cache"
    assert client.get(f"{second}/js/lib/a.js").headers["Cache-Control"] == YEAR


def test_text_travels_compressed_when_asked_for(app: Flask, client: FlaskClient) -> None:
    url = f"{_version(app).url}/js/app.js"
    packed = client.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.mimetype == "text/javascript"
    assert gzip.decompress(packed.data) == client.get(url).data


def test_sounds_are_served_in_ranges(app: Flask, client: FlaskClient) -> None:
    part = client.get(f"{_version(app).url}/sounds/ring.mp3", headers={"Range": "bytes=0-2"})
    assert (part.status_code, part.data) == (206, b"not")


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "..%2fsecret.txt", "js/../../secret.txt", "none.js", "css/ui+nowhere.css", "css/..+ui.css", "js"],
)
def test_what_is_not_ours_is_not_found(app: Flask, client: FlaskClient, path: str) -> None:
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        assert client.get(f"{_version(app).url}/{path}", headers=headers).status_code == 404


def test_sheets_are_joined_with_the_base_first(app: Flask, client: FlaskClient) -> None:
    joined = client.get(f"{_version(app).url}/css/ui+shell.css")
    assert joined.mimetype == "text/css"
    assert joined.text.split("\n") == [":root{}", "@font-face{}", "body{}", ".badge{}", ".menu{}", ".rail{}"]


def test_modules_are_found_through_imports_and_the_import_map_but_lazy_ones_stay_lazy(app: Flask) -> None:
    assert _version(app).modules_of("js/app.js") == ("js/app.js", "vendor/preact.mjs", "js/lib/a.js", "js/lib/b.js")


def test_the_import_map_names_full_addresses(app: Flask) -> None:
    version = _version(app)
    assert json.loads(version.import_map()) == {"imports": {"preact": f"{version.url}/vendor/preact.mjs"}}


def test_the_consoles_first_load_stays_below_300_kilobytes() -> None:
    """Everything that the console asks for before somebody rings, as it travels."""
    version = assets.Version(STATIC, "x")
    modules = {*version.modules_of("js/app.js"), *version.modules_of("js/console/Console.js")}
    text = [*modules, "css/ui+shell+console.css", "i18n/vi.json"]
    packed = sum(len(gzip.compress(version.read(path) or b"", 9)) for path in text)
    sprite = sum(len(gzip.compress(path.read_bytes(), 9)) for path in STATIC.glob("vendor/lucide-static@*/sprite.svg"))
    fonts = sum(
        path.stat().st_size
        for path in STATIC.glob("vendor/@fontsource/be-vietnam-pro@*/*.woff2")
        if "latin-ext" not in path.name and "500" not in path.name
    )
    ring = (STATIC / "sounds/ring.mp3").stat().st_size
    assert packed + sprite + fonts + ring < 300_000
    assert not any("twilio" in path or "wavesurfer" in path for path in modules)


def test_every_module_and_sheet_that_is_named_exists() -> None:
    version = assets.Version(STATIC, "x")
    for path in STATIC.glob("js/**/*.js"):
        name = path.relative_to(STATIC).as_posix()
        for module in version.modules_of(name):
            assert (STATIC / module).is_file(), f"{name} imports {module}"
    for path in version.imports.values():
        assert (STATIC / path).is_file()
