"""One call through the real thing: browser, server, sockets, carrier, recording."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.carrier import LINES, RATING, HurriedCarrier
from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

NOTE = "Máy lọc nước giao chậm, hẹn chiều mai. <b>không phải thẻ</b>"
Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]


@pytest.fixture
def customer(admin: Person, carrier: HurriedCarrier) -> str:
    """Somebody known is the next to call; their id."""
    number = "+84901112233"
    known = admin.get("/customers", phone=number)["items"]
    made = known[0] if known else admin.post("/customers", {"display_name": "Đỗ Thị Hà My", "phones": [number]})
    carrier.from_number = number
    return str(made["id"])


def test_a_call_from_the_button_to_the_customers_page(hire: Hire, desk_of: DeskOf, customer: str) -> None:
    desk = desk_of(hire("Lan")).go_available()
    page = desk.page
    page.get_by_role("button", name=t("simulate.title")).click()
    page.get_by_role("menuitem", name=t("simulate.answered")).click()

    desk.sees_ring()
    expect(desk.ring).to_contain_text("Đỗ Thị Hà My")
    desk.accept().in_call()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đỗ Thị Hà My")
    expect(desk.transcript).to_contain_text(LINES[0], timeout=2 * PATIENCE_MS)

    desk.write_note(NOTE)
    page.reload()
    desk.in_call()
    expect(desk.notes).to_have_value(NOTE)
    expect(desk.transcript).to_contain_text(LINES[0])
    expect(desk.transcript).to_contain_text(LINES[3], timeout=2 * PATIENCE_MS)

    page.get_by_role("link", name=t("nav.calls")).click()
    bar = page.get_by_role("complementary", name=t("call.bar"))
    expect(bar).to_contain_text("Đỗ Thị Hà My")
    bar.get_by_role("link", name="Đỗ Thị Hà My").click()

    desk.hang_up()
    page.keyboard.press("1")
    expect(desk.wrap_up.get_by_role("radio", checked=True)).to_contain_text("Resolved")
    page.keyboard.press("Control+Enter")
    expect(desk.says(t("wrap_up.saved", outcome="Resolved"))).to_be_visible()
    expect(desk.status).to_contain_text(t("status.available"))

    desk.open(f"/customers/{customer}")
    cards = page.get_by_role("article", name=re.compile(t("calls.direction.inbound")))
    expect(cards).to_have_count(1)
    card = cards.first
    expect(card).to_contain_text("không phải thẻ")
    expect(card.get_by_role("img", name=re.compile(str(RATING)))).to_be_visible(timeout=2 * PATIENCE_MS)
    player = card.get_by_role("group", name=t("player.label"))
    expect(player).to_be_visible(timeout=2 * PATIENCE_MS)
    expect(card.locator(".spoken__line").first).to_contain_text(LINES[0])
    player.get_by_role("button", name=t("player.play")).click()
    expect(player.get_by_role("button", name=t("player.pause"))).to_be_visible()
    expect(cards).to_have_count(1)
