"""The lead board in the browser: moved by mouse, by keyboard and by menu, taken back; and why somebody has a lead."""

import itertools
import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk
from tests.browser.test_looks import look_at
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]

_numbers = itertools.count(1)


def card(page: Page, stage: str, name: str) -> Locator:
    return page.locator(f'[data-stage="{stage}"] .lead-card').filter(has_text=name)


def take_back(page: Page, said: str) -> None:
    """By the message of the very move: a card is in its new place before the server has agreed and says so."""
    page.locator(".toast").filter(has_text=said).get_by_role("button", name=t("ui.undo")).click()


def test_a_lead_goes_over_the_board_and_says_why_it_is_whose(hire: Hire, desk_of: DeskOf, admin: Person) -> None:
    agent = hire("Lan")
    agent_name = agent.get("/me")["name"]
    name = f"Khách Bảng {next(_numbers)} {random.randrange(10**6)}"
    customer = {"display_name": name, "phones": [f"09{random.randrange(10**8):08d}"]}
    lead = admin.post("/leads", {
        "source": "fair", "interest": "Máy lọc nước RO", "value": 6_490_000, "customer": customer, "owner_id": agent.id,
    })  # fmt: skip
    page = desk_of(agent).open("/leads").is_online().page
    expect(card(page, "new", name)).to_be_visible()

    card(page, "new", name).drag_to(page.locator('[data-stage="contacted"]'))
    expect(card(page, "contacted", name)).to_be_visible()
    take_back(page, t("leads.moved", name=name, stage="Contacted"))
    expect(card(page, "new", name)).to_be_visible()

    card(page, "new", name).focus()
    page.keyboard.press("Control+ArrowRight")
    expect(card(page, "contacted", name)).to_be_focused()
    page.keyboard.press("Control+ArrowRight")
    expect(card(page, "qualified", name)).to_be_focused()

    card(page, "qualified", name).get_by_role("button", name=t("leads.move_one", name=name)).click()
    page.get_by_role("menuitemradio", name="Lost").click()
    page.get_by_role("radio", name="Too expensive").click()
    page.get_by_role("dialog").get_by_role("button", name=t("leads.lose")).click()
    expect(card(page, "lost", name)).to_be_visible()
    take_back(page, t("leads.moved", name=name, stage="Lost"))
    expect(card(page, "qualified", name)).to_be_visible()
    assert look_at(page, "lead board") == []

    card(page, "qualified", name).get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=t("leads.why_title", name=agent_name))).to_be_visible()
    expect(page.locator(".lead-history")).to_contain_text(t("leads.events.assigned_manual", who=agent_name))
    page.get_by_role("button", name=t("leads.win")).click()
    page.get_by_role("dialog").get_by_role("button", name=t("leads.win")).click()
    expect(page.get_by_text(t("leads.won_one", name=name))).to_be_visible()
    assert admin.get(f"/leads/{lead['id']}")["state"] == "won"
    assert admin.get(f"/customers/{lead['customer_id']}")["status"] == "current"


def test_the_settings_of_leads_are_readable(hire: Hire, desk_of: DeskOf) -> None:
    desk = desk_of(hire("Sup", "supervisor"))
    for tab in ("policies", "people", "forms"):
        page = desk.open(f"/lead-setup?tab={tab}").page
        expect(page.get_by_role("tab", name=t(f"leads.tabs.{tab}"))).to_have_attribute("aria-selected", "true")
        expect(page.locator(".lead-setup__panel .skeleton")).to_have_count(0)
        assert look_at(page, f"lead settings {tab}") == []
