"""What the documents' pictures are taken with: the running demo, people signed in to it, and a camera."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, ViewportSize

from contactcenter.core.settings import Settings, load_settings
from contactcenter.demo.company import DEMO_PASSWORD
from contactcenter.providers.simulator import control
from scripts.png_palette import shrink

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
TV: ViewportSize = {"width": 1920, "height": 1080}
SETTING = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


@dataclass(frozen=True)
class Desk:
    """One signed-in person: their browser context, its page, and the token for unsafe requests."""

    context: BrowserContext
    page: Page
    csrf: str

    def get(self, path: str) -> Any:
        return _body(self.context.request.get(f"/api/v1{path}"))

    def post(self, path: str, data: dict[str, Any] | None = None) -> Any:
        headers = {"X-CSRF-Token": self.csrf}
        return _body(self.context.request.post(f"/api/v1{path}", data=data or {}, headers=headers))

    def delete(self, path: str) -> None:
        _body(self.context.request.delete(f"/api/v1{path}", headers={"X-CSRF-Token": self.csrf}))

    def set_status(self, status: str) -> None:
        self.post("/agents/me/status", {"status": status, "when": "now"})


class Studio:
    """The running demo, and where pictures go."""

    def __init__(self, browser: Browser, settings: Settings, only: set[str]) -> None:
        self.browser = browser
        self.settings = settings
        self.only = only

    def seat(self, email: str, *, locale: str = "en", theme: str = "light", size: dict[str, int] | None = None) -> Desk:
        """Sign somebody in and open their console."""
        context = self.browser.new_context(
            base_url=self.settings.public_url,
            viewport=size or DESK,  # type: ignore[arg-type]
            device_scale_factor=2 if size == PHONE else 1,
            has_touch=size == PHONE,
            timezone_id=self.settings.timezone,
            locale="en-GB",
            permissions=["microphone", "notifications"],
        )
        signed_in = _body(context.request.post("/api/v1/session", data={"email": email, "password": DEMO_PASSWORD}))
        csrf: str = signed_in["csrf_token"]
        looks = {"locale": locale, "theme": theme}
        _body(context.request.patch("/api/v1/me", data=looks, headers={"X-CSRF-Token": csrf}))
        page = context.new_page()
        page.goto("/console")
        page.locator(".status").wait_for()
        page.mouse.click(683, 700)  # a browser plays sounds only after a click
        page.mouse.move(0, 0)
        return Desk(context, page, csrf)

    def take(self, page: Page, name: str) -> None:
        """Write one picture, unless others were asked for."""
        if self.only and name not in self.only:
            return
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(400)  # let movements end
        path = TARGET / f"{name}.png"
        path.write_bytes(shrink(page.screenshot(animations="disabled", caret="hide"), self.browser))
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB", flush=True)

    def call(self, **wishes: object) -> str:
        """Let somebody call; the carrier's id of the call."""
        sid: str = control.place_call(self.settings.simulator, **wishes)["sid"]
        return sid


def settled(page: Page, what: str) -> None:
    """Wait until it is there and has been for a moment."""
    page.locator(what).first.wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)


def until(is_so: Callable[[], Any], seconds: float = 90) -> None:
    """Wait until it is so. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the demo did not do what was waited for")
        time.sleep(0.5)


@contextmanager
def demo(folder: Path, port: int) -> Iterator[Settings]:
    """The embedded product with the demo company, in a folder of its own, untouched by this machine's settings."""
    ours = {"DEMO": "1", "PORT": str(port), "INSTANCE_PATH": str(folder), "RECORDINGS_URL": f"file:{folder / 'audio'}"}
    blank = dict.fromkeys(SETTING.findall((ROOT / ".env.example").read_text()), "")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **blank, **ours}, stdout=log, stderr=log
        )
        try:
            until(lambda: server.poll() is not None or _answers(port), seconds=120)
            if server.poll() is not None:
                raise SystemExit((folder / "log").read_text()[-2000:])
            yield load_settings({**blank, **ours}, ROOT)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _answers(port: int) -> bool:
    from http.client import HTTPConnection, HTTPException

    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def _body(response: APIResponse) -> Any:
    if not response.ok:
        raise RuntimeError(f"{response.url} answered {response.status}: {response.text()[:300]}")
    return response.json() if response.status != 204 else None
