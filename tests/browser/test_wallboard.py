"""A supervisor at work from the wallboard: gives a waiting caller to an agent; helps one who raised a hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.carrier import HurriedCarrier
from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]


def test_a_waiting_caller_is_given_away_and_a_raised_hand_answered(
    hire: Callable[..., Person], desk_of: Callable[..., Desk], carrier: HurriedCarrier
) -> None:
    lan, minh = desk_of(hire("Lan")).go_available(), desk_of(hire("Minh")).go_available()
    nam = desk_of(hire("Nam", "supervisor")).open("/supervisor").is_online()
    names = [desk.person.get("/console/snapshot")["me"]["name"] for desk in (lan, minh, nam)]
    carrier.place_call(scenario="answered")
    line = nam.page.locator(".board__line")
    expect(line).to_contain_text(t("supervisor.rings_at", name=names[0]), timeout=2 * PATIENCE_MS)
    line.get_by_role("button").first.click()
    nam.page.get_by_role("menuitem", name=names[1]).click()
    minh.sees_ring()
    expect(lan.ring).to_be_hidden()
    expect(line).to_contain_text(t("supervisor.rings_at", name=names[1]))
    minh.accept().in_call()

    minh.page.keyboard.press("r")
    hand = nam.page.locator(".hands__one")
    expect(hand).to_contain_text(names[1])
    hand.get_by_role("button", name=t("wall.come")).click()
    expect(minh.page.locator(".hand__text")).to_have_text(t("hand.coming", name=names[2]))
    hand.get_by_role("button", name=t("listening.whisper")).click()
    expect(nam.page.locator(".listening")).to_be_visible(timeout=2 * PATIENCE_MS)
    minh.hang_up()
    expect(hand).to_be_hidden()


def test_a_screen_on_the_wall_survives_a_lost_network_and_ends_with_its_link(
    hire: Callable[..., Person], open_context: Callable[..., BrowserContext]
) -> None:
    boss = hire("Boss", "supervisor")
    made = boss.post("/screens", {"name": "Sảnh", "locale": "en"})
    page = open_context(size={"width": 1920, "height": 1080}).new_page()
    page.goto(f"/tv#{made['url'].split('#')[1]}")
    expect(page.locator(".tv__value")).to_have_count(4)
    assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    page.context.set_offline(True)
    expect(page.locator(".tv__lost")).to_contain_text(t("tv.lost", time=""))
    page.context.set_offline(False)
    expect(page.locator(".tv__lost")).to_be_hidden()
    boss.delete(f"/screens/{made['id']}")
    expect(page.get_by_role("heading", name=t("tv.ended"))).to_be_visible()
