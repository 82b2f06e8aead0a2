"""The browser phone's access token."""

import jwt

from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.twilio.softphone import access_token
from tests.fixtures import secrets

KEYS = secrets()


def settings(**changes: str) -> TwilioSettings:
    names = ("account_sid", "auth_token", "api_key_sid", "api_key_secret", "twiml_app_sid")
    return TwilioSettings(**{**{name: KEYS[name] for name in names}, **changes})


def test_the_token_lets_an_agent_receive_and_place_calls() -> None:
    token = access_token(settings(), "agent_lan")
    assert token is not None
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "cty": "twilio-fpa;v=1", "typ": "JWT"}
    claims = jwt.decode(token, KEYS["api_key_secret"], algorithms=["HS256"], options={"verify_aud": False})
    assert (claims["iss"], claims["sub"]) == (KEYS["api_key_sid"], KEYS["account_sid"])
    assert claims["exp"] - claims["nbf"] == 3600
    assert claims["grants"] == {
        "identity": "agent_lan",
        "voice": {
            "incoming": {"allow": True},
            "outgoing": {"application_sid": KEYS["twiml_app_sid"]},
        },
    }


def test_without_an_app_calls_are_only_received() -> None:
    token = access_token(settings(twiml_app_sid=""), "agent_lan")
    assert token is not None
    claims = jwt.decode(token, KEYS["api_key_secret"], algorithms=["HS256"])
    assert claims["grants"]["voice"] == {"incoming": {"allow": True}}


def test_without_a_key_there_is_no_token() -> None:
    assert access_token(settings(api_key_secret=""), "agent_lan") is None
    assert access_token(TwilioSettings(), "agent_lan") is None
