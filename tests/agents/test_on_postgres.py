"""What locks, counts and compares must do so on PostgreSQL too."""

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from contactcenter.agents import sessions, totp
from contactcenter.agents.models import User
from contactcenter.core import db
from tests.agents.accounts_app import PASSWORD, Browser

pytestmark = pytest.mark.postgres


def test_people_sign_in_change_their_password_and_leave(signed_in, open_browser) -> None:
    here: Browser = signed_in()
    there: Browser = open_browser()
    there.sign_in("agent@example.com")
    assert here.post("/me/password", current=PASSWORD, new="một câu khác hẳn").status_code == 204
    assert there.get("/me").status_code == 401
    assert here.delete("/session").status_code == 204
    assert here.get("/me").status_code == 401


def test_failures_are_counted(add_user, open_browser) -> None:
    add_user()
    codes = [open_browser().sign_in("agent@example.com", "wrong password").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


def test_people_come_in_pages_and_once_each(signed_in, add_user) -> None:
    admin: Browser = signed_in("admin")
    add_user()
    add_user("supervisor")
    first = admin.get("/users?limit=2").json
    second = admin.get(f"/users?limit=2&cursor={first['next_cursor']}").json
    emails = [user["email"] for user in first["items"] + second["items"]]
    assert emails == ["admin@example.com", "agent@example.com", "supervisor@example.com"]
    assert second["next_cursor"] is None


def test_the_same_email_twice_is_a_conflict(signed_in) -> None:
    new = {"email": "mai@example.com", "name": "Mai", "role": "agent", "password": PASSWORD}
    admin: Browser = signed_in("admin")
    assert [admin.post("/users", **new).status_code for _ in range(2)] == [201, 409]


def test_a_ticket_tried_by_many_at_once_opens_one_socket(signed_in) -> None:
    here: Browser = signed_in()
    ticket, cookie = here.post("/socket-tickets").json["ticket"], here.cookie

    def redeem(_: int) -> bool:
        with db.transaction() as s:
            return sessions.redeem_ticket(s, ticket, cookie or "") is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(redeem, range(8))) == 1


def test_a_code_tried_by_many_at_once_works_once(add_user) -> None:
    user = add_user()
    with db.transaction() as s:
        code = pyotp.TOTP(totp.start(s, s.get_one(User, user.id)).secret).now()

    def use(_: int) -> bool:
        with db.transaction() as s:
            return totp.use_code(s, s.get_one(User, user.id), code)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1
