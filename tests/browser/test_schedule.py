"""Planning a week in the browser: a shift, a refused overlap, leave that collides, and the agent's own view."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import PHONE, Desk
from tests.browser.test_looks import look_at
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

WEEK = "/schedule?week=2027-03-01"


def test_a_week_is_planned_and_the_agent_sees_it(hire: Callable[..., Person], desk_of: Callable[..., Desk]) -> None:
    agent = hire("Rota")
    name = agent.get("/me")["name"]
    desk = desk_of(hire("Planner", "supervisor")).open(WEEK).is_online()
    desk.complaints.forgive(r"409 .*/shifts")
    page = desk.page
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text(t("schedule.always"))

    def add(day: str, starts: str, ends: str) -> None:
        page.keyboard.press("n")
        page.get_by_label(t("schedule.person"), exact=True).select_option(label=name)
        page.get_by_label(t("shift.day"), exact=True).fill(day)
        page.get_by_label(t("shift.starts")).fill(starts)
        page.get_by_label(t("shift.ends")).fill(ends)
        page.get_by_role("button", name=t("pages.save")).click()

    add("2027-03-02", "22:00", "06:00")
    expect(row.get_by_role("button", name="22:00–06:00")).to_be_visible()
    add("2027-03-03", "05:00", "09:00")
    expect(page.locator(".field__error")).to_contain_text("22:00-06:00")
    page.keyboard.press("Escape")
    assert look_at(page, "a planned week") == []

    page.get_by_role("button", name=t("schedule.add_leave")).click()
    page.get_by_label(t("schedule.person"), exact=True).select_option(label=name)
    page.get_by_label(t("leave.first")).fill("2027-03-02")
    page.get_by_label(t("leave.last")).fill("2027-03-02")
    page.get_by_role("button", name=t("pages.save")).click()
    expect(page.locator(".week-head")).to_contain_text(t("schedule.conflicts.one", count=1))

    own = desk_of(agent, size=PHONE).open(WEEK).is_online().page
    expect(own.locator(".shift-chip")).to_contain_text("22:00–06:00")
    expect(own.get_by_role("button", name=t("schedule.add"))).to_have_count(0)
    assert look_at(own, "one's own week on a phone") == []
