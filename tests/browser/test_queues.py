"""An admin makes a skill and a queue that asks for it, sees what is odd about it, and mends it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.test_looks import look_at
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]


def test_a_queue_is_made_mended_and_seen_on_a_phone(
    hire: Callable[..., Person], desk_of: Callable[..., Desk], admin: Person
) -> None:
    lan, boss = hire("Lan"), hire("Boss", "admin")
    lan_name = next(one["name"] for one in admin.get("/agents/routing")["items"] if one["agent_id"] == lan.id)
    desk = desk_of(boss)
    desk.complaints.forgive(r"422 .*/queues")
    page = desk.open("/queues?tab=skills").is_online().page
    page.get_by_role("button", name=t("routing.skill.create")).first.click()
    skill = f"Skill {lan.id[-6:]}"
    page.get_by_role("textbox", name=t("routing.skill.name")).fill(skill)
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name=skill)).to_be_visible()

    page.get_by_role("tab", name=t("routing.tabs.queues")).click()
    page.get_by_role("button", name=t("routing.create")).first.click()
    dialog = page.get_by_role("dialog")
    name = f"Queue {lan.id[-6:]}"
    dialog.get_by_role("textbox", name=t("routing.name"), exact=True).fill(name)
    dialog.get_by_role("combobox", name=t("routing.member.add")).select_option(lan.id)
    dialog.get_by_role("combobox", name=t("routing.need.add")).select_option(label=skill)
    ring = dialog.get_by_role("spinbutton", name=t("routing.ring_seconds"))
    ring.fill("-3")
    dialog.get_by_role("button", name=t("pages.save")).click()
    expect(ring).to_have_attribute("aria-invalid", "true")
    assert look_at(page, "a queue refused") == []
    ring.fill("25")
    dialog.get_by_role("button", name=t("pages.save")).click()
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text(t("routing.warning.nobody_has_skills"))
    queue = next(one for one in admin.get("/queues")["items"] if one["name"] == name)
    assert ([m["agent_id"] for m in queue["members"]], queue["ring_seconds"]) == ([lan.id], 25)

    page.get_by_role("tab", name=t("routing.tabs.people")).click()
    page.get_by_role("button", name=lan_name, exact=True).click()
    page.get_by_role("dialog").get_by_role("combobox", name=t("routing.need.choose")).select_option(label=skill)
    page.get_by_role("dialog").get_by_role("button", name=t("pages.save")).click()
    mine = page.get_by_role("row").filter(has=page.get_by_role("button", name=lan_name, exact=True))
    expect(mine).to_contain_text(skill)
    page.get_by_role("tab", name=t("routing.tabs.queues")).click()
    expect(row).not_to_contain_text(t("routing.warning.nobody_has_skills"))
    assert look_at(page, "queues") == []
