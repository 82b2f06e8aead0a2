"""Sockets of the real server: strangers cost nothing, whoever is signed out is gone, nobody misses anything."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest
import requests

from tests.system.conftest import twilio_settings
from tests.system.line import phone_call
from tests.system.people import Person, first_admin
from tests.system.server import Server
from tests.system.stand_in import StandIn
from tests.system.wire import PATH, Refused, Wire, handshake

pytestmark = pytest.mark.timeout(400)

STRANGERS = 50
PATIENCE_SECONDS = 15
"""Far below what a starved server takes: a thread held by a silent socket is held for over a minute."""


@pytest.fixture(scope="module")
def admin(tmp_path_factory: pytest.TempPathFactory, stand_in: StandIn) -> Iterator[Person]:
    server = Server(tmp_path_factory.mktemp("sockets"), twilio_settings(stand_in.url))
    try:
        server.start()
        yield first_admin(server)
    finally:
        server.kill()


def half_a_handshake(server: Server, path: str) -> socket.socket:
    """A stranger who has sent half a request and says no more."""
    stranger = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    stranger.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())
    return stranger


def test_strangers_are_refused_before_a_socket_opens(admin: Person) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(10) as crowd:
        answers = list(crowd.map(handshake, [admin.server] * STRANGERS))
    assert answers == [401] * STRANGERS
    assert requests.get(f"{admin.server.url}/healthz", timeout=PATIENCE_SECONDS).status_code == 200
    assert time.monotonic() - started < 60

    for cookie in ("cc_session=", "cc_session=made-up", "cc_session=%00", "cc_session"):
        assert handshake(admin.server, cookie) == 401
    assert handshake(admin.server, admin.cookie) == 101
    for transport in ("polling", "websocket"):  # the second without a websocket's headers
        plain = f"{admin.server.url}/socket.io/?EIO=4&transport={transport}"
        assert admin.http.get(plain, timeout=30).status_code == 400


def test_silent_strangers_do_not_hold_up_others(admin: Person) -> None:
    with ExitStack() as crowd:
        for n in range(STRANGERS):
            path = PATH if n % 2 else "/console"
            crowd.enter_context(closing(half_a_handshake(admin.server, path)))
        for _ in range(5):
            assert requests.get(f"{admin.server.url}/readyz", timeout=PATIENCE_SECONDS).status_code == 200
        with closing(Wire(admin)):
            assert admin.get("/console/snapshot")["me"]["id"] == admin.id


def test_a_ticket_opens_one_socket_of_its_own_browser(admin: Person) -> None:
    lan, minh = admin.hire("Lan"), admin.hire("Minh")
    used = lan.post("/socket-tickets")["ticket"]
    Wire(lan, ticket=used).close()
    for ticket in (used, minh.post("/socket-tickets")["ticket"], "made up", None, 7):
        with pytest.raises(Refused):
            Wire(lan, ticket=ticket)


def test_another_site_cannot_open_a_socket_with_our_cookie(admin: Person) -> None:
    assert handshake(admin.server, admin.cookie, origin="https://evil.example") == 400
    assert handshake(admin.server, admin.cookie, origin=admin.server.url) == 101


def test_signing_out_closes_the_socket(admin: Person) -> None:
    huong = admin.hire("Huong")
    elsewhere = Person(huong.server, huong.email).sign_in()
    here, there = Wire(huong), Wire(elsewhere)
    [other] = [one for one in huong.get("/me/sessions")["items"] if not one["is_current"]]
    huong.delete(f"/me/sessions/{other['id']}")
    there.wait_until_closed()
    assert not here.is_closed
    cookie = huong.cookie
    huong.delete("/session")
    here.wait_until_closed()
    assert handshake(huong.server, cookie) == 401


def test_a_deactivated_person_is_disconnected(admin: Person) -> None:
    leaving = admin.hire("Tam")
    wire = Wire(leaving)
    admin.patch(f"/users/{leaving.id}", {"is_active": False})
    wire.wait_until_closed()


def test_what_was_said_while_the_line_was_down_is_said_again(admin: Person) -> None:
    khanh = admin.hire("Khanh")
    wire = Wire(khanh)
    khanh.post("/agents/me/status", {"status": "available"})
    seq = wire.wait_for("agent.updated")["seq"]
    wire.close()
    call = phone_call(khanh.server, caller="+84907654321")
    call.arrive()
    with closing(Wire(khanh, after_seq=seq)) as again:
        pop = again.wait_for("screen_pop")
        assert pop["data"]["identity"]["number"] == "+84907654321"
        again.wait_for("offer.created")
        numbers = [event["seq"] for event in again.events if event["seq"] is not None]
        assert numbers == list(range(seq + 1, seq + 1 + len(numbers)))
        call.end(CallDuration="5")
        assert again.wait_for("offer.closed")["data"]["state"] == "canceled"
