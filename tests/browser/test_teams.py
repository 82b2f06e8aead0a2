"""An admin puts people into a team and limits what agents see; an agent meets a customer of another team."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.words import t
from tests.system.people import Person

SERIOUS = {"serious", "critical"}


@pytest.fixture
def limited(admin: Person) -> Iterator[None]:
    """Whatever a test limits, everybody sees everything again when it is over."""
    yield
    admin.put("/reach", {"agent": "all", "supervisor": "all"})


def is_accessible(page: Page) -> None:
    found = [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
    assert found == []


def test_an_admin_makes_a_team_changes_it_and_brings_it_back(
    admin: Person, hire: Callable[..., Person], desk_of: Callable[..., Desk]
) -> None:
    lan, minh = hire("Lan"), hire("Minh")
    names = {one["id"]: one["name"] for one in admin.get("/users", limit=100)["items"]}
    desk = desk_of(hire("Bich", "admin")).open("/people?tab=teams").is_online()
    page, dialog = desk.page, desk.page.get_by_role("dialog")
    page.get_by_role("button", name=t("teams.create")).click()
    page.keyboard.type("Dự án")
    dialog.get_by_role("searchbox").fill(names[lan.id].lower())
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("searchbox")).to_have_value("")
    is_accessible(page)
    dialog.get_by_role("button", name=t("pages.save")).click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Dự án"))
    expect(card.get_by_text(names[lan.id])).to_be_attached()

    desk.complaints.forgive(r"412 .*/teams/")
    card.get_by_role("button", name="Dự án", exact=True).click()
    team = next(one for one in admin.get("/teams")["items"] if one["name"] == "Dự án")
    admin.patch(f"/teams/{team['id']}", {"member_ids": [lan.id, minh.id]})
    dialog.get_by_label(t("teams.description")).fill("Chung cư, văn phòng")
    dialog.get_by_role("button", name=t("pages.save")).click()
    expect(dialog.get_by_role("alert")).to_contain_text(t("teams.conflict"))
    dialog.get_by_role("button", name=t("teams.take_theirs")).click()
    dialog.get_by_label(t("teams.description")).fill("Chung cư, văn phòng")
    dialog.get_by_role("button", name=t("pages.save")).click()
    expect(card.get_by_text("Chung cư, văn phòng")).to_be_visible()
    expect(card.get_by_text(names[minh.id])).to_be_attached()

    card.get_by_role("button", name=t("teams.menu", name="Dự án")).click()
    page.get_by_role("menuitem", name=t("teams.archive")).click()
    expect(card).to_have_count(0)
    page.get_by_role("button", name=t("ui.undo")).click()
    expect(card).to_be_visible()


@pytest.mark.usefixtures("limited")
def test_an_agent_of_another_team_is_told_kindly_and_led_back(
    admin: Person, hire: Callable[..., Person], desk_of: Callable[..., Desk]
) -> None:
    lan, minh = hire("Lan"), hire("Minh")
    admin.post("/teams", {"name": "Cửa hàng", "member_ids": [lan.id]})
    theirs = admin.post("/customers", {"display_name": "Khách của Minh", "owner_id": minh.id})
    hers = admin.post("/customers", {"display_name": "Khách của Lan", "owner_id": lan.id})
    firm = admin.post("/companies", {"name": "Công ty của Minh", "owner_id": minh.id})
    mixed = admin.post("/companies", {"name": "Công ty chung", "phones": ["0287777001"]})
    admin.post(f"/companies/{mixed['id']}/people", {"customer_id": theirs["id"]})
    page = desk_of(hire("Bich", "admin")).open("/people?tab=teams").is_online().page
    page.get_by_role("group", name=t("teams.sees.agent")).get_by_label(t("teams.reaches.team")).check()
    expect(page.get_by_text(re.compile(r"would see \d+ of \d+ customers")).first).to_be_visible()
    page.get_by_role("button", name=t("teams.apply")).click()
    admin.put("/reach", {"supervisor": "team"})
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text(t("teams.overtaken"))).to_be_visible()
    expect(
        page.get_by_role("group", name=t("teams.sees.supervisor")).get_by_label(t("teams.reaches.team"))
    ).to_be_checked()
    is_accessible(page)
    page.get_by_role("button", name=t("teams.apply")).click()
    page.get_by_role("dialog").get_by_role("button", name=t("teams.apply")).click()
    expect(page.get_by_text(t("teams.reach_saved"))).to_be_visible()

    desk = desk_of(lan)
    desk.complaints.forgive(r"403 .*")
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    page = desk.open(f"/customers/{theirs['id']}").is_online().page
    expect(page.get_by_text(t("pages.outside.title"))).to_be_visible()
    expect(page.get_by_text("Khách của Minh")).to_have_count(0)
    is_accessible(page)
    assert [one.rsplit("/", 1)[1] for one in asked if f"/api/v1/customers/{theirs['id']}" in one] == [theirs["id"]]
    desk.open(f"/companies/{firm['id']}")
    expect(page.get_by_text(t("pages.outside.company.title"))).to_be_visible()
    expect(page.get_by_text("Công ty của Minh")).to_have_count(0)
    is_accessible(page)
    page.get_by_role("link", name=t("companies.back")).click()
    page.get_by_role("link", name="Công ty chung").click()
    expect(page.get_by_text(t("companies.outside_only.one", count=1))).to_be_visible()
    expect(page.get_by_text(t("companies.timeline_empty_limited"))).to_be_visible()
    expect(page.get_by_text("0287777001")).to_be_visible()
    page.goto(page.url.split("/companies")[0] + f"/customers/{theirs['id']}")
    page.get_by_role("link", name=t("customer.back_to_list")).click()
    page.get_by_role("button", name=t("customers.reach.team")).focus()
    expect(page.get_by_role("tooltip")).to_contain_text("Cửa hàng")
    page.get_by_role("link", name=hers["display_name"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Khách của Lan")
