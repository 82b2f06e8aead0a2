"""Creating, changing and deactivating people."""

import pytest
import sqlalchemy as sa

from contactcenter.agents import accounts, passwords
from contactcenter.agents.account_events import UserChanged, UserCreated, UserDeactivated
from contactcenter.agents.models import ROLES, Presence, User
from contactcenter.core import db, events
from contactcenter.core.errors import Conflict, Invalid
from tests.agents.accounts_app import PASSWORD, Browser

NEW = {"email": "mai@example.com", "name": "Mai", "role": "agent", "password": PASSWORD}


@pytest.fixture
def told(monkeypatch) -> list[object]:
    """What was told about accounts."""
    told: list[object] = []
    for kind in (UserCreated, UserChanged, UserDeactivated):
        monkeypatch.setitem(events._after, kind, [told.append])
        monkeypatch.setitem(events._within, kind, [])
    return told


def test_an_admin_lets_somebody_in(signed_in, open_browser, told) -> None:
    answer = signed_in("admin").post("/users", **NEW)
    assert answer.status_code == 201
    assert answer.json["name"] == "Mai"
    assert answer.json["is_active"] is True
    assert "password" not in str(answer.json)
    assert UserCreated(answer.json["id"]) in told
    assert open_browser().sign_in("mai@example.com").status_code == 200


def test_a_new_person_is_offline(add_user) -> None:
    user = add_user()
    with db.read() as s:
        presence = s.get_one(Presence, user.id)
    assert (presence.status, presence.activity, presence.is_reachable) == ("offline", "idle", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "not an address"),
        ("email", "a@b\r\nBcc: c@d"),
        ("email", "<script>@example.com"),
        ("name", ""),
        ("name", " \t "),
        ("name", "x" * 121),
        ("name", "two\nlines"),
        ("role", "root"),
        ("role", ["admin"]),
        ("password", "short"),
        ("own_phone", "call me"),
        ("locale", "xx"),
        ("is_demo", True),
        ("voice_identity", "agent_boss"),
    ],
)
def test_wrong_fields_are_named(signed_in, field: str, value: object) -> None:
    answer = signed_in("admin").post("/users", **{**NEW, field: value})
    assert answer.status_code == 422
    assert list(answer.json["error"]["details"]) == [field]


def test_an_email_belongs_to_one_person_however_written(signed_in) -> None:
    admin: Browser = signed_in("admin")
    assert admin.post("/users", **NEW).status_code == 201
    answer = admin.post("/users", **{**NEW, "email": "MAI@Example.com"})
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "duplicate_email"


@pytest.mark.parametrize(
    ("email", "identity"),
    [
        ("lan.tran@example.com", "agent_lan_tran"),
        ("Đặng.Hùng@example.com", "agent_dang_hung"),
        ("李@example.com", "agent_li"),
        ("+++@example.com", "agent_x"),
    ],
)
def test_the_softphone_name_is_made_of_what_carriers_take(add_user, email: str, identity: str) -> None:
    assert add_user(email=email).voice_identity == identity


def test_softphone_names_are_unique(add_user) -> None:
    emails = ["lan@a.example", "lan@b.example", "lan@c.example", "lan_2@a.example"]
    names = [add_user(email=email).voice_identity for email in emails]
    assert names[:3] == ["agent_lan", "agent_lan_2", "agent_lan_3"]
    assert len(set(names)) == 4


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "123456789",
        "1234567890",
        "Password123",
        "QWERTYUIOP",
        "2345678901",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abababababab",
        "anhyeuem123",
        "minh.tran@example.com",
        "minh.tran123",
        "MINH.TRAN@example.com",
        "x" * 201,
        "has a nul\x00 inside",
        "lone surrogate \ud800",
    ],
)
def test_passwords_that_guessers_try_first_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.check_strength(password, email="minh.tran@example.com")
    assert "password" in refusal.value.details


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse staple battery", "mười ký tự", "x7#kQ2!vLp", "x" * 9 + "yzab"]
)
def test_other_passwords_are_taken(password: str) -> None:
    passwords.check_strength(password, email="minh.tran@example.com")


def test_people_choose_language_theme_and_phone(signed_in, told) -> None:
    here: Browser = signed_in()
    answer = here.patch("/me", locale="en", theme="dark", own_phone="0901 234 567", answers_on="phone")
    assert answer.status_code == 200
    shown = here.get("/me").json
    assert shown["own_phone"] == "+84901234567"
    assert (shown["locale"], shown["theme"], shown["answers_on"]) == ("en", "dark", "phone")
    assert not any(isinstance(event, UserChanged) for event in told)  # no socket is dropped for a theme


