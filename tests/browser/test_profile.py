"""A customer's profile in the browser: edited by two at once, with a field of the company's own, and with a mask."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.test_looks import look_at_page
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]


@pytest.fixture
def customer(admin: Person) -> dict[str, Any]:
    return dict(admin.post("/customers", {"display_name": "Trần Thị Bưởi"}))


@pytest.fixture
def hidden_numbers(admin: Person) -> Iterator[None]:
    admin.http.put(f"{admin.server.url}/api/v1/masking", json={"items": [{"role": "agent", "what": "phone"}]})
    yield
    admin.http.put(f"{admin.server.url}/api/v1/masking", json={"items": []})


def edit(desk: Desk, field: str, value: str | None = None) -> Any:
    """Open a field's editor; gives its box."""
    name = t("customer.edit_field", field=field, value=value or t("customer.empty_field"))
    desk.page.get_by_role("button", name=name).click()
    return desk.page.get_by_role("textbox", name=field, exact=True)


def test_of_two_who_edit_one_field_the_second_sees_both_and_chooses(
    hire: Hire, desk_of: DeskOf, customer: dict[str, Any]
) -> None:
    path = f"/customers/{customer['id']}?tab=details"
    lan, nam = (desk_of(hire(name)).open(path).is_online() for name in ("Lan", "Nam"))
    lan.complaints.forgive("412")
    for desk in (lan, nam):
        desk.page.get_by_role("button", name="Work").click()  # folded: it is empty
    mine, theirs = edit(lan, "Company"), edit(nam, "Company")
    theirs.fill("Nhà Đỏ")
    theirs.press("Enter")
    expect(nam.page.locator(".details__held").get_by_text("Nhà Đỏ")).to_be_visible()

    mine.fill("Nhà Xanh")
    mine.press("Enter")
    conflict = lan.page.get_by_role("alert").filter(has_text=t("customer.conflict"))
    expect(conflict).to_contain_text("Nhà Đỏ")
    expect(conflict).to_contain_text("Nhà Xanh")
    expect(conflict).to_be_focused()
    expect(conflict).to_be_in_viewport()
    conflict.get_by_role("button", name=t("customer.use_mine")).click()
    expect(conflict).to_be_hidden()
    expect(nam.page.locator(".details__held").get_by_text("Nhà Xanh")).to_be_visible()

    lan.page.get_by_role("tab", name=t("profile.history")).click()
    changes = lan.page.get_by_role("tabpanel").get_by_role("listitem")
    expect(changes.first).to_contain_text("Nhà Xanh")
    changes.first.get_by_role("button", name=t("profile.undo_change", field="Company")).click()
    expect(changes.first).to_contain_text(t("profile.cause.undo"))


def test_what_was_typed_is_there_again_after_a_look_elsewhere(
    hire: Hire, desk_of: DeskOf, customer: dict[str, Any]
) -> None:
    lan = desk_of(hire("Lan")).open(f"/customers/{customer['id']}?tab=details").is_online()
    lan.page.get_by_role("button", name="Work").click()
    edit(lan, "Company").fill("Nhà X")
    lan.page.get_by_role("navigation").get_by_role("link", name=t("nav.calls"), exact=True).click()
    lan.page.wait_for_url("**/calls")
    lan.page.go_back()
    box = lan.page.get_by_role("textbox", name="Company", exact=True)
    expect(box).to_have_value("Nhà X")
    box.press("Escape")
    expect(box).to_be_hidden()
    lan.page.get_by_role("tab", name=t("profile.history")).click()
    lan.page.get_by_role("tab", name=t("customer.details")).click()
    expect(lan.page.get_by_role("button", name="Work")).to_have_attribute("aria-expanded", "false")


def test_a_field_that_an_admin_adds_is_on_the_profile(
    hire: Hire, desk_of: DeskOf, admin: Person, customer: dict[str, Any]
) -> None:
    boss = desk_of(hire("Bich", "admin")).open("/fields").is_online()
    boss.page.get_by_role("button", name=t("fields.create")).first.click()
    dialog = boss.page.get_by_role("dialog")
    dialog.get_by_label(t("fields.label_vi")).fill("Ngày cưới")
    dialog.get_by_label(t("fields.label_en")).fill("Wedding day")
    dialog.get_by_label(t("fields.type"), exact=True).select_option("date")
    dialog.get_by_role("button", name=t("pages.save")).click()
    expect(boss.page.get_by_role("row").filter(has_text="custom.wedding_day")).to_be_visible()

    desk = desk_of(hire("Lan")).open(f"/customers/{customer['id']}?tab=details").is_online()
    desk.page.get_by_role("button", name="Custom fields").click()
    box = edit(desk, "Wedding day")
    box.fill("31/02/2026")
    box.press("Enter")
    expect(desk.page.get_by_text(t("profile.mistake.date"))).to_be_visible()
    box.fill("28/2/2026")
    box.press("Enter")
    expect(desk.page.locator(".details__held").get_by_text("28/02/2026")).to_be_visible()
    assert admin.get(f"/customers/{customer['id']}")["custom"] == {"wedding_day": "2026-02-28"}


def test_a_number_in_a_note_waits_to_be_confirmed(hire: Hire, desk_of: DeskOf, customer: dict[str, Any]) -> None:
    desk = desk_of(hire("Lan")).open(f"/customers/{customer['id']}").is_online()
    note = desk.page.get_by_role("textbox", name=t("customer.note"))
    note.fill("Chị dùng số 0908 111 333 buổi tối")
    note.press("Control+Enter")
    line = desk.page.locator(".identity").filter(has_text="0908 111 333")
    expect(line).to_contain_text(t("customer.maybe"))
    line.get_by_role("button", name=t("profile.confirm")).click()
    expect(desk.says(t("customer.confirmed"))).to_be_visible()
    expect(line.get_by_text(t("customer.maybe"))).to_have_count(0)


@pytest.mark.usefixtures("hidden_numbers")
def test_a_hidden_number_is_shown_for_a_reason(
    hire: Hire, desk_of: DeskOf, admin: Person, customer: dict[str, Any]
) -> None:
    admin.post(f"/customers/{customer['id']}/identities", {"channel": "phone", "value": "0907 222 444"})
    desk = desk_of(hire("Lan")).open(f"/customers/{customer['id']}").is_online()
    line = desk.page.locator(".identity").filter(has_text="090•••••44")
    expect(line).to_be_visible()
    assert "222 444" not in desk.page.content()
    line.get_by_role("button", name=t("profile.show_what", field="Phone")).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(t("profile.reason")).fill("khách nhờ đọc lại")
    dialog.get_by_role("button", name=t("profile.show")).click()
    expect(desk.page.locator(".identity").filter(has_text="0907 222 444")).to_be_visible()
    assert admin.get(f"/customers/{customer['id']}/views")["items"][0]["reason"] == "khách nhờ đọc lại"


def test_the_profile_and_the_fields_look_right(hire: Hire, desk_of: DeskOf, customer: dict[str, Any]) -> None:
    path = f"/customers/{customer['id']}"
    desk = desk_of(hire("Bich", "admin"))
    pages = {"details": f"{path}?tab=details", "history": f"{path}?tab=history", "fields": "/fields"}
    assert [found for name, address in pages.items() for found in look_at_page(desk, name, address)] == []
