"""Starting and stopping the real process: fast, whole, and closed until somebody is let in."""

import time
from collections.abc import Iterator

import pytest
import requests

from tests.system.people import first_admin
from tests.system.server import Server
from tests.system.wire import Wire

pytestmark = pytest.mark.timeout(400)

STOP_SECONDS = 10
DEMO_PASSWORD = "nhaxanh-demo"


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An empty install that does not run yet, without the demo."""
    made = Server(tmp_path_factory.mktemp("life"))
    yield made
    made.kill()


def test_a_fresh_install_lets_nobody_in_until_the_command_it_names(server: Server) -> None:
    server.is_cold = True
    server.start()
    assert "flask users create" in server.output
    assert DEMO_PASSWORD not in server.output

    for email in ("lan@demo.vn", "bich@demo.vn", "admin@example.vn"):
        sign_in = {"email": email, "password": DEMO_PASSWORD}
        assert requests.post(f"{server.url}/api/v1/session", json=sign_in, timeout=30).status_code == 401
    assert "demo_accounts" not in requests.get(f"{server.url}/login", timeout=30).text
    assert requests.post(f"{server.url}/webhooks/simulator/voice/inbound", timeout=30).status_code == 404

    admin = first_admin(server)
    with pytest.raises(requests.HTTPError, match="404"):
        admin.post("/simulated-calls", {"kind": "answered"})
    assert admin.get("/calls")["items"] == []
    assert admin.get("/customers")["items"] == []
    assert [user["email"] for user in admin.get("/users")["items"]] == ["admin@example.vn"]


def test_stopping_is_quick_and_whoever_worked_is_still_signed_in_after_a_start(server: Server) -> None:
    server.start()
    admin = first_admin(server)
    screens = [Wire(admin) for _ in range(5)]  # sockets are open as long as somebody works
    started = time.monotonic()
    assert server.stop(seconds=STOP_SECONDS) == 0
    stopping = time.monotonic() - started

    server.start()
    assert stopping < STOP_SECONDS
    for screen in screens:
        screen.wait_until_closed()
    assert admin.get("/me")["email"] == admin.email, "the session outlives a restart"
    assert "Traceback" not in server.output


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_the_demo_refuses_an_address_that_others_can_reach(server: Server, host: str) -> None:
    server.launch(DEMO="1", HOST=host)
    assert server.wait_for_end() not in (0, None)
    assert f"HOST={host}" in server.output
    assert "Traceback" not in server.output
    assert DEMO_PASSWORD not in server.output


def test_a_bad_setting_stops_the_start_and_is_named(server: Server) -> None:
    server.launch(TIMEZONE="Middle/Earth")
    assert server.wait_for_end() not in (0, None)
    assert "TIMEZONE" in server.output
