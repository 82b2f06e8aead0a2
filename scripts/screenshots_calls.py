"""The pictures of calls as they happen, taken by scripts/screenshots.py: an agent's, then a supervisor's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contactcenter.demo import people
from scripts.studio import PHONE, TV, Desk, Studio, until

NOTES = "Đơn áo khoác giao chậm. Hẹn giao chiều mai, tặng mã giảm giá 50.000 đồng."
NEXT_STEP = "Xác nhận khách đã nhận áo"


def every_call(studio: Studio) -> None:
    """One call from ring to log, then several at once."""
    around_the_clock(studio)
    called = one_call(studio)
    a_busy_moment(studio)
    what_was_kept(studio, called)


def around_the_clock(studio: Studio) -> None:
    """Take the demo's shifts away: whoever has none is always in shift, so that any day and hour has agents."""
    nam = studio.seat("nam@demo.vn")
    today = datetime.now(ZoneInfo(studio.settings.timezone)).date()
    days = f"from={today - timedelta(days=8)}&to={today + timedelta(days=8)}"
    for shift_id in {one["shift"]["id"] for one in nam.get(f"/schedule?{days}")["occurrences"]}:
        nam.delete(f"/shifts/{shift_id}")
    nam.context.close()


def one_call(studio: Studio) -> str:
    """A regular customer calls: ring, talk, wrap-up, their page. Returns their name."""
    lan = studio.seat("lan@demo.vn")
    customer = a_regular(lan.get("/customers?limit=200")["items"])
    lan.set_status("break")  # so that the call waits for us instead of ringing at once, or going to voicemail
    studio.call(**{"from": own_number(customer), "scenario": "answered", "dialogue": "vi-order-late", "seed": 7})
    until(lambda: lan.get("/console/snapshot")["queue"]["waiting"])
    lan.set_status("available")
    lan.page.locator(".ring__name").wait_for()
    lan.page.wait_for_timeout(1500)
    studio.take(lan.page, "console-ringing")

    lan.page.keyboard.press("a")
    lan.page.locator(".notes__text").fill(NOTES)
    lan.page.locator(".live-line").nth(6).wait_for(timeout=90_000)
    lan.page.locator(".outcomes [role=radio]").first.click()
    studio.take(lan.page, "console-call")

    call_id: str = lan.get("/console/snapshot")["calls"][0]["id"]
    lan.page.locator(".call .call-buttons__end").click()
    lan.page.locator(".wrap-up__foot .num").first.wait_for()
    lan.page.locator(".outcomes [role=radio]").nth(1).click()
    lan.page.locator(".next-step__when .chip").last.click()
    lan.page.locator(".next-step__more > .input").fill(NEXT_STEP)
    lan.page.wait_for_timeout(3000)
    studio.take(lan.page, "console-wrap-up")

    lan.page.locator(".wrap-up [type=submit]").click()
    until(lambda: (lan.get(f"/calls/{call_id}")["recording"] or {}).get("state") == "verified")
    lan.set_status("offline")
    lan.page.goto(f"/customers/{customer['id']}")
    lan.page.locator(".card").first.wait_for()
    lan.page.locator("canvas").first.wait_for()
    studio.take(lan.page, "customer")
    lan.context.close()
    return str(customer["display_name"])


def a_busy_moment(studio: Studio) -> None:
    """Two agents talk, one is at lunch, somebody waits: the supervisor's page, the log, a phone."""
    nam = studio.seat("nam@demo.vn")
    minh, huong = studio.seat("minh@demo.vn"), studio.seat("huong@demo.vn")
    lan = studio.seat("lan@demo.vn", locale="vi", size=PHONE)
    huong.set_status("lunch")
    for number, agent in enumerate((minh, lan)):
        answer_one(studio, agent, seed=20 + number)
    lan.page.locator(".live-line").nth(2).wait_for(timeout=90_000)
    studio.take(lan.page, "phone")

    for seed in (31, 32):
        studio.call(scenario="answered", seed=seed)
    until(lambda: len(nam.get("/queues/waiting")["items"]) > 1)
    lan.post("/hands")
    nam.page.goto("/supervisor")
    nam.page.locator("table").first.wait_for()
    nam.page.wait_for_timeout(1500)
    studio.take(nam.page, "supervisor")
    nam.page.goto("/missed")
    nam.page.locator(".missed-list li, .empty").first.wait_for()
    studio.take(nam.page, "missed")
    on_the_wall(studio, nam)
    dark = studio.seat("nam@demo.vn", locale="vi", theme="dark")
    dark.page.goto("/supervisor")
    dark.page.locator("table").first.wait_for()
    dark.page.wait_for_timeout(1500)
    studio.take(dark.page, "supervisor-dark")


def on_the_wall(studio: Studio, nam: Desk) -> None:
    """The television in the room, by a link that ends with the picture."""
    made = nam.post("/screens", {"name": "Floor 2", "locale": "en", "days": 1})
    context = studio.browser.new_context(viewport=TV, base_url=studio.settings.public_url)
    page = context.new_page()
    page.goto(f"/tv#{made['url'].split('#')[1]}")
    page.locator(".tv__value").first.wait_for()
    page.wait_for_timeout(1500)
    studio.take(page, "tv")
    context.close()


def what_was_kept(studio: Studio, called: str) -> None:
    """The call log with that customer's call opened, and the carrier's deliveries."""
    nam = studio.seat("nam@demo.vn")
    nam.page.goto("/calls")
    row = nam.page.locator("tbody tr", has_text=called).first
    row.locator(".calls__listen button").click()
    nam.page.locator("canvas").first.wait_for()
    nam.page.mouse.move(0, 0)
    studio.take(nam.page, "calls")
    nam.page.goto("/deliveries")
    nam.page.locator("tbody tr").nth(5).wait_for()
    studio.take(nam.page, "deliveries")


def answer_one(studio: Studio, agent: Desk, *, seed: int) -> None:
    """Somebody calls and this agent, the only one who is free, takes it."""
    agent.set_status("break")
    studio.call(scenario="answered", seed=seed)
    until(lambda: agent.get("/console/snapshot")["queue"]["waiting"])
    agent.set_status("available")
    until(lambda: agent.get("/console/snapshot")["offers"])
    agent.post(f"/offers/{agent.get('/console/snapshot')['offers'][0]['id']}/accept")
    until(lambda: any(call["answered_at"] for call in agent.get("/console/snapshot")["calls"]))


def a_regular(customers: list[dict[str, Any]]) -> dict[str, Any]:
    """A man whom we know well, with a line of his own: the dialogue he is given is a man's."""
    men = {
        one.number for one in people.customers() if one.gender == "male" and one.language == "vi" and not one.is_blocked
    }
    fit = [one for one in customers if own_number(one) in men]
    return max(fit, key=lambda one: (one["segment"] == "vip", one["stats"]["calls"], one["id"]))


def own_number(customer: dict[str, Any]) -> str:
    own = [phone["e164"] for phone in customer["phones"] if not phone["is_shared"]]
    return own[0] if own else ""
