"""Two records of one person in the browser: found, looked at side by side, merged, and taken apart again."""

import itertools
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.test_looks import look_at
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]


NAMES = itertools.cycle([("Đoàn Thị", "Kiều Vy"), ("Lục Hải", "Đăng Khôi"), ("Âu Dương", "Tố Uyên")])


@pytest.fixture
def doubles(admin: Person) -> list[dict[str, Any]]:
    """One person saved twice, under a number and a name that only this test knows."""
    family, given = next(NAMES)
    number = f"09{random.randrange(10**8):08d}"
    one = {"display_name": f"{family} {given}", "phones": [number], "address": "12 Lê Lợi"}
    other = {"display_name": f"{given} {family}", "phones": [number], "company": "Hoa Sen"}
    return [dict(admin.post("/customers", one)), dict(admin.post("/customers?allow_duplicate=1", other))]


def find_pair(page: Page, name: str) -> Any:
    """The pair in the queue, once it is there: it is compared a few seconds after saving."""
    row = page.locator(".review__pair").filter(has_text=name)
    for _ in range(20):
        page.goto("/duplicates")
        page.locator(".review__pair, .empty").first.wait_for()
        if row.count():
            return row.first
        page.wait_for_timeout(1000)
    raise AssertionError("the pair never came")


def test_a_pair_is_compared_merged_and_taken_apart(
    hire: Hire, desk_of: DeskOf, admin: Person, doubles: list[dict[str, Any]]
) -> None:
    desk = desk_of(hire("Lan")).open("/duplicates").is_online()
    page = desk.page
    other_name = doubles[1]["display_name"]
    find_pair(page, other_name).click()
    pair = page.locator(".pair")
    expect(pair.get_by_text(t("duplicates.reasons.name_transposed"))).to_be_visible()
    pick = t("duplicates.pick", field="Name", value=other_name)
    pair.get_by_role("radio", name=pick).check()
    assert look_at(page, "duplicates") == []
    pair.get_by_role("button", name=t("duplicates.merge"), exact=False).last.click()
    expect(desk.says(t("duplicates.merged", name=other_name))).to_be_visible()
    kept = admin.get(f"/customers/{doubles[1]['id']}")
    assert kept["id"] == doubles[0]["id"]
    assert (kept["display_name"], kept["company"], kept["address"]) == (other_name, "Hoa Sen", "12 Lê Lợi")

    desk.open(f"/customers/{doubles[1]['id']}")
    expect(page).to_have_url(re.compile(f"/customers/{doubles[0]['id']}"))
    admin.patch(f"/customers/{doubles[0]['id']}", {"company": "Nhà Xanh"})
    panel = page.get_by_role("region", name=t("duplicates.panel"))
    panel.get_by_role("button", name=t("duplicates.unmerge")).click()
    dialog = page.get_by_role("dialog")
    changed = dialog.get_by_role("group").filter(has_text="Nhà Xanh")
    changed.get_by_label(t("duplicates.stays_with", name=other_name)).last.check()
    dialog.get_by_role("button", name=t("duplicates.unmerge")).click()
    expect(desk.says(t("duplicates.unmerged"))).to_be_visible()
    first, second = (admin.get(f"/customers/{one['id']}") for one in doubles)
    assert (first["display_name"], first["company"]) == (doubles[0]["display_name"], None)
    assert (second["id"], second["company"]) == (doubles[1]["id"], "Nhà Xanh")


def test_the_keyboard_merges_declines_and_a_toast_takes_it_back(
    hire: Hire, desk_of: DeskOf, doubles: list[dict[str, Any]]
) -> None:
    desk = desk_of(hire("Lan")).open("/duplicates").is_online()
    page = desk.page
    row = find_pair(page, doubles[1]["display_name"])
    row.click()
    expect(page.locator(".compare__table")).to_be_visible()
    page.keyboard.press("x")
    expect(desk.says(t("duplicates.dismissed"))).to_be_visible()
    expect(row).to_have_count(0)
    page.locator(".toasts").get_by_role("button", name=t("ui.undo")).first.click()
    expect(row).to_have_count(1)
    row.click()
    expect(page.locator(".compare__table")).to_be_visible()
    page.keyboard.press("m")
    expect(row).to_have_count(0)
    page.locator(".toasts").get_by_role("button", name=t("ui.undo")).last.click()
    expect(desk.says(t("duplicates.unmerged"))).to_be_visible()


def test_whoever_is_typed_in_a_second_time_is_named_before_saving(
    hire: Hire, desk_of: DeskOf, doubles: list[dict[str, Any]]
) -> None:
    desk = desk_of(hire("Lan")).open("/customers").is_online()
    desk.page.get_by_role("button", name=t("customers.create")).first.click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(t("customers.phone"), exact=True).fill(doubles[0]["phones"][0]["national"])
    warning = dialog.get_by_role("status")
    expect(warning).to_contain_text(doubles[0]["display_name"])
    expect(warning).to_contain_text(t("duplicates.reasons.phone_same"))
