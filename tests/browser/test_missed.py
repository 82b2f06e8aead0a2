"""A missed caller to the call back: on the list at once, taken, noted, taken back, and off it when they are reached."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.words import t
from tests.system.line import PostedCall
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

NUMBER, SHOWN = "+84905556677", "0905 556 677"


def miss(dial_in: Callable[..., PostedCall]) -> None:
    call = dial_in(caller=NUMBER)
    call.ring()
    call.end(CallDuration="20")


def test_a_missed_caller_is_called_back(
    hire: Callable[..., Person], desk_of: Callable[..., Desk], dial_in: Callable[..., PostedCall]
) -> None:
    lan = desk_of(hire("Lan")).open("/missed").is_online()
    page = lan.page
    row = page.get_by_role("listitem").filter(has_text=SHOWN)
    miss(dial_in)
    expect(row).to_contain_text("1 missed call", timeout=2 * PATIENCE_MS)
    miss(dial_in)
    expect(row).to_contain_text("2 missed calls", timeout=2 * PATIENCE_MS)
    expect(page.locator(".rail__count")).to_be_visible()

    row.get_by_role("button", name=t("missed.actions", name=SHOWN)).click()
    page.get_by_role("menuitem", name=t("missed.take")).click()
    expect(lan.says(t("missed.taken", name=SHOWN))).to_be_visible()
    row.get_by_role("button", name=t("missed.close")).click()
    page.get_by_role("radio", name=t("missed.reasons.no_answer")).check()
    page.get_by_role("dialog").get_by_role("button", name=t("missed.save"), exact=True).click()
    expect(row).to_have_count(0)
    said = page.locator(".toasts > *").filter(has_text=t("missed.closed", name=SHOWN))
    said.get_by_role("button", name=t("ui.undo")).click()
    expect(row).to_have_count(1)

    talk = dial_in(caller=NUMBER)
    talk.arrive()
    for number, status in enumerate(("initiated", "ringing", "in-progress")):
        talk.leg(status, number, "client:agent_lan")
    talk.leg("completed", 3, "client:agent_lan", CallDuration="30")
    talk.end(CallDuration="40")
    expect(row).to_have_count(0, timeout=2 * PATIENCE_MS)

    page.get_by_role("button", name=t("callbacks.new")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(t("callbacks.number")).fill(SHOWN)
    dialog.get_by_role("button", name=t("tasks.moments.tomorrow_9")).click()
    dialog.get_by_label(t("callbacks.note")).fill("About the quote")
    dialog.get_by_role("button", name=t("callbacks.save")).click()
    page.get_by_role("tab", name=t("missed.tabs.callbacks")).click()
    expect(row).to_contain_text("About the quote")
    lan.open()
    expect(page.get_by_role("link").filter(has_text="About the quote")).to_be_visible()
