"""Passing a call on with its context, between two people's browsers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.carrier import HurriedCarrier
from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]

NOTE = "Khách hỏi bảo hành, đơn NX-2041 <b>gấp</b>"


def test_a_colleague_is_asked_with_the_card_and_takes_over(
    hire: Callable[..., Person], desk_of: Callable[..., Desk], carrier: HurriedCarrier
) -> None:
    lan, minh = desk_of(hire("Lan")).go_available(), desk_of(hire("Minh"))
    carrier.place_call(scenario="answered")
    lan.accept().in_call()
    lan.page.keyboard.press("h")
    expect(lan.status).to_contain_text(t("activity.hold"))

    minh.go_available()
    lan.page.keyboard.press("t")
    dialog = lan.page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile(r"^Minh\d")).check(timeout=PATIENCE_MS)
    dialog.get_by_label(t("incall.note")).fill(NOTE)
    dialog.get_by_role("button", name=t("incall.warm")).click()

    minh.sees_ring()
    expect(minh.ring).to_contain_text(NOTE)
    minh.accept()
    expect(minh.page.get_by_role("group", name=t("incall.consultation"))).to_contain_text(t("incall.customer_waits"))
    lan.page.get_by_role("radio", name=t("incall.side_all")).click()
    expect(minh.page.get_by_role("group", name=t("incall.consultation"))).to_contain_text(t("incall.customer_hears"))

    lan.page.get_by_role("button", name=t("incall.complete")).click()
    expect(lan.status).to_contain_text(t("status.available"))
    minh.in_call()
    minh.hang_up()

    lan.open("/calls")
    passed_on = lan.page.get_by_role("cell", name=re.compile("Lan.* → Minh"))
    lan.page.get_by_role("row").filter(has=passed_on).get_by_role("link").first.click()
    handovers = lan.page.get_by_role("region", name=t("handovers.title"))
    expect(handovers).to_contain_text(NOTE)
    expect(handovers).to_contain_text(t("handovers.kind.warm"))
