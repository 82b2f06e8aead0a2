"""A provider to parse with, and made-up requests for it."""

from typing import Any

from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.fixtures import PUBLIC_URL, delivery, secrets
from tests.providers.signing import form_request
from tests.providers.test_conformance import as_request

TOKEN, ACCOUNT = secrets()["auth_token"], secrets()["account_sid"]
PROVIDER = TwilioProvider("twilio", TwilioSettings(ACCOUNT, TOKEN), PUBLIC_URL)
CALL, LEG = "CAbfcc9619f981706759164aa08885006c", "CAe118efc29714314052dace726432c7c0"
RECORDING = "RE20034fb384d45c57863eb2661a664d4c"
TRANSCRIPTION = "GT1385fbbe9f47eb4532a3f54825a7745c"


def parsed(file: str) -> Any:
    return PROVIDER.parse(as_request(delivery(file)))


def parse(path: str, **fields: str) -> Any:
    """Parse a made-up request below voice/; fields are laid over those of a plain inbound call."""
    base = {
        "AccountSid": ACCOUNT,
        "CallSid": CALL,
        "CallStatus": "in-progress",
        "From": "+84901234567",
        "To": "+842871090001",
        "Direction": "inbound",
    }
    values = {name: value for name, value in {**base, **fields}.items() if value != "-"}
    return PROVIDER.parse(form_request(TOKEN, f"{PUBLIC_URL}/webhooks/twilio/{path}", values))
