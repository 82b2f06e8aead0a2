"""The browser's modules are what `make vendor` wrote, and find one another through the import map."""

import hashlib
import json
import mimetypes
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
IMPORTS = json.loads((STATIC / "importmap.json").read_text())["imports"]
BARE_IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["']([^"'./\s][^"'\s]*)["']""")


def test_the_manifest_lists_every_file_and_its_hash() -> None:
    listed = {
        f"{folder}/{name}": digest for folder, entry in MANIFEST.items() for name, digest in entry["sha256"].items()
    }
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == listed


def test_every_package_comes_with_its_licence() -> None:
    for folder, entry in MANIFEST.items():
        assert entry["licence"]
        assert len((VENDOR / folder / "LICENSE").read_text()) > 400


def test_the_import_map_names_files_that_exist() -> None:
    assert {"preact", "preact/hooks", "htm/preact", "@preact/signals", "socket.io-client"} <= IMPORTS.keys()
    for path in IMPORTS.values():
        assert (STATIC / path).is_file()


@pytest.mark.parametrize("path", sorted(IMPORTS.values()))
def test_vendored_modules_import_only_what_the_import_map_names(path: str) -> None:
    assert set(BARE_IMPORT.findall((STATIC / path).read_text())) <= IMPORTS.keys()


PAGE = """<!doctype html><meta charset="utf-8">
<script type="importmap">%s</script>
<main></main>
<script type="module">
import { html, render } from "htm/preact";
import { useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { io } from "socket.io-client";
const calls = signal(1);
const App = () => {
  const [kind] = useState("calls");
  return html`<button onClick=${() => calls.value++}>${calls} ${kind}</button>`;
};
render(html`<${App} />`, document.querySelector("main"));
document.body.dataset.loaded = typeof io;
</script>
<script src="/static/%s"></script>
<script>document.body.dataset.voice = typeof Twilio.Device</script>
"""


@pytest.mark.browser
def test_the_modules_work_together_in_a_browser(browser: Browser) -> None:
    imports = {name: f"/static/{path}" for name, path in IMPORTS.items()}
    (voice,) = VENDOR.glob("@twilio/voice-sdk@*/twilio.min.js")
    body = PAGE % (json.dumps({"imports": imports}), voice.relative_to(STATIC).as_posix())

    def answer(route: Route) -> None:
        path = STATIC / route.request.url.partition("/static/")[2]
        kind = "text/javascript" if path.suffix in {".js", ".mjs"} else mimetypes.guess_type(path)[0]
        route.fulfill(body=path.read_bytes(), content_type=kind)

    errors: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("http://localhost/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.route("http://localhost/static/**", answer)
    page.goto("http://localhost/")
    expect(page.locator("button")).to_have_text("1 calls")
    page.locator("button").click()
    expect(page.locator("button")).to_have_text("2 calls")
    expect(page.locator("body")).to_have_attribute("data-loaded", "function")
    expect(page.locator("body")).to_have_attribute("data-voice", "function")
    assert errors == []
    page.close()
