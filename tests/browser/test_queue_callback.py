"""A caller who would rather be called back: on the wallboard, at an agent, and dialled."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.carrier import HurriedCarrier
from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.words import t
from tests.system.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]


def offer_callbacks(admin: Person) -> None:
    """The default flow: straight into the line, with key 1 on offer from the beginning."""
    [flow] = [one for one in admin.get("/flows")["items"] if one["is_default"]]
    document = admin.get(f"/flows/{flow['id']}")["document"]
    queue = next(step for step in document["steps"] if step["kind"] == "queue")
    queue["callback"] = {"key": "1", "after_seconds": 0, "tries": 3, "retry_minutes": 15}
    admin.put(f"/flows/{flow['id']}/draft", {"document": document})
    admin.post(f"/flows/{flow['id']}/versions", {"note": ""})


def test_a_kept_place_rings_at_an_agent_who_is_connected_with_the_customer(
    admin: Person, hire: Callable[..., Person], desk_of: Callable[..., Desk], carrier: HurriedCarrier
) -> None:
    offer_callbacks(admin)
    lan, nam = desk_of(hire("Lan")).go_available(), desk_of(hire("Nam", "supervisor")).open("/supervisor")
    lan.person.post("/agents/me/status", {"status": "break"})
    expect(lan.status).not_to_contain_text(t("status.available"))
    carrier.place_call(scenario="asks_callback")
    expect(nam.page.get_by_text(t("supervisor.called_back")).first).to_be_visible(timeout=3 * PATIENCE_MS)

    carrier.outcomes.append("answers")
    lan.person.post("/agents/me/status", {"status": "available"})
    lan.sees_ring()
    expect(lan.ring).to_contain_text(t("offer.queue_callback"))
    lan.accept().in_call()
    expect(lan.page.get_by_text(t("offer.queue_callback")).first).to_be_visible()
    expect(lan.page.locator(".call__timer")).to_be_visible(timeout=2 * PATIENCE_MS)  # the customer has answered
    lan.hang_up()
    [made] = [one for one in admin.get("/calls", direction="outbound", limit=5)["items"] if one["agent_id"]][:1]
    assert (made["agent_id"], made["direction"]) == (lan.person.id, "outbound")
