"""The front door in the browser: a step put in, a mistake shown and undone, a test call, published."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.test_looks import look_at
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]


def test_a_flow_is_changed_tried_out_and_published(hire: Hire, desk_of: DeskOf, admin: Person) -> None:
    flow = admin.post("/flows", {"name": "Kho hàng"})
    page = desk_of(hire("Chi", "admin")).open(f"/front-door?flow={flow['id']}").is_online().page
    page.get_by_role("button", name=t("front_door.add_first")).click()
    page.get_by_role("menuitem", name=t("front_door.kinds.greeting")).click()
    card = page.locator(".card").first
    expect(card.locator(".field__error")).to_be_visible()  # nothing is said yet, and it is shown where
    publish = page.locator(".flow__bar").get_by_role("button", name=t("front_door.publish"))
    expect(publish).to_have_attribute("aria-disabled", "true")
    card.get_by_label(t("front_door.languages.vi"), exact=True).fill("Kho hàng xin chào.")
    card.get_by_label(t("front_door.languages.en"), exact=True).fill("The warehouse greets you.")
    card.get_by_label(t("front_door.languages.en"), exact=True).blur()
    expect(card.locator(".field__error")).to_have_count(0)

    page.get_by_role("button", name=t("front_door.try"), exact=True).click()
    said = page.locator(".try__said")
    expect(said).to_contain_text("The warehouse greets you.")
    page.locator(".try__pad").get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".try__state")).to_contain_text("Chăm sóc khách hàng")
    assert look_at(page, "trying out a flow") == []

    publish.click()
    expect(page.get_by_text(t("front_door.version_n", n=1))).to_be_visible()
    assert admin.get(f"/flows/{flow['id']}")["published_number"] == 1
