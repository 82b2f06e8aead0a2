"""Two processes on one PostgreSQL, told of each other's events by Redis: as in a scaled install."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.system.conftest import own_database, twilio_settings
from tests.system.line import phone_call
from tests.system.people import Person, first_admin
from tests.system.server import Server
from tests.system.stand_in import StandIn
from tests.system.wire import Wire

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.timeout(400)]


@pytest.fixture
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, stand_in: StandIn, redis_url: str
) -> Iterator[tuple[Server, Server]]:
    """One that runs the jobs and takes webhooks, and one for the agents."""
    folder = tmp_path_factory.mktemp("pair")
    with own_database("postgresql", folder, request) as url:
        shared = {"DATABASE_URL": url, "REDIS_URL": redis_url, "SECRET_KEY": "shared", **twilio_settings(stand_in.url)}
        first, second = Server(folder / "first", shared), Server(folder / "second", {**shared, "RUN_JOBS": "0"})
        try:
            first.start()
            second.start()
            yield first, second
        finally:
            first.kill()
            second.kill()


def test_an_event_of_one_process_reaches_an_agent_at_the_other(pair: tuple[Server, Server], stand_in: StandIn) -> None:
    carriers, agents = pair
    admin = first_admin(carriers)
    lan = Person(agents, admin.hire("Lan").email).sign_in()
    with closing(Wire(lan)) as wire:
        lan.post("/agents/me/status", {"status": "available"})
        call = phone_call(carriers, caller="+84907654321")
        call.arrive()
        offer_id = wire.wait_for("screen_pop")["data"]["offer_id"]

        lan.post(f"/offers/{offer_id}/accept")
        assert stand_in.redirects == [call.call_sid]
        dial = call.leave_queue().find("Dial")
        assert dial is not None
        call.leg("in-progress", 2, "client:lan")
        call.end(CallDuration="9")
        wire.wait_for("call.updated")
        numbers = [event["seq"] for event in wire.events if event["seq"] is not None]
        assert numbers == sorted(numbers)

        admin.patch(f"/users/{lan.id}", {"is_active": False})
        wire.wait_until_closed()
