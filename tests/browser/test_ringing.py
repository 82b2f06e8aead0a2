"""Ways a ring can end other than by an answer: for the caller, for the agent, in every tab."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.carrier import HurriedCarrier
from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.words import t
from tests.system.line import PostedCall
from tests.system.people import Person
from tests.system.server import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]
DialIn = Callable[..., PostedCall]


def only_call(person: Person, provider_call_id: str) -> dict[str, Any]:
    [found] = person.get("/calls", provider_call_id=provider_call_id)["items"]
    return dict(found)


def test_nobody_takes_it_and_a_voicemail_becomes_a_missed_call(
    admin: Person, desk_of: DeskOf, carrier: HurriedCarrier
) -> None:
    number = "+84902223344"
    made = admin.post("/customers?allow_duplicate=1", {"display_name": "Ngô Văn Sáu", "phones": [number]})
    call = carrier.place_call(scenario="voicemail", from_number=number)
    admin.patch("/me", {"locale": "en"})
    desk = desk_of(admin).open(f"/customers/{made['id']}")
    card = desk.page.get_by_role("article", name=re.compile(t("calls.state.voicemail")))
    expect(card).to_have_count(1, timeout=3 * PATIENCE_MS)
    player = card.get_by_role("group", name=t("player.label"))
    expect(player).to_be_visible(timeout=3 * PATIENCE_MS)

    wait_for(lambda: only_call(admin, call.sid)["ended_at"], "the call does not end")
    shown = only_call(admin, call.sid)
    assert (shown["state"], shown["is_missed"], shown["recording"]["kind"]) == ("voicemail", True, "voicemail")
    desk.open("/calls?state=voicemail")
    expect(desk.page.get_by_text("Ngô Văn Sáu").first).to_be_visible()


def test_a_caller_who_hangs_up_is_gone_from_every_tab_without_penalty(
    hire: Hire, desk_of: DeskOf, carrier: HurriedCarrier
) -> None:
    lan = hire("Lan")
    first = desk_of(lan).go_available()
    second = desk_of(lan, beside=first).open().is_online()
    elsewhere = desk_of(lan).open("/customers").is_online()
    call = carrier.place_call(scenario="answered")
    for desk in (first, second, elsewhere):
        desk.sees_ring()
    carrier.hang_up(call)
    for desk in (first, second, elsewhere):
        expect(desk.ring).to_be_hidden()
        expect(desk.says(t("offer_over.caller_left"))).to_be_visible()
        expect(desk.status).to_contain_text(t("status.available"))
    shown = only_call(lan, call.sid)
    assert (shown["state"], shown["is_missed"]) == ("abandoned", True)


def test_a_declined_call_rings_at_the_next_agent(hire: Hire, desk_of: DeskOf, dial_in: DialIn) -> None:
    lan, minh = desk_of(hire("Lan")).go_available(), desk_of(hire("Minh")).go_available()
    dial_in(caller="+84903334455").arrive()
    lan.sees_ring()
    expect(minh.ring).to_be_hidden()
    lan.decline()
    expect(lan.ring).to_be_hidden()
    minh.sees_ring()
    expect(minh.ring).to_contain_text("0903 334 455")
    expect(lan.status).to_contain_text(t("status.available"))


def test_a_call_taken_in_one_tab_is_mirrored_in_the_other(hire: Hire, desk_of: DeskOf, carrier: HurriedCarrier) -> None:
    first = desk_of(hire("Lan")).go_available()
    second = desk_of(first.person, beside=first).open().is_online()
    carrier.place_call(scenario="answered")
    first.sees_ring()
    second.accept()
    expect(first.ring).to_be_hidden()
    expect(first.says(t("offer_over.accepted"))).to_be_visible()
    first.in_call()
    second.in_call()

    second.write_note("ghi ở tab hai")
    expect(first.notes).to_have_value("ghi ở tab hai")
    first.write_note("ghi ở tab hai, rồi tab một")
    expect(second.notes).to_have_value("ghi ở tab hai, rồi tab một")

    first.hang_up()
    expect(second.status).to_contain_text(t("activity.wrap_up"))
    second.wrap_up.get_by_role("radio", name=re.compile("Resolved")).click()
    second.wrap_up.get_by_role("button", name=t("wrap_up.save")).click()
    for desk in (first, second):
        expect(desk.status).to_contain_text(t("status.available"))
        expect(desk.wrap_up).to_be_hidden()


def test_whoever_comes_second_is_told_so(hire: Hire, desk_of: DeskOf, dial_in: DialIn) -> None:
    """The card of a tab that heard nothing is pressed too late: it says so and goes away."""
    desk = desk_of(hire("Lan")).go_available()
    call = dial_in(caller="+84904445566")
    call.arrive()
    desk.sees_ring()
    desk.page.context.set_offline(offline=True)
    desk.complaints.forgive("ERR_INTERNET_DISCONNECTED")
    call.end(CallDuration="4")
    desk.page.context.set_offline(offline=False)
    expect(desk.ring).to_be_hidden()
    expect(desk.status).to_contain_text(t("status.available"))


def test_an_anonymous_caller_stays_nobody(hire: Hire, desk_of: DeskOf, carrier: HurriedCarrier) -> None:
    desk = desk_of(hire("Lan")).go_available()
    carrier.place_call(scenario="anonymous")
    desk.sees_ring()
    expect(desk.ring).to_contain_text(t("caller.anonymous"))
    desk.accept().in_call()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(t("caller.anonymous"))
    expect(desk.page.get_by_text("266696687")).to_have_count(0)
    expect(desk.page.get_by_text(t("wrap_up.new_customer"))).to_have_count(0)
