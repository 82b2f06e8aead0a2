"""Building a segment in the browser: rules counted while they are made, then kept true; and a list by hand."""

import itertools
import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import PHONE, Desk
from tests.browser.test_looks import look_at
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]

_numbers = itertools.count(1)


@pytest.fixture
def city() -> str:
    """A province that only this test knows."""
    return f"Tân Lập {next(_numbers)}{random.randrange(10**6)}"


def save(admin: Person, name: str, **more: object) -> str:
    body = {"display_name": name, "phones": [f"09{random.randrange(10**8):08d}"], **more}
    return str(admin.post("/customers?allow_duplicate=1", body)["id"])


def add_rule(page: Page, words: str) -> Locator:
    """Pick a field with the keyboard alone; the new rule."""
    page.get_by_role("button", name=t("segments.add_rule")).last.click()
    page.get_by_role("combobox", name=t("segments.find_field")).fill(words)
    page.keyboard.press("Enter")
    return page.locator(".rule-row").last


def test_a_group_is_built_counted_saved_and_keeps_itself_true(
    hire: Hire, desk_of: DeskOf, admin: Person, city: str
) -> None:
    here = save(admin, "Lương Bảo Hân", province=city, gender="female")
    save(admin, "Kim Gia Phúc", province=city, gender="male")
    page = desk_of(hire("Sup", "supervisor")).open("/segments").is_online().page
    page.keyboard.press("n")
    name = f"Quý khách {city}"
    page.get_by_role("textbox", name=t("segments.name")).fill(name)

    rule = add_rule(page, "province")
    rule.get_by_role("textbox").fill(city.lower())
    count = page.locator(".live-count__number")
    expect(count).to_have_text("2")
    rule = add_rule(page, "gender")
    rule.get_by_role("button", name="Female").click()
    expect(count).to_have_text("1")
    expect(page.locator(".live-count__people")).to_contain_text("Lương Bảo Hân")
    assert look_at(page, "building a segment") == []

    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".segment-members__table")).to_contain_text("Lương Bảo Hân")
    expect(page.locator(".rule-tree")).to_contain_text(f"contains {city.lower()}")
    assert look_at(page, "a segment") == []

    admin.patch(f"/customers/{here}", {"gender": "other"})
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.locator(".segment-figures__size")).to_have_text("0")
    page.get_by_role("tab", name=t("segments.log")).click()
    expect(page.locator(".segment-log__row").first).to_contain_text(t("segments.left"))


def test_a_customers_page_says_why_they_belong(hire: Hire, desk_of: DeskOf, admin: Person, city: str) -> None:
    customer = save(admin, "Lương Bảo Hân", province=city)
    rules = {"all": [{"field": "province", "op": "is", "value": city}, {"not": {"fact": "call"}}]}
    admin.post("/segments", {"name": f"Ở {city}", "rules": rules})
    page = desk_of(hire("Lan")).open(f"/customers/{customer}").is_online().page
    row = page.locator(".customer-segments > li").filter(has_text=city)
    expect(row).to_be_visible()
    row.get_by_role("button", name=t("segments.why")).click()
    expect(row.get_by_label(t("segments.holds"), exact=True).first).to_be_visible()
    expect(row).to_contain_text(f"is {city}")


def test_a_list_is_filled_by_hand_and_a_slip_is_undone(hire: Hire, desk_of: DeskOf, admin: Person, city: str) -> None:
    save(admin, f"Âu Kiều My {city}")
    page = desk_of(hire("Sup", "supervisor")).open("/segments").is_online().page
    page.get_by_role("button", name=t("segments.new_list")).click()
    page.get_by_role("textbox", name=t("segments.name")).fill(f"Hội chợ {city}")
    page.get_by_role("button", name=t("segments.create"), exact=True).click()
    page.get_by_role("combobox", name=t("segments.add_member")).fill(f"au kieu my {city}")
    page.get_by_role("option", name="Âu Kiều My").first.click()
    person = page.locator(".segment-members__table").get_by_role("link", name="Âu Kiều My")
    expect(person).to_be_visible()
    page.get_by_role("button", name=t("segments.remove_one", name=f"Âu Kiều My {city}")).click()
    expect(person).to_have_count(0)
    page.get_by_role("button", name=t("ui.undo")).last.click()
    expect(person).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert look_at(page, "a list") == []


def test_the_segments_look_well(hire: Hire, desk_of: DeskOf) -> None:
    page = desk_of(hire("Sup", "supervisor")).open("/segments").is_online().page
    expect(page.locator(".segments")).to_contain_text("VIP")
    assert look_at(page, "segments") == []
