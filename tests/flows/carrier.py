"""A carrier's side of a call for flow tests: signed posts through the front door, replies read as TwiML."""

import secrets as random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from tests.fixtures import PUBLIC_URL, secrets
from tests.providers.signing import sign

VOICE = "/webhooks/twilio/voice"


def sid(prefix: str) -> str:
    return prefix + random.token_hex(16)


@dataclass
class PhoneCall:
    """One inbound call as Twilio would deliver it. Each step returns the reply's document."""

    client: FlaskClient
    caller: str = "+84901234567"
    line: str = "+842871090001"
    call_sid: str = field(default_factory=lambda: sid("CA"))
    leg_sid: str = field(default_factory=lambda: sid("CA"))
    recording_sid: str = field(default_factory=lambda: sid("RE"))

    def post(self, path: str, **fields: str) -> Any:
        """A signed form to a hook (path with its query), with what every voice request carries."""
        account = secrets()
        form = {"AccountSid": account["account_sid"], "ApiVersion": "2010-04-01", **fields}
        signature = sign(account["auth_token"], PUBLIC_URL + path, list(form.items()))
        return self.client.post(
            path,
            data=urlencode(form),
            content_type="application/x-www-form-urlencoded; charset=UTF-8",
            headers={"X-Twilio-Signature": signature},
        )

    def ask(self, path: str, status: str = "in-progress", **fields: str) -> ET.Element:
        """An interactive hook about the caller's own leg; the reply must be a document."""
        about = {
            "CallSid": self.call_sid,
            "CallStatus": status,
            "From": self.caller,
            "To": self.line,
            "Caller": self.caller,
            "Called": self.line,
            "Direction": "inbound",
        }
        answer = self.post(path, **{**about, **fields})
        assert answer.status_code == 200, answer.text
        return ET.fromstring(answer.data)

    def ring(self) -> ET.Element:
        return self.ask(f"{VOICE}/inbound", "ringing")

    def press(self, menu: ET.Element, key: str) -> ET.Element:
        gather = menu.find(".//Gather")
        assert gather is not None
        return self.ask(path_of(gather.attrib["action"]), Digits=key, FinishedOnKey="")

    def arrive(self) -> ET.Element:
        """Ring, hear the menu, press 1."""
        return self.press(self.ring(), "1")

    def wait(self, seconds: int) -> ET.Element:
        return self.ask(f"{VOICE}/queue/wait", QueueTime=str(seconds), QueuePosition="1", QueueSid=sid("QU"))

    def leave_queue(
        self, result: str = "leave", seconds: int = 9, status: str = "in-progress", *, line: ET.Element | None = None
    ) -> ET.Element:
        """Out of line; `line` is the document that put the caller there, when it was not the first."""
        enqueue = None if line is None else line.find("Enqueue")
        path = f"{VOICE}/queue/done" if enqueue is None else path_of(enqueue.attrib["action"])
        return self.ask(path, status, QueueResult=result, QueueTime=str(seconds))

    def leg(self, status: str, sequence: int, to: str, **fields: str) -> None:
        answer = self.post(
            f"{VOICE}/status/leg",
            CallSid=self.leg_sid,
            ParentCallSid=self.call_sid,
            CallStatus=status,
            SequenceNumber=str(sequence),
            From=self.caller,
            To=to,
            Direction="outbound-dial",
            CallbackSource="call-progress-events",
            **fields,
        )
        assert answer.status_code in (200, 204), answer.text

    def dial_over(self, path: str, status: str, caller: str = "in-progress", **fields: str) -> ET.Element:
        return self.ask(path, caller, DialCallStatus=status, DialCallSid=self.leg_sid, **fields)

    def end(self, **fields: str) -> None:
        answer = self.post(
            f"{VOICE}/status",
            CallSid=self.call_sid,
            CallStatus="completed",
            From=self.caller,
            To=self.line,
            Direction="inbound",
            SequenceNumber="0",
            CallbackSource="call-progress-events",
            **fields,
        )
        assert answer.status_code in (200, 204), answer.text


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def verbs(document: ET.Element) -> list[str]:
    return [child.tag for child in document]
