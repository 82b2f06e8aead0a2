"""Reload, a dropped line, a server that dies: nothing is missed and nothing is doubled."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.carrier import LINES, HurriedCarrier
from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.words import t
from tests.system.line import PostedCall
from tests.system.people import Person
from tests.system.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]
DialIn = Callable[..., PostedCall]

WITHOUT_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket"


def test_a_reload_in_the_middle_of_a_ring_and_of_a_call(hire: Hire, desk_of: DeskOf, carrier: HurriedCarrier) -> None:
    desk = desk_of(hire("Lan")).go_available()
    carrier.place_call(scenario="answered")
    desk.sees_ring()
    desk.page.reload()
    desk.sees_ring().accept().in_call()
    desk.notes.fill("gõ dở dang")  # and reload before it was saved
    desk.page.reload()
    desk.in_call()
    expect(desk.notes).to_have_value("gõ dở dang")
    expect(desk.page.locator(".call__timer").first).to_have_text(re.compile(r"\d+:\d\d"))
    desk.hang_up()
    desk.page.reload()
    expect(desk.status).to_contain_text(t("activity.wrap_up"))
    expect(desk.wrap_up).to_be_visible()
    expect(desk.notes).to_have_value("gõ dở dang")


def test_a_dropped_line_heals_with_nothing_missed(
    hire: Hire, desk_of: DeskOf, carrier: HurriedCarrier, dial_in: DialIn
) -> None:
    desk = desk_of(hire("Lan")).go_available()
    desk.complaints.forgive(WITHOUT_NETWORK)
    context = desk.page.context

    context.set_offline(offline=True)
    expect(desk.page.locator(".net-banner")).to_be_visible()
    carrier.place_call(scenario="answered")
    quietly_ringing(desk.person)
    context.set_offline(offline=False)
    desk.is_online()
    expect(desk.page.locator(".net-banner")).to_be_hidden()
    desk.accept().in_call()
    expect(desk.transcript).to_contain_text(LINES[0], timeout=2 * PATIENCE_MS)

    context.set_offline(offline=True)
    expect(desk.page.locator(".net-banner")).to_be_visible()
    desk.notes.fill("viết khi mất mạng")
    expect(desk.page.get_by_text(t("notes.waiting"))).to_be_visible()
    context.set_offline(offline=False)
    desk.is_online()
    expect(desk.page.locator(".notes__head")).to_contain_text(t("notes.saved", time=""))
    desk.page.reload()
    desk.in_call()
    expect(desk.notes).to_have_value("viết khi mất mạng")
    expect(desk.transcript).to_contain_text(LINES[0])
    expect(desk.transcript.get_by_text(LINES[0])).to_have_count(1)


def test_a_server_that_dies_in_the_middle_of_a_ring_comes_back_with_the_card(
    server: Server, hire: Hire, desk_of: DeskOf, dial_in: DialIn
) -> None:
    desk = desk_of(hire("Lan")).go_available()
    desk.complaints.forgive(WITHOUT_NETWORK)
    call = dial_in(caller="+84905556677")
    call.arrive()
    desk.sees_ring()
    server.kill()
    expect(desk.page.locator(".net-banner")).to_be_visible()
    server.start()
    desk.is_online()
    desk.sees_ring()
    expect(desk.ring).to_contain_text("0905 556 677")
    expect(desk.page.locator(".ring")).to_have_count(1)

    desk.accept()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("0905 556 677")
    dial = call.leave_queue().find("Dial")
    assert dial is not None, "the caller is led to the agent who accepted"
    call.leg("in-progress", 2, "client:lan")
    desk.in_call()


def quietly_ringing(person: Person) -> None:
    """Until the server offers them a call, whatever their screen shows."""
    from tests.system.server import wait_for

    wait_for(lambda: person.get("/console/snapshot")["offers"], "no call was offered")
