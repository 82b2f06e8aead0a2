"""A carrier's side of a call, posted to a server over HTTP: the steps of `tests.flows.carrier` for real."""

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import requests

from tests.fixtures import secrets
from tests.flows.carrier import VOICE, PhoneCall
from tests.providers.signing import FORM, sign
from tests.system.server import Server

TIMEOUT_SECONDS = 30


@dataclass
class Account:
    """Who posts: `name` as in the webhooks' address, with the account's id and the token that signs."""

    name: str
    sid: str
    token: str


def twilio_account() -> Account:
    """The fixtures' account, as `twilio_settings` gives it to a server."""
    known = secrets()
    return Account("twilio", known["account_sid"], known["auth_token"])


def simulator_account(server: Server) -> Account:
    """The account of the demo's own carrier, from the secrets that the server has made."""
    made = json.loads((server.instance / "secrets.json").read_text())
    return Account("simulator", made["simulator_account_sid"], made["simulator_auth_token"])


class PostedCall(PhoneCall):
    """Raises requests.ConnectionError when the server dies."""

    server: Server
    account: Account

    def post(self, path: str, **fields: str) -> Any:
        path = path.replace("/webhooks/twilio/", f"/webhooks/{self.account.name}/")
        form = {"AccountSid": self.account.sid, "ApiVersion": "2010-04-01", **fields}
        answer = requests.post(
            self.server.url + path,
            data=urlencode(form).encode(),
            headers={
                "Content-Type": FORM,
                "X-Twilio-Signature": sign(self.account.token, self.server.url + path, list(form.items())),
            },
            timeout=TIMEOUT_SECONDS,
        )
        return SimpleNamespace(status_code=answer.status_code, text=answer.text, data=answer.content)


def phone_call(server: Server, account: Account | None = None, **facts: str) -> PostedCall:
    """A call to that server; `facts` such as caller="+84…"."""
    call = PostedCall(None, **facts)  # type: ignore[arg-type] - there is no test client
    call.server, call.account = server, account or twilio_account()
    return call


def recorded(call: PhoneCall, *, source: str = "DialVerb", channels: int = 2, seconds: int = 2) -> None:
    """The recording of a call is complete: the product may fetch it."""
    answer = call.post(
        f"{VOICE}/recording",
        CallSid=call.call_sid,
        RecordingSid=call.recording_sid,
        RecordingStatus="completed",
        RecordingSource=source,
        RecordingChannels=str(channels),
        RecordingDuration=str(seconds),
        RecordingStartTime="Thu, 02 Jul 2026 02:00:00 +0000",
        RecordingUrl=f"https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/{call.recording_sid}",
        ErrorCode="0",
    )
    assert answer.status_code in (200, 204), answer.text
