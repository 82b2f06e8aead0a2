"""Every screen, light and dark, on an office screen and a phone: accessible, inside its borders, without complaints."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, expect

from tests.browser.desk import DESKTOP, PHONE, Desk
from tests.browser.words import t
from tests.system.line import PostedCall
from tests.system.people import Person

pytestmark = pytest.mark.slow

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]
DialIn = Callable[..., PostedCall]

SERIOUS = ("serious", "critical")
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
EVERYTHING = {"resultTypes": ["violations"]}

HOW_FAR_OUT = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
HOW_FAR_DOWN = "document.querySelector('.app') ? document.scrollingElement.scrollHeight - innerHeight : 0"
"""What is hidden from sight may not lengthen the page: its own main part scrolls, never the top bar."""


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context().new_page()


def look_at(page: Page, name: str) -> list[str]:
    """What is wrong with a screen, in both sizes and both themes."""
    wrong: list[str] = []
    for size_name, size in (("1366", DESKTOP), ("390", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wrong += [f"{name} {size_name} {scheme}: {found}" for found in violations(page, rules)]
        if page.evaluate(HOW_FAR_OUT) > 0:
            wrong.append(f"{name} {size_name}: scrolls sideways by {page.evaluate(HOW_FAR_OUT)} px")
        if page.evaluate(HOW_FAR_DOWN) > 0:
            wrong.append(f"{name} {size_name}: the whole screen scrolls, by {page.evaluate(HOW_FAR_DOWN)} px")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    return wrong


def violations(page: Page, rules: dict[str, Any]) -> Iterator[str]:
    for found in Axe().run(page, options=rules).response["violations"]:
        if found["impact"] in SERIOUS:
            for node in found["nodes"][:3]:
                seen = node["any"] or node["all"] or node["none"]
                yield f"{found['id']} at {node['target']} {seen[0]['message'] if seen else ''}"


def test_the_instruments_see_what_is_wrong(page: Page) -> None:
    page.set_content("<main style='width: 2000px'><img src='data:,'><p style='color: #999'>grey on white</p></main>")
    found = "\n".join(look_at(page, "bad"))
    assert "image-alt" in found
    assert "color-contrast" in found
    assert "sideways" in found


def test_signing_in_looks_right(desk_of: DeskOf, hire: Hire) -> None:
    desk = desk_of(hire("Lan"))
    desk.page.context.clear_cookies()
    desk.open("/login")
    expect(desk.page.get_by_role("heading", name=t("login.title"))).to_be_visible()
    assert look_at(desk.page, "login") == []


def test_the_console_looks_right_from_idle_to_wrap_up(hire: Hire, desk_of: DeskOf, dial_in: DialIn) -> None:
    desk = desk_of(hire("Lan")).open().is_online()
    expect(desk.page.get_by_role("button", name=t("status.go_available"))).to_be_visible()
    wrong = look_at(desk.page, "away")
    desk.go_available()
    call = dial_in(caller="+84907778899")
    call.arrive()
    desk.sees_ring()
    wrong += look_at(desk.page, "ringing")
    wrong += stays_inside(desk, "ringing")
    card = box_of(desk.ring)
    desk.accept()
    dial = call.leave_queue().find("Dial")
    assert dial is not None
    call.leg("in-progress", 2, "client:lan")
    desk.in_call()
    desk.write_note("Khách hỏi giao hàng")
    wrong += look_at(desk.page, "in call")
    buttons = desk.page.locator(".console__call .call-buttons").get_by_role("button").all()
    assert len(buttons) == 4
    wrong += [f"the card covers {one.inner_text()}" for one in buttons if overlap(card, box_of(one))]
    call.leg("completed", 3, "client:lan", CallDuration="9")
    expect(desk.status).to_contain_text(t("activity.wrap_up"))
    wrong += look_at(desk.page, "wrap-up")
    assert wrong == []


def box_of(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None
    return box


def overlap(one: FloatRect, other: FloatRect) -> bool:
    return all(
        one[start] < other[start] + other[length] and other[start] < one[start] + one[length]
        for start, length in (("x", "width"), ("y", "height"))
    )


def stays_inside(desk: Desk, name: str) -> list[str]:
    """The card and its two buttons are whole on the screen, in both sizes."""
    wrong = []
    for size in (DESKTOP, PHONE):
        desk.page.set_viewport_size(size)  # type: ignore[arg-type]
        for part in (desk.ring, *desk.ring.get_by_role("button").all()):
            box = box_of(part)
            if box["x"] < 0 or box["y"] < 0 or box["x"] + box["width"] > size["width"]:
                wrong.append(f"{name} {size['width']}: {part} lies at {box}")
    desk.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    return wrong


def test_an_agents_pages_look_right(hire: Hire, desk_of: DeskOf) -> None:
    desk = desk_of(hire("Lan"))
    pages = {"customers": "/customers", "calls": "/calls", "settings": "/settings"}
    assert [found for name, path in pages.items() for found in look_at_page(desk, name, path)] == []


def test_a_supervisors_pages_look_right(admin: Person, hire: Hire, desk_of: DeskOf) -> None:
    recorded = admin.get("/calls", limit=50, has_recording="true", state="completed")["items"]
    call = next(one for one in recorded if one["customer_id"])
    desk = desk_of(hire("Nam", "supervisor"))
    pages = {
        "supervisor": "/supervisor",
        "deliveries": "/deliveries",
        "call": f"/calls/{call['id']}",
        "customer": f"/customers/{call['customer_id']}",
        "orders": "/orders",
        "products": "/products",
        "import of orders": "/imports?kind=orders",
        "data quality": "/data-quality",
        "leave": "/schedule?tab=leave",
        "opening hours": "/schedule?tab=calendars",
    }
    assert [found for name, path in pages.items() for found in look_at_page(desk, name, path)] == []


def test_an_admins_pages_look_right(hire: Hire, desk_of: DeskOf) -> None:
    desk = desk_of(hire("Bich", "admin"))
    pages = {"people": "/people", "teams": "/people?tab=teams", "statuses": "/people?tab=statuses"}
    assert [found for name, path in pages.items() for found in look_at_page(desk, name, path)] == []


def look_at_page(desk: Desk, name: str, path: str) -> list[str]:
    desk.open(path).is_online()
    expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
    expect(desk.page.locator(".skeleton")).to_have_count(0)
    return look_at(desk.page, name)
