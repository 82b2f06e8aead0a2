"""TwiML as the carrier reads it: a document is a list of verbs, and anything else is an application error.

Only what a real carrier would execute is let through; error codes are Twilio's own (12100 unreadable
document, 12200 schema).
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

MAX_CHARACTERS = 64 * 1024

VERBS = frozenset(
    {
        "Say",
        "Play",
        "Pause",
        "Gather",
        "Redirect",
        "Enqueue",
        "Leave",
        "Dial",
        "Start",
        "Stop",
        "Record",
        "Hangup",
        "Reject",
    }
)


class TwimlError(Exception):
    """The application's reply cannot be executed; `code` is Twilio's error code, `url` whose reply it was."""

    def __init__(self, code: int, message: str, url: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.url = url


@dataclass(frozen=True)
class Verb:
    """One element: its attributes, its text, and the elements nested in it."""

    name: str
    attributes: dict[str, str]
    text: str
    children: tuple["Verb", ...] = ()

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def number(self, name: str, default: float) -> float:
        """A numeric attribute; what is no number counts as not given."""
        try:
            return float(self.attributes[name])
        except (KeyError, ValueError):
            return default

    def is_set(self, name: str) -> bool:
        return self.get(name).lower() == "true"

    def words(self, name: str, default: str = "") -> frozenset[str]:
        """A space-separated attribute such as statusCallbackEvent."""
        return frozenset(self.get(name, default).split())


@dataclass(frozen=True)
class Document:
    """Verbs in order, and the address they came from (relative links start there)."""

    url: str
    verbs: tuple[Verb, ...]


def parse(text: str, url: str) -> Document:
    """A reply's body → its verbs. An empty body is an empty document. Raises TwimlError."""
    if not text.strip():
        return Document(url, ())
    if len(text) > MAX_CHARACTERS or re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise TwimlError(12100, "the document is too long or declares entities", url)
    try:
        root = ET.fromstring(text)  # noqa: S314 - entity declarations are refused above
    except ET.ParseError as error:
        raise TwimlError(12100, f"not well-formed: {error}", url) from error
    if root.tag != "Response":
        raise TwimlError(12100, "the root element is not Response", url)
    verbs = tuple(_verb(element) for element in root)
    unknown = [verb.name for verb in verbs if verb.name not in VERBS]
    if unknown:
        raise TwimlError(12200, f"unknown verb {unknown[0]}", url)
    return Document(url, verbs)


def _verb(element: ET.Element) -> Verb:
    return Verb(
        name=element.tag,
        attributes=dict(element.attrib),
        text=" ".join((element.text or "").split()),
        children=tuple(_verb(child) for child in element),
    )


def spoken_seconds(text: str) -> float:
    """How long a synthesiser takes to say it: three words a second, Vietnamese syllables being words."""
    return max(0.5, len(text.split()) / 3.0) if text else 0.0
