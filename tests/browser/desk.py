"""What a person does and sees in the browser, by roles and words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.browser.words import t
from tests.system.people import COOKIE, Person

PATIENCE_MS = 20_000
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Complaints:
    """What a page's console said: errors, refused by the policy, dialogs that markup opened."""

    heard: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(f"uncaught: {error}"))
        page.on("dialog", lambda dialog: (self.heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def forgive(self, pattern: str) -> None:
        """What a test causes itself, such as requests without a network."""
        self.forgiven.append(pattern)

    def serious(self) -> list[str]:
        return [one for one in self.heard if not any(re.search(pattern, one) for pattern in self.forgiven)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.heard.append(f"{message.text} [{message.location.get('url', '')}]")


@dataclass
class Desk:
    """One tab of a person's browser."""

    page: Page
    person: Person
    complaints: Complaints

    @property
    def ring(self) -> Locator:
        return self.page.get_by_role("region", name=t("offer.incoming"))

    @property
    def notes(self) -> Locator:
        return self.page.get_by_role("textbox", name=t("notes.title"))

    @property
    def hang_up_button(self) -> Locator:
        return self.page.get_by_role("button", name=t("call.hang_up"))

    @property
    def wrap_up(self) -> Locator:
        return self.page.get_by_role("form", name=t("wrap_up.title"))

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile(f"^{t('status.label')}:"))

    @property
    def transcript(self) -> Locator:
        return self.page.locator(".live-lines")

    def open(self, path: str = "/console") -> "Desk":
        self.page.goto(path)
        return self

    def is_online(self) -> "Desk":
        expect(self.page.locator(".net--online")).to_be_visible()
        return self

    def go_available(self) -> "Desk":
        self.open().is_online()
        self.page.get_by_role("button", name=t("status.go_available")).click()
        expect(self.status).to_contain_text(t("status.available"))
        return self

    def sees_ring(self) -> "Desk":
        expect(self.ring).to_be_visible(timeout=2 * PATIENCE_MS)
        return self

    def accept(self) -> "Desk":
        """By keyboard, as agents do."""
        self.sees_ring()
        self.page.keyboard.press("a")
        expect(self.ring).to_be_hidden()
        return self

    def decline(self, reason: str = "offer.reason_busy") -> None:
        self.sees_ring()
        self.page.keyboard.press("d")
        self.page.get_by_role("menuitem", name=t(reason)).click()

    def in_call(self) -> "Desk":
        expect(self.hang_up_button).to_be_enabled(timeout=2 * PATIENCE_MS)
        expect(self.status).to_contain_text(t("activity.talking"), timeout=2 * PATIENCE_MS)
        return self

    def hang_up(self) -> None:
        self.hang_up_button.click()
        expect(self.status).to_contain_text(t("activity.wrap_up"), timeout=2 * PATIENCE_MS)

    def write_note(self, text: str) -> None:
        self.notes.fill(text)
        expect(self.page.locator(".notes__head").get_by_role("status")).to_contain_text(t("notes.saved", time=""))

    def leave_notes(self) -> None:
        """Back to where keys are shortcuts."""
        self.notes.blur()

    def says(self, text: str) -> Locator:
        """A short message at the foot of the screen."""
        return self.page.locator(".toasts").get_by_text(text)


Hire = Callable[..., Person]


def sit_down(context: BrowserContext, person: Person) -> None:
    """Give a browser the session that the person opened over HTTP: signing in by hand has its own test."""
    context.add_cookies([{"name": COOKIE, "value": person.http.cookies[COOKIE], "url": person.server.url}])


def options(size: dict[str, int], **more: Any) -> dict[str, Any]:
    return {"viewport": size, "locale": "en-GB", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce", **more}
