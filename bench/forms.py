"""What Twilio would post: the recorded forms of tests/fixtures with other ids, and a valid signature."""

import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from bench.http import Ask
from tests.fixtures import delivery
from tests.providers.signing import FORM, sign_body

ACCOUNT_SID = "AC" + secrets.token_hex(16)
AUTH_TOKEN = secrets.token_hex(16)


@dataclass(frozen=True)
class Carrier:
    """Posts to the product as its `public_url` is signed."""

    public_url: str

    def post(self, recorded: str, path: str, **changes: str) -> Ask:
        """The recorded form of that name with some fields changed, to a hook below voice/."""
        form = dict(parse_qsl(delivery(f"{recorded}.form").body.decode(), keep_blank_values=True))
        body = urlencode({**form, "AccountSid": ACCOUNT_SID, **changes})
        path = f"/webhooks/twilio/voice/{path}"
        signature = sign_body(AUTH_TOKEN, self.public_url + path, body.encode())
        return Ask("POST", path, {"Content-Type": FORM, "X-Twilio-Signature": signature}, body)


def new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


@dataclass(frozen=True)
class PhoneCall:
    """One inbound call, and the requests that its steps cause."""

    carrier: Carrier
    caller: str
    call_sid: str = field(default_factory=lambda: new_sid("CA"))
    leg_sid: str = field(default_factory=lambda: new_sid("CA"))
    transcription_sid: str = field(default_factory=lambda: new_sid("GT"))

    def ring(self) -> Ask:
        return self._own("01_inbound_ringing", "inbound")

    def press(self, key: str = "1") -> Ask:
        return self._own("02_ivr_gather_in_progress", "ivr?attempt=1", Digits=key)

    def hang_up(self) -> Ask:
        return self._own("18_parent_completed", "status")

    def notifications(self, identity: str) -> list[Ask]:
        """An agent's leg from start to end with four transcript lines, in their order."""
        return [
            self._leg("04_child_initiated", identity),
            self._leg("05_child_ringing", identity),
            self.answered(identity),
            self._line("09_transcription_partial", 2),
            self._line("10_transcription_customer_1", 3),
            self._line("11_transcription_agent_1", 4),
            self._line("12_transcription_customer_2", 5),
            self._leg("13_child_completed", identity),
        ]

    def answered(self, identity: str) -> Ask:
        return self._leg("07_child_in_progress", identity)

    def _own(self, recorded: str, path: str, **changes: str) -> Ask:
        called = dict.fromkeys(("From", "Caller"), self.caller)
        return self.carrier.post(f"inbound_call/{recorded}", path, CallSid=self.call_sid, **called, **changes)

    def _leg(self, recorded: str, identity: str) -> Ask:
        to = f"client:{identity}"
        changes = {"From": self.caller, "Caller": self.caller, "To": to, "Called": to}
        return self.carrier.post(
            f"inbound_call/{recorded}",
            "status/leg",
            CallSid=self.leg_sid,
            ParentCallSid=self.call_sid,
            **changes,
        )

    def _line(self, recorded: str, sequence: int) -> Ask:
        return self.carrier.post(
            f"inbound_call/{recorded}",
            "transcription",
            CallSid=self.call_sid,
            TranscriptionSid=self.transcription_sid,
            SequenceId=str(sequence),
        )
