"""Take the documents' pictures from the real screens: python -m scripts.screenshots [--port 5600] [--only NAME ...]

Starts the demo with an instance folder and a port of its own, lets invented customers call, drives the pages with the
browser that `make test` uses, and writes docs/screenshots/*.png. It takes some four minutes, because calls take their
time. Figures of "today" are as full as the day is old.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, ViewportSize

from contactcenter.core.settings import Settings, load_settings
from contactcenter.demo import people
from contactcenter.demo.company import DEMO_PASSWORD
from contactcenter.providers.simulator import control
from scripts.png_palette import shrink
from scripts.screenshots_customers import one_true_profile
from tests.services.chromium import launched

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
TV: ViewportSize = {"width": 1920, "height": 1080}
SETTING = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
NOTES = "Đơn áo khoác giao chậm. Hẹn giao chiều mai, tặng mã giảm giá 50.000 đồng."
NEXT_STEP = "Xác nhận khách đã nhận áo"
CUSTOMERS = {"profile", "search", "merge", "import", "segment", "data-quality", "company", "tasks"}
CALLS = {
    "console-ringing", "console-call", "console-wrap-up", "customer", "phone", "supervisor", "supervisor-dark", "tv",
    "missed", "calls", "deliveries",
}  # fmt: skip


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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--port", type=int, default=5600, help="this one and the next must be free")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures, without .png")
    given = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="screenshots-") as folder,
        demo(Path(folder), given.port) as settings,
        launched() as browser,
    ):
        studio = Studio(browser, settings, set(given.only))
        if wants(given.only, CUSTOMERS):
            one_true_profile(studio)
        if wants(given.only, CALLS):
            called = one_call(studio)
            a_busy_moment(studio)
            what_was_kept(studio, called)


def wants(only: list[str], names: set[str]) -> bool:
    return not only or bool(set(only) & names)


def one_call(studio: Studio) -> str:
    """A regular customer calls: ring, talk, wrap-up, their page. Returns their name."""
    lan = studio.seat("lan@demo.vn")
    customer = a_regular(lan.get("/customers?limit=200")["items"])
    lan.set_status("break")  # so that the call waits for us instead of ringing at once, or going to voicemail
    studio.call(**{"from": own_number(customer), "scenario": "answered", "dialogue": "vi-order-late", "seed": 7})
    until(lambda: lan.get("/console/snapshot")["queue"]["waiting"])
    lan.set_status("available")
    lan.page.locator(".ring__name").wait_for()
    lan.page.wait_for_timeout(1500)
    studio.take(lan.page, "console-ringing")

    lan.page.keyboard.press("a")
    lan.page.locator(".notes__text").fill(NOTES)
    lan.page.locator(".live-line").nth(6).wait_for(timeout=90_000)
    lan.page.locator(".outcomes [role=radio]").first.click()
    studio.take(lan.page, "console-call")

    call_id: str = lan.get("/console/snapshot")["calls"][0]["id"]
    lan.page.locator(".call .call-buttons__end").click()
    lan.page.locator(".wrap-up__foot .num").first.wait_for()
    lan.page.locator(".outcomes [role=radio]").nth(1).click()
    lan.page.locator(".next-step__when .chip").last.click()
    lan.page.locator(".next-step__more > .input").fill(NEXT_STEP)
    lan.page.wait_for_timeout(3000)
    studio.take(lan.page, "console-wrap-up")

    lan.page.locator(".wrap-up [type=submit]").click()
    until(lambda: (lan.get(f"/calls/{call_id}")["recording"] or {}).get("state") == "verified")
    lan.set_status("offline")
    lan.page.goto(f"/customers/{customer['id']}")
    lan.page.locator(".card").first.wait_for()
    lan.page.locator("canvas").first.wait_for()
    studio.take(lan.page, "customer")
    lan.context.close()
    return str(customer["display_name"])


def a_busy_moment(studio: Studio) -> None:
    """Two agents talk, one is at lunch, somebody waits: the supervisor's page, the log, a phone."""
    nam = studio.seat("nam@demo.vn")
    minh, huong = studio.seat("minh@demo.vn"), studio.seat("huong@demo.vn")
    lan = studio.seat("lan@demo.vn", locale="vi", size=PHONE)
    huong.set_status("lunch")
    for number, agent in enumerate((minh, lan)):
        answer_one(studio, agent, seed=20 + number)
    lan.page.locator(".live-line").nth(2).wait_for(timeout=90_000)
    studio.take(lan.page, "phone")

    for seed in (31, 32):
        studio.call(scenario="answered", seed=seed)
    until(lambda: len(nam.get("/queues/waiting")["items"]) > 1)
    lan.post("/hands")
    nam.page.goto("/supervisor")
    nam.page.locator("table").first.wait_for()
    nam.page.wait_for_timeout(1500)
    studio.take(nam.page, "supervisor")
    dark = studio.seat("nam@demo.vn", locale="vi", theme="dark")
    dark.page.goto("/supervisor")
    dark.page.locator("table").first.wait_for()
    dark.page.wait_for_timeout(1500)
    studio.take(dark.page, "supervisor-dark")
    on_the_wall(studio, nam)
    nam.page.goto("/missed")
    nam.page.locator(".missed-list li, .empty").first.wait_for()
    studio.take(nam.page, "missed")


