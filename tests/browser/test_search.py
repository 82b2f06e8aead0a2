"""Words that were said are found from anywhere, and heard from their second."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

WORDS = "giao hang"
SPOKEN = "phi giao hang khong thay doi"
"""Of a line only: what sums a call up has no second, and comes first when its call is the newest."""
Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]


@pytest.fixture
def hit(admin: Person) -> dict[str, object]:
    """A line that a customer's call of the demo company holds, not its first."""
    found = admin.get("/search", q=WORDS, limit=20)["texts"]
    return next(one for one in found if one["kind"] == "call" and one["customer_id"] and (one["seconds"] or 0) > 1)


def _is_at(page: Page, hit: dict[str, object]) -> None:
    """The transcript is at the line, and the player at its second."""
    words = str(hit["snippet"]).strip("…")[:25]
    expect(page.locator("[aria-current=true].spoken__line")).to_contain_text(words)
    minutes, seconds = divmod(int(float(str(hit["seconds"]))), 60)
    expect(page.locator(".call-player")).to_contain_text(f"{minutes:02d}:{seconds:02d} /")


def test_from_anywhere_to_the_second(hire: Hire, desk_of: DeskOf, hit: dict[str, object]) -> None:
    desk = desk_of(hire("Lan", "supervisor")).open("/customers")
    page = desk.page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name=t("palette.title")).fill(WORDS)
    rows = page.get_by_role("option").filter(has_text=re.compile(re.escape(str(hit["customer_name"]))))
    expect(rows.first).to_be_visible()
    page.goto(f"/calls/{hit['ref_id']}?t={hit['seconds']}")
    _is_at(page, hit)


def test_the_first_hit_opens_by_keyboard(hire: Hire, desk_of: DeskOf, admin: Person) -> None:
    desk = desk_of(hire("Lan", "supervisor")).open("/customers")
    page = desk.page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name=t("palette.title"))).to_be_focused()
    page.keyboard.type(SPOKEN)
    expect(page.get_by_role("option", selected=True).locator("mark").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/calls/cal_\w+\?t=[\d.]+$"))
    expect(page.locator("[aria-current=true].spoken__line")).to_contain_text(re.compile("giao", re.IGNORECASE))


def test_in_a_customers_timeline_to_the_second(hire: Hire, desk_of: DeskOf, hit: dict[str, object]) -> None:
    desk = desk_of(hire("Lan", "supervisor")).open(f"/customers/{hit['customer_id']}")
    page = desk.page
    page.get_by_role("searchbox", name=t("find.in_timeline")).fill(WORDS)
    lines = page.get_by_role("list", name=t("find.hits"))
    line = lines.get_by_role("button").filter(has_text=str(hit["snippet"]).strip("…")[:25]).first
    line.click()
    _is_at(page, hit)
    expect(page).to_have_url(re.compile(r"text=giao\+hang"))
    page.reload()
    expect(page.get_by_role("searchbox", name=t("find.in_timeline"))).to_have_value(WORDS)
    expect(lines.first).to_be_visible()


def test_a_colleagues_note_appears_by_itself(hire: Hire, desk_of: DeskOf, admin: Person) -> None:
    who = admin.post("/customers", {"display_name": "Phan Văn Mới"})["id"]
    desk = desk_of(hire("Lan", "supervisor")).open(f"/customers/{who}")
    expect(desk.page.get_by_text(t("timeline.empty"), exact=True)).to_be_visible()
    admin.post(f"/customers/{who}/notes", {"text": "Khách hẹn chiều nay"})
    expect(desk.page.locator(".card--note")).to_contain_text("Khách hẹn chiều nay")
