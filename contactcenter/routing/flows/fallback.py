"""What callers hear when we are down: static documents that a carrier, or any web host, serves by itself.

Made from a published flow: its greetings and announcements as text (a sound would have to come from us), then another
number or a message. The message's recording is told to us as ever, and fetched when we are back.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid
from contactcenter.privacy import gate
from contactcenter.providers import registry
from contactcenter.providers.instructions import Speech, StaticDoor
from contactcenter.routing.flows.document import as_document
from contactcenter.routing.flows.walk import PLAIN, first_voicemail
from contactcenter.routing.prompts import LANGUAGES, prompt


def documents(session: Session, document: Mapping[str, Any], language: str, *, forward: str = "") -> dict[str, str]:
    """File name → text. Raises Invalid, or the gate's Refused, for a number that callers may not be sent to."""
    forward_to = _dialable(session, forward) if forward else None
    flow = as_document("export", document)
    said = [_text(step["prompt"], language) for step in document["steps"] if step["kind"] in PLAIN]
    voicemail = first_voicemail(flow)
    asking = _text(voicemail["prompt"], language) if voicemail else ""
    door = StaticDoor(
        greeting=tuple(Speech(text, LANGUAGES[language]) for text in said if text),
        forward_to=forward_to,
        voicemail=Speech(asking or prompt("nobody_free", language), LANGUAGES[language]),
        goodbye=Speech(prompt("message_taken", language), LANGUAGES[language]),
        max_seconds=voicemail["max_seconds"] if voicemail else 120,
    )
    return registry.telephony().static_documents(door)


def archive(files: Mapping[str, str]) -> bytes:
    """The documents as one zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return out.getvalue()


def _dialable(session: Session, number: str) -> str:
    try:
        return gate.demand(session, None, number, gate.VOICE, gate.SERVICE, now()).e164
    except gate.Refused as refused:
        if refused.decision.reason == "invalid_number":
            raise Invalid("bad_phone", "That is no phone number.", forward=["Not a phone number."]) from None
        raise


def _text(words: Mapping[str, Any], language: str) -> str:
    other = "en" if language == "vi" else "vi"
    return str(words[language].strip() or words[other].strip())