def on_the_wall(studio: Studio, nam: Desk) -> None:
    """The television in the room, by a link that ends with the picture."""
    made = nam.post("/screens", {"name": "Floor 2", "locale": "en", "days": 1})
    context = studio.browser.new_context(viewport=TV, base_url=studio.settings.public_url)
    page = context.new_page()
    page.goto(f"/tv#{made['url'].split('#')[1]}")
    page.locator(".tv__value").first.wait_for()
    page.wait_for_timeout(1500)
    studio.take(page, "tv")
    context.close()


def what_was_kept(studio: Studio, called: str) -> None:
    """The call log with that customer's call opened, and the carrier's deliveries."""
    nam = studio.seat("nam@demo.vn")
    nam.page.goto("/calls")
    row = nam.page.locator("tbody tr", has_text=called).first
    row.locator(".calls__listen button").click()
    nam.page.locator("canvas").first.wait_for()
    nam.page.mouse.move(0, 0)
    studio.take(nam.page, "calls")
    nam.page.goto("/deliveries")
    nam.page.locator("tbody tr").nth(5).wait_for()
    studio.take(nam.page, "deliveries")


def answer_one(studio: Studio, agent: Desk, *, seed: int) -> None:
    """Somebody calls and this agent, the only one who is free, takes it."""
    agent.set_status("break")
    studio.call(scenario="answered", seed=seed)
    until(lambda: agent.get("/console/snapshot")["queue"]["waiting"])
    agent.set_status("available")
    until(lambda: agent.get("/console/snapshot")["offers"])
    agent.post(f"/offers/{agent.get('/console/snapshot')['offers'][0]['id']}/accept")
    until(lambda: any(call["answered_at"] for call in agent.get("/console/snapshot")["calls"]))


def a_regular(customers: list[dict[str, Any]]) -> dict[str, Any]:
    """A man whom we know well, with a line of his own: the dialogue he is given is a man's."""
    men = {
        one.number for one in people.customers() if one.gender == "male" and one.language == "vi" and not one.is_blocked
    }
    fit = [one for one in customers if own_number(one) in men]
    return max(fit, key=lambda one: (one["segment"] == "vip", one["stats"]["calls"], one["id"]))


def own_number(customer: dict[str, Any]) -> str:
    own = [phone["e164"] for phone in customer["phones"] if not phone["is_shared"]]
    return own[0] if own else ""


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


if __name__ == "__main__":
    main()