@pytest.mark.parametrize(
    "changes",
    [
        {"answers_on": "phone"},
        {"answers_on": "fax"},
        {"locale": "vi", "role": "admin"},
        {"is_active": True},
        {"own_phone": "12"},
        {"own_phone": "1900 1234"},
        {"theme": None},
    ],
)
def test_people_cannot_choose_what_makes_no_sense_or_is_not_theirs(signed_in, changes: dict[str, object]) -> None:
    here: Browser = signed_in()
    before = here.get("/me").json
    assert here.patch("/me", **changes).status_code == 422
    assert here.get("/me").json == before


def test_an_admin_changes_a_role(signed_in, told) -> None:
    admin, agent = signed_in("admin"), signed_in()
    user_id = agent.get("/me").json["id"]
    assert admin.patch(f"/users/{user_id}", role="supervisor").json["role"] == "supervisor"
    assert agent.get("/me").json["role"] == "supervisor"
    assert UserChanged(user_id) in told


def test_deactivating_somebody_ends_their_sessions(signed_in, open_browser, told) -> None:
    admin, agent = signed_in("admin"), signed_in()
    user_id = agent.get("/me").json["id"]
    assert admin.patch(f"/users/{user_id}", is_active=False).json["is_active"] is False
    assert agent.get("/me").status_code == 401
    assert open_browser().sign_in("agent@example.com").status_code == 401
    assert UserDeactivated(user_id) in told
    assert admin.patch(f"/users/{user_id}", is_active=True).json["is_active"] is True
    assert agent.get("/me").status_code == 401
    assert open_browser().sign_in("agent@example.com").status_code == 200


def test_an_admin_helps_somebody_who_lost_password_and_phone(signed_in, open_browser) -> None:
    admin, agent = signed_in("admin"), signed_in()
    user_id = agent.get("/me").json["id"]
    agent.post("/me/totp")
    answer = admin.patch(f"/users/{user_id}", password="một câu khác hẳn", is_totp_on=False)
    assert answer.status_code == 200
    assert agent.get("/me").status_code == 401
    assert open_browser().sign_in("agent@example.com", "một câu khác hẳn").status_code == 200
    assert admin.patch(f"/users/{user_id}", is_totp_on=True).status_code == 422


@pytest.mark.parametrize(("changes", "code"), [({"role": "agent"}, "last_admin"), ({"is_active": False}, "last_admin")])
def test_the_last_admin_stays(signed_in, changes: dict[str, object], code: str) -> None:
    admin: Browser = signed_in("admin")
    answer = admin.patch(f"/users/{admin.get('/me').json['id']}", **changes)
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == code


def test_an_admin_cannot_deactivate_themselves(signed_in) -> None:
    admin: Browser = signed_in("admin")
    signed_in("admin", email="second@example.com")
    answer = admin.patch(f"/users/{admin.get('/me').json['id']}", is_active=False)
    assert answer.json["error"]["code"] == "own_account"


def test_changing_nobody_is_not_found(signed_in) -> None:
    assert signed_in("admin").patch("/users/usr_nobody", role="agent").status_code == 404


def test_the_list_of_people_comes_in_pages(signed_in, add_user) -> None:
    admin: Browser = signed_in("admin")
    for n in range(4):
        add_user(email=f"p{n}@example.com")
    seen, cursor = [], ""
    while True:
        answer = admin.get(f"/users?limit=2{cursor}").json
        seen += [user["email"] for user in answer["items"]]
        if answer["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['next_cursor']}"
    assert seen == ["admin@example.com", *(f"p{n}@example.com" for n in range(4))]


@pytest.mark.parametrize("query", ["limit=0", "limit=1000", "limit=many", "cursor=!!", "cursor=WzFd", "rol=agent"])
def test_a_query_that_makes_no_sense_is_refused(signed_in, query: str) -> None:
    assert signed_in("admin").get(f"/users?{query}").status_code == 422


def test_two_admins_creating_the_same_person_at_once_make_one(settings, monkeypatch) -> None:
    monkeypatch.setattr(accounts, "find_user_by_email", lambda *_: None)
    fields = dict(NEW)
    with db.transaction() as s:
        accounts.create_user(s, **fields)
    with pytest.raises(Conflict), db.transaction() as s:
        accounts.create_user(s, **fields, voice_identity="agent_other")
    with db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_every_role_can_be_created(add_user) -> None:
    assert [add_user(role).role for role in ROLES] == list(ROLES)


def test_an_admin_signs_somebody_out_everywhere(signed_in, open_browser, add_user) -> None:
    user = add_user()
    browsers = [open_browser(), open_browser()]
    for browser in browsers:
        assert browser.sign_in(user.email).status_code == 200
    answer = signed_in("admin").delete(f"/users/{user.id}/sessions")
    assert answer.json == {"ended": 2}
    assert [browser.get("/me").status_code for browser in browsers] == [401, 401]
    assert signed_in("supervisor").delete(f"/users/{user.id}/sessions").status_code == 403
