"""Setting up, using and giving up the code from the phone."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from contactcenter.agents import totp
from contactcenter.agents.models import User
from contactcenter.core import db
from contactcenter.core.clock import now
from contactcenter.core.sealing import SealBroken, unseal
from contactcenter.core.settings import current
from tests.agents.accounts_app import PASSWORD, Browser


def test_setting_up_shows_a_secret_a_phone_can_scan(signed_in) -> None:
    shown = signed_in().post("/me/totp").json
    assert set(shown) == {"secret", "otpauth_url", "qr_svg"}
    url = urlsplit(shown["otpauth_url"])
    assert (url.scheme, url.netloc) == ("otpauth", "totp")
    assert parse_qs(url.query)["secret"] == [shown["secret"]]
    assert shown["qr_svg"].startswith("<svg")
    assert "style=" not in shown["qr_svg"]


def test_it_counts_only_once_a_code_was_seen(signed_in) -> None:
    here: Browser = signed_in()
    secret = here.post("/me/totp").json["secret"]
    assert here.get("/me").json["is_totp_on"] is False
    assert here.post("/me/totp/confirm", code="000000").json["error"]["code"] == "bad_code"
    assert here.get("/me").json["is_totp_on"] is False
    assert here.post("/me/totp/confirm", code=pyotp.TOTP(secret).now()).status_code == 204
    assert here.get("/me").json["is_totp_on"] is True
    assert here.post("/me/totp").json["error"]["code"] == "totp_is_on"


def test_a_code_before_setting_up_is_refused(signed_in) -> None:
    assert signed_in().post("/me/totp/confirm", code="123456").json["error"]["code"] == "totp_not_started"


def test_turning_it_off_needs_the_password(signed_in) -> None:
    here: Browser = signed_in()
    secret = here.post("/me/totp").json["secret"]
    here.post("/me/totp/confirm", code=pyotp.TOTP(secret).now())
    assert here.delete("/me/totp", password="wrong one").status_code == 422
    assert here.get("/me").json["is_totp_on"] is True
    assert here.delete("/me/totp", password=PASSWORD).status_code == 204
    assert here.get("/me").json["is_totp_on"] is False


def test_the_secret_is_sealed_for_its_owner(signed_in) -> None:
    here: Browser = signed_in()
    secret = here.post("/me/totp").json["secret"]
    with db.read() as s:
        user = s.get_one(User, here.get("/me").json["id"])
    assert user.totp_secret is not None
    assert secret not in user.totp_secret
    key = current().secret_key
    assert unseal(key, user.totp_secret, purpose="totp", context=user.id) == secret
    with pytest.raises(SealBroken):
        unseal(key, user.totp_secret, purpose="totp", context="usr_somebody_else")


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(add_user, steps: int, is_right: bool, monkeypatch) -> None:
    moment = now()
    monkeypatch.setattr(totp, "now", lambda: moment)
    user = add_user()
    with db.transaction() as s:
        row = s.get_one(User, user.id)
        code = pyotp.TOTP(totp.start(s, row).secret).at(moment + timedelta(seconds=30 * steps))
        assert totp.use_code(s, row, code) is is_right


def test_an_older_code_dies_with_a_newer_one(add_user, monkeypatch) -> None:
    moment = now()
    monkeypatch.setattr(totp, "now", lambda: moment)
    user = add_user()
    with db.transaction() as s:
        row = s.get_one(User, user.id)
        generator = pyotp.TOTP(totp.start(s, row).secret)
        assert totp.use_code(s, row, generator.at(moment + timedelta(seconds=30 * 1)))
        assert not totp.use_code(s, row, generator.at(moment + timedelta(seconds=30 * 0)))
        assert not totp.use_code(s, row, generator.at(moment + timedelta(seconds=30 * 1)))


@pytest.mark.parametrize("code", ["", "12345", "１２３４５６", "abcdef", "-12345", "٠١٢٣٤٥"])
def test_what_is_no_code_is_refused_quietly(add_user, code: str) -> None:
    user = add_user()
    with db.transaction() as s:
        row = s.get_one(User, user.id)
        totp.start(s, row)
        assert totp.use_code(s, row, code) is False
