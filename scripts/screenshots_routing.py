"""The pictures about how work finds people, taken by scripts/screenshots.py: front door, queues, shares, leads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scripts.studio import Desk, Studio, settled, until

STRONGER = {"count": 1, "starts_minute": 8 * 60, "ends_minute": 17 * 60, "like": None}
FASTER = {"ring_seconds": 12, "wrap_up_seconds": 20}


def the_engine(studio: Studio) -> None:
    """What callers hear, who gets what and why, and what another policy would have made of the last week."""
    bich = studio.seat("bich@demo.vn")
    page = bich.page
    page.goto("/front-door")
    page.get_by_role("button", name="Test call").click()
    settled(page, ".try__said")
    studio.take(page, "front-door")
    page.goto("/queues")
    settled(page, "table tbody tr")
    studio.take(page, "queues")
    page.goto(f"/trials/{_another_week(studio, bich)}")
    settled(page, ".trial table")
    studio.take(page, "simulation")
    page.goto("/schedule")
    settled(page, ".grid, table")
    studio.take(page, "schedule")
    _limits(studio, bich)
    bich.context.close()
    leads(studio)


def _limits(studio: Studio, bich: Desk) -> None:
    """Teams, and what limiting agents to theirs would mean; nothing is applied."""
    bich.page.goto("/people?tab=teams")
    bich.page.locator("input[name=reach-agent]").nth(1).check()
    settled(bich.page, ".reach-preview__row")
    bich.page.mouse.move(700, 400)
    bich.page.mouse.wheel(0, 168)
    studio.take(bich.page, "teams")


def shares(studio: Studio) -> None:
    """What each was entitled to, with the decisions about one of them."""
    bich = studio.seat("bich@demo.vn")
    page = bich.page
    page.goto("/queues?tab=fairness")
    page.locator(".fairness__table a").first.click()
    settled(page, ".behind__one, .fairness section + section p")
    studio.take(page, "fairness")
    bich.context.close()


def _another_week(studio: Studio, desk: Desk) -> str:
    """The last seven days again, with somebody more and with shorter rings; done when this returns."""
    today = datetime.now(ZoneInfo(studio.settings.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    made = desk.post("/trials", {
        "title": "One more person, or shorter rings?", "queue_id": None, "seed": 1, "runs": 3,
        "starts_at": (today - timedelta(days=7)).isoformat(), "ends_at": today.isoformat(),
        "variants": [
            {"name": "One more", "extra": [STRONGER]},
            {"name": "Shorter rings", "rules": FASTER},
        ],
    })  # fmt: skip
    until(lambda: _state_of(desk, made) not in ("waiting", "running"))
    trial_id: str = made["id"]
    return trial_id


def _state_of(desk: Desk, trial: dict[str, Any]) -> str:
    state: str = desk.get(f"/trials/{trial['id']}")["state"]
    return state


def leads(studio: Studio) -> None:
    nam = studio.seat("nam@demo.vn")
    nam.page.goto("/leads")
    settled(nam.page, ".lead-card")
    studio.take(nam.page, "leads")
    given = [one for one in nam.get("/leads?limit=50")["items"] if one["owner_name"]]
    nam.page.goto(f"/leads/{given[0]['id']}")
    settled(nam.page, ".lead-history")
    studio.take(nam.page, "lead")
    nam.context.close()
