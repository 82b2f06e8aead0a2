"""Signing in and out, and what slows down who guesses."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

import pyotp
import pytest
import sqlalchemy as sa

from contactcenter.agents import passwords, sign_in, throttle
from contactcenter.agents.models import LoginAttempt, User, UserSession
from contactcenter.core import db
from contactcenter.core.clock import now
from tests.agents.accounts_app import PASSWORD, Browser

USER_FIELDS = {
    "id", "name", "email", "role", "locale", "theme", "voice_identity", "own_phone", "answers_on",
    "is_totp_on",
}  # fmt: skip


def test_the_right_password_opens_a_session(add_user, open_browser) -> None:
    user = add_user(email="Lan@Example.com ")
    here = open_browser()
    answer = here.sign_in(" lan@example.COM")
    assert answer.status_code == 200
    assert set(answer.json) == {"user", "csrf_token"}
    assert set(answer.json["user"]) == USER_FIELDS
    assert answer.json["user"]["email"] == user.email == "lan@example.com"
    assert here.get("/session").json == answer.json
    assert here.get("/me").json == {**answer.json["user"], "reach": "all"}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(add_user, open_browser) -> None:
    add_user()
    cookie = open_browser().sign_in("agent@example.com").headers["Set-Cookie"]
    assert cookie.startswith("cc_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


def test_only_a_hash_of_the_token_is_stored(signed_in) -> None:
    here: Browser = signed_in()
    with db.read() as s:
        row = s.scalars(sa.select(UserSession)).one()
        assert here.cookie not in (row.token_hash, row.id, row.csrf_token)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("agent@example.com", "wrong password"),
        ("nobody@example.com", PASSWORD),
        ("agent@example.com", PASSWORD.upper()),
        ("' OR 1=1 --", PASSWORD),
        ("ａgent@example.com", "\u202egnol"),
    ],
)
def test_every_wrong_sign_in_gets_the_same_answer(add_user, open_browser, email: str, password: str) -> None:
    add_user()
    answer = open_browser().sign_in(email, password)
    assert answer.status_code == 401
    assert answer.json["error"] == {
        "code": "bad_credentials",
        "message": "The email or the password is not right.",
        "details": {},
    }
    assert "Set-Cookie" not in answer.headers


def test_a_password_typed_on_another_keyboard_is_the_same(add_user, open_browser) -> None:
    add_user()
    decomposed = "chu" + "o\u0302ng reo ba l" + "a\u0302\u0300n"
    assert decomposed != PASSWORD
    assert open_browser().sign_in("agent@example.com", decomposed).status_code == 200


def test_an_unknown_email_takes_as_long_as_a_known_one(settings, add_user, monkeypatch) -> None:
    monkeypatch.setattr(passwords, "_TEST_HASHER", passwords._HASHER)
    user = add_user()

    def seconds(password_hash: str | None) -> float:
        def once() -> float:
            start = perf_counter()
            assert not passwords.is_correct(password_hash, "wrong password")
            return perf_counter() - start

        return median(once() for _ in range(5))

    seconds(None)
    assert 0.4 < seconds(None) / seconds(user.password_hash) < 2.5


def test_the_sixth_wrong_password_in_ten_minutes_must_wait(add_user, open_browser) -> None:
    add_user()
    here = open_browser()
    codes = [here.sign_in("agent@example.com", "wrong password").status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2
    answer = here.sign_in("agent@example.com")
    assert answer.status_code == 429
    assert answer.json["error"]["code"] == "too_many_attempts"
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    with db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).where(LoginAttempt.subject.startswith("agent@"))) == 5


def test_waiting_ten_minutes_lets_people_try_again(add_user, open_browser) -> None:
    add_user()
    here = open_browser()
    for _ in range(6):
        here.sign_in("agent@example.com", "wrong password")
    _age_attempts(timedelta(minutes=11))
    assert here.sign_in("agent@example.com").status_code == 200


def test_one_person_guessed_at_does_not_shut_out_another(add_user, open_browser) -> None:
    add_user()
    add_user("admin")
    for _ in range(6):
        open_browser().sign_in("agent@example.com", "wrong password")
    assert open_browser().sign_in("admin@example.com").status_code == 200


def test_the_right_password_clears_the_failures(add_user, open_browser) -> None:
    add_user()
    for _ in range(3):
        for _ in range(4):
            open_browser().sign_in("agent@example.com", "wrong password")
        assert open_browser().sign_in("agent@example.com").status_code == 200


@pytest.mark.parametrize(("ip", "last"), [("8.8.8.8", 429), ("127.0.0.1", 401), ("10.0.0.7", 401), ("", 401)])
def test_one_public_address_that_guesses_at_many_people_must_wait(
    open_browser, monkeypatch, ip: str, last: int
) -> None:
    monkeypatch.setattr(throttle, "FAILURES_PER_ADDRESS", 4)
    here: Browser = open_browser()
    here.client.environ_base["REMOTE_ADDR"] = ip
    codes = [here.sign_in(f"person{n}@example.com").status_code for n in range(5)]
    assert codes == [401] * 4 + [last]


def test_parallel_guesses_are_all_counted(add_user) -> None:
    add_user()
    for _ in range(5):  # all begun before any is answered
        with db.transaction() as s:
            sign_in.begin(s, "agent@example.com", "10.0.0.1")
    with pytest.raises(throttle.TooManyAttempts), db.transaction() as s:
        sign_in.begin(s, "agent@example.com", "10.0.0.1")


def test_signing_in_again_replaces_the_token(signed_in) -> None:
    here: Browser = signed_in()
    before, csrf_before = here.cookie, here.csrf_token
    assert here.sign_in("agent@example.com").status_code == 200
    assert here.cookie != before
    assert here.csrf_token != csrf_before
    here.client.set_cookie("cc_session", before or "", domain="localhost")
    assert here.get("/session").status_code == 401


def test_signing_out_ends_the_session_on_the_server(signed_in) -> None:
    here: Browser = signed_in()
    token = here.cookie
    answer = here.delete("/session")
    assert (answer.status_code, answer.data) == (204, b"")
    assert here.cookie is None
    here.client.set_cookie("cc_session", token or "", domain="localhost")
    assert here.get("/me").status_code == 401


def test_nobody_is_signed_in_at_first(open_browser) -> None:
    answer = open_browser().get("/session")
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "unauthenticated"


def test_the_deactivated_cannot_sign_in(add_user, open_browser) -> None:
    user = add_user()
    with db.transaction() as s:
        s.get_one(User, user.id).is_active = False
    assert open_browser().sign_in(user.email).json["error"]["code"] == "bad_credentials"


def test_demo_accounts_work_only_while_the_demo_is_on(add_user, open_browser, with_demo: Callable[..., None]) -> None:
    add_user(is_demo=True)
    here = open_browser()
    assert here.sign_in("agent@example.com").status_code == 401
    with_demo(is_on=True)
    assert here.sign_in("agent@example.com").status_code == 200
    assert here.get("/me").status_code == 200
    with_demo(is_on=False)
    assert here.get("/me").status_code == 401


def test_a_hash_of_an_older_cost_is_renewed_at_sign_in(add_user, open_browser, monkeypatch) -> None:
    user = add_user()
    monkeypatch.setattr(passwords, "_TEST_HASHER", passwords._HASHER)
    assert open_browser().sign_in(user.email).status_code == 200
    with db.read() as s:
        renewed = s.get_one(User, user.id).password_hash
    assert renewed != user.password_hash
    assert not passwords.needs_rehash(renewed)


def test_with_a_second_factor_the_password_alone_is_not_enough(add_user, open_browser, enrol) -> None:
    user = add_user()
    codes = enrol(user)
    here = open_browser()
    for _ in range(7):  # asking for the code is no failure
        assert here.sign_in(user.email).json["error"]["code"] == "code_required"
    assert here.sign_in(user.email, code="000000").json["error"]["code"] == "bad_code"
    assert here.sign_in(user.email, code=codes(1)).status_code == 200


def test_the_code_is_not_asked_for_before_the_password_is_right(add_user, open_browser, enrol) -> None:
    user = add_user()
    codes = enrol(user)
    answer = open_browser().sign_in(user.email, "wrong password", code=codes(1))
    assert answer.json["error"]["code"] == "bad_credentials"


def test_a_code_works_once(add_user, open_browser, enrol) -> None:
    user = add_user()
    code = enrol(user)(1)
    assert open_browser().sign_in(user.email, code=code).status_code == 200
    assert open_browser().sign_in(user.email, code=code).json["error"]["code"] == "bad_code"


def test_codes_cannot_be_guessed_from_many_addresses(add_user, enrol, settings) -> None:
    user = add_user()
    enrol(user)

    def guess(n: int) -> object:
        with db.transaction() as s:
            attempt = sign_in.begin(s, user.email, f"10.0.0.{n}")
        with db.transaction() as s:
            return sign_in.complete(
                s, attempt, password=PASSWORD, is_right=True, code="000000", ip=f"10.0.0.{n}", user_agent=""
            )

    for n in range(sign_in.CODE_FAILURES):
        assert getattr(guess(n), "code", None) == "bad_code"
    with pytest.raises(throttle.TooManyAttempts):
        guess(99)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "agent@example.com"},
        {"email": ["agent@example.com"], "password": "x"},
        {"email": "agent@example.com", "password": {"$ne": ""}},
        {"email": "agent@example.com", "password": "x", "role": "admin"},
        {"email": "a" * 20_000, "password": "x"},
        {"email": "agent@example.com", "password": "x" * 20_000},
        {"email": "agent@example.com", "password": "x", "code": 123456},
        {"email": "a\x00b@example.com", "password": "x"},
    ],
)
def test_a_body_of_another_shape_is_refused_per_field(open_browser, body: dict[str, object]) -> None:
    answer = open_browser().post("/session", **body)
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "invalid"
    assert answer.json["error"]["details"]


@pytest.fixture
def enrol() -> Callable[[User], Callable[[int], str]]:
    """Turn a user's second factor on; the result gives the code of n steps from now."""
    from contactcenter.agents import totp

    def turn_on(user: User) -> Callable[[int], str]:
        with db.transaction() as s:
            row = s.get_one(User, user.id)
            secret = totp.start(s, row).secret
            totp.confirm(s, row, pyotp.TOTP(secret).now())
        return lambda steps: pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))

    return turn_on


def _age_attempts(by: timedelta) -> None:
    with db.transaction() as s:
        for attempt in s.scalars(sa.select(LoginAttempt)):
            attempt.attempted_at -= by
