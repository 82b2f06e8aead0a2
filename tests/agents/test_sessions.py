"""How long sessions live, who may end them, and the tickets that open sockets."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from contactcenter.agents import session, sessions
from contactcenter.agents.models import SocketTicket, User, UserSession
from contactcenter.agents.session_events import SessionRevoked
from contactcenter.core import db, events
from contactcenter.core.clock import now
from tests.agents.accounts_app import PASSWORD, Browser


@pytest.fixture
def revoked(monkeypatch) -> list[SessionRevoked]:
    """What was told about ended sessions."""
    told: list[SessionRevoked] = []
    monkeypatch.setitem(events._after, SessionRevoked, [told.append])
    return told


@pytest.mark.parametrize(
    ("aged", "status"),
    [
        ({"last_seen_at": timedelta(hours=11, minutes=59)}, 200),
        ({"last_seen_at": timedelta(hours=12, minutes=1)}, 401),
        ({"expires_at": timedelta(days=6, hours=23)}, 200),
        ({"expires_at": timedelta(days=7, minutes=1)}, 401),
    ],
)
def test_a_session_dies_idle_or_old(signed_in, aged: dict[str, timedelta], status: int) -> None:
    here: Browser = signed_in()
    _age_sessions(**aged)
    assert here.get("/me").status_code == status


def test_use_keeps_a_session_alive(signed_in) -> None:
    here: Browser = signed_in()
    for _ in range(3):
        _age_sessions(last_seen_at=timedelta(hours=11))
        assert here.get("/me").status_code == 200


def test_a_read_soon_after_another_writes_nothing(signed_in, monkeypatch) -> None:
    here: Browser = signed_in()
    monkeypatch.setattr(session, "transaction", _no_transaction)
    assert here.get("/me").status_code == 200


def test_a_changed_role_counts_at_once(signed_in) -> None:
    here: Browser = signed_in("admin")
    assert here.get("/users").status_code == 200
    with db.transaction() as s:
        s.execute(sa.update(User).values(role="agent"))
    assert here.get("/users").status_code == 403


def test_the_list_of_sessions_shows_which_is_this_one(signed_in, open_browser) -> None:
    here: Browser = signed_in()
    open_browser().sign_in("agent@example.com")
    items = here.get("/me/sessions").json["items"]
    assert len(items) == 2
    assert set(items[0]) == {"id", "created_at", "last_seen_at", "ip", "user_agent", "is_current"}
    assert [item["is_current"] for item in items].count(True) == 1
    assert all(item["created_at"].endswith("Z") for item in items)


def test_ending_another_session_signs_it_out_and_is_told(signed_in, open_browser, revoked) -> None:
    here: Browser = signed_in()
    there: Browser = open_browser()
    there.sign_in("agent@example.com")
    other = next(i["id"] for i in here.get("/me/sessions").json["items"] if not i["is_current"])
    assert here.delete(f"/me/sessions/{other}").status_code == 204
    assert here.delete(f"/me/sessions/{other}").status_code == 204
    assert there.get("/me").status_code == 401
    assert [event.session_id for event in revoked] == [other]


def test_nobody_ends_somebody_elses_session(signed_in) -> None:
    agent: Browser = signed_in()
    admin: Browser = signed_in("admin")
    theirs = agent.get("/me/sessions").json["items"][0]["id"]
    assert admin.delete(f"/me/sessions/{theirs}").status_code == 404
    assert agent.get("/me").status_code == 200


def test_a_new_password_ends_the_other_sessions_only(signed_in, open_browser, revoked) -> None:
    here: Browser = signed_in()
    there: Browser = open_browser()
    there.sign_in("agent@example.com")
    answer = here.post("/me/password", current=PASSWORD, new="một câu khác hẳn")
    assert (answer.status_code, answer.data) == (204, b"")
    assert here.get("/me").status_code == 200
    assert there.get("/me").status_code == 401
    assert len(revoked) == 1
    assert open_browser().sign_in("agent@example.com").status_code == 401
    assert open_browser().sign_in("agent@example.com", "một câu khác hẳn").status_code == 200


def test_a_new_password_needs_the_old_one_and_guessing_it_is_slowed(signed_in) -> None:
    here: Browser = signed_in()
    answers = [here.post("/me/password", current="wrong one", new="một câu khác hẳn") for _ in range(6)]
    assert [a.status_code for a in answers] == [422] * 5 + [429]
    assert answers[0].json["error"]["code"] == "wrong_password"
    assert "current" in answers[0].json["error"]["details"]


def test_a_ticket_opens_one_socket(signed_in) -> None:
    here: Browser = signed_in()
    answer = here.post("/socket-tickets")
    assert set(answer.json) == {"ticket", "expires_at"}
    actor = _redeem(answer.json["ticket"], here.cookie)
    assert actor is not None
    assert (actor.kind, actor.role) == ("user", "agent")
    assert session.is_session_live(actor.session_id or "")
    assert _redeem(answer.json["ticket"], here.cookie) is None


def test_a_ticket_dies_after_thirty_seconds(signed_in) -> None:
    here: Browser = signed_in()
    ticket = here.post("/socket-tickets").json["ticket"]
    with db.transaction() as s:
        s.execute(sa.update(SocketTicket).values(expires_at=now() - timedelta(seconds=1)))
    assert _redeem(ticket, here.cookie) is None


def test_a_ticket_is_worth_nothing_without_its_own_session(signed_in) -> None:
    here: Browser = signed_in()
    other: Browser = signed_in("supervisor")
    ticket = here.post("/socket-tickets").json["ticket"]
    for token in (other.cookie, "", "made up", None):
        assert _redeem(ticket, token) is None
    assert _redeem("made up", here.cookie) is None
    assert _redeem(ticket, here.cookie) is not None


def test_a_socket_learns_that_its_session_ended(signed_in) -> None:
    here: Browser = signed_in()
    actor = session.actor_for_cookie(here.cookie)
    assert actor is not None
    assert actor.session_id is not None
    assert session.actor_for_session(actor.session_id) == actor
    here.delete("/session")
    assert session.actor_for_session(actor.session_id) is None
    assert not session.is_session_live(actor.session_id)
    assert session.actor_for_cookie(None) is None


def test_rows_of_long_ended_sessions_are_cleared_away(signed_in, add_user, open_browser) -> None:
    signed_in()
    _age_sessions(expires_at=timedelta(days=60))
    open_browser().sign_in("agent@example.com")
    with db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(UserSession)) == 1


def _redeem(ticket: str, token: str | None) -> Any:
    with db.transaction() as s:
        return sessions.redeem_ticket(s, ticket, token or "")


def _age_sessions(**by: timedelta) -> None:
    with db.transaction() as s:
        for row in s.scalars(sa.select(UserSession)):
            for column, age in by.items():
                setattr(row, column, getattr(row, column) - age)


def _no_transaction() -> Iterator[Callable[..., None]]:
    raise AssertionError("a write")
