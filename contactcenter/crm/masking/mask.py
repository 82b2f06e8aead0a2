"""What a person whose role does not see numbers, addresses or sensitive fields sees instead.

Masks work on whole JSON-ready answers, by what a text looks like and what it is called, and
not on each place that shows a number: a new page cannot forget it. They are the last thing
that happens to an answer (web/masking.py) and to a live event (realtime/log.py). What is
masked already stays as it is.
"""

import re
from dataclasses import dataclass
from typing import Any

DOTS = "•••••"
HIDDEN = "•••"
"""Stands for a sensitive value; its length tells nothing."""

_EMAIL = re.compile(r"(?<![\w.+•-])([\w+-])[\w.+'-]*@([\w-]+(?:\.[\w-]+)+)")
# With its country's code, or as Vietnam writes it at home; of what is only digits, no longer run is cut.
_PHONE = re.compile(r"(?<![\w.•+-])(?:\+\d|00[1-9]|84|0)(?:[ .()-]{0,2}\d){7,13}(?![\w•-])")
_PHONE_SHAPED = re.compile(r"\+?[\d(][\d\s().-]{4,20}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")

_NUMBER_KEYS = frozenset(
    {"e164", "national", "number", "number_national", "phone", "party", "from", "to", "last9", "own_phone"}
)
_OWN = frozenset({"me", "user"})
"""One's own account: one knows one's own address."""
_DRAFT = frozenset({"text", "version", "saved_at"})
"""A note that one is writing: masked, it would come back into the box one types in."""
_VALUE_KEYS = frozenset({"value", "values", "old", "new", "old_value", "new_value", "theirs", "mine", "current"})
_PLAIN_KEYS = frozenset({"id", "sha256", "url", "next_cursor", "etag"})


def mask_phone(text: str) -> str:
    """`+84901234567` and `0901 234 567` → `090•••••67`; other countries keep their code's first digits."""
    if "•" in text:
        return text
    digits = re.sub(r"\D", "", text)
    if len(digits) < 6:
        return HIDDEN if digits else text
    if text.lstrip().startswith("+") and not digits.startswith("84"):
        return f"+{digits[:3]}{DOTS}{digits[-2:]}"
    home = f"0{digits[2:]}" if digits.startswith("84") and len(digits) >= 11 else digits
    return f"{home[:3]}{DOTS}{home[-2:]}"


def mask_email(text: str) -> str:
    """`hoa@vidu.vn` → `h•••@vidu.vn`."""
    return _EMAIL.sub(lambda found: f"{found[1]}{HIDDEN}@{found[2]}", text)


@dataclass(frozen=True)
class Mask:
    """What is hidden from one role. `sensitive` are names of fields, such as `custom.salary`."""

    phones: bool = False
    emails: bool = False
    sensitive: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.phones or self.emails or bool(self.sensitive)

    def phone(self, text: str) -> str:
        return mask_phone(text) if self.phones else text

    def email(self, text: str) -> str:
        return mask_email(text) if self.emails else text

    def value(self, field: str, value: Any) -> Any:
        """A field's value as this role sees it: hidden when the field is, else with its numbers masked."""
        if field in self.sensitive:
            return _hidden(value)
        return self.text(value) if isinstance(value, str) else value

    def line(self, channel: str, value: str) -> str:
        """An identity's value."""
        if channel in ("phone", "whatsapp") and self.phones:
            return mask_phone(value)
        return self.email(value) if channel == "email" else self.text(value)

    def text(self, text: str) -> str:
        """Free text with the numbers and addresses in it masked."""
        if self.emails and "@" in text:
            text = mask_email(text)
        if self.phones:
            text = _PHONE.sub(lambda found: mask_phone(found[0]), text)
        return text

    def payload(self, data: Any) -> Any:
        """A copy of a JSON-ready answer as this role sees it."""
        return self._node(data, "") if self else data

    def _node(self, node: Any, key: str) -> Any:
        if isinstance(node, dict):
            return self._dict(node)
        if isinstance(node, list):
            return [self._node(one, key) for one in node]
        return self._string(node, key) if isinstance(node, str) else node

    def _dict(self, node: dict[str, Any]) -> dict[str, Any]:
        ours = _our_side(node)
        shown = {key: value if key in ours else self._entry(node, key, value) for key, value in node.items()}
        self._hide_values(node, shown)
        if "masked_fields" in node:
            shown["masked_fields"] = sorted({*node["masked_fields"], *_masked_fields(node, shown)})
        if "is_masked" in node:
            shown["is_masked"] = any(shown.get(key) != node.get(key) for key in ("value", "e164"))
        return shown

    def _entry(self, node: dict[str, Any], key: str, value: Any) -> Any:
        if key in self.sensitive and not isinstance(value, dict):
            return _hidden(value)
        if key == "custom" and isinstance(value, dict):
            return {name: self._custom(name, held) for name, held in value.items()}
        if key == "value" and isinstance(value, str) and isinstance(node.get("channel"), str):
            return self.line(node["channel"], value)
        return self._node(value, key)

    def _custom(self, name: str, held: Any) -> Any:
        return _hidden(held) if f"custom.{name}" in self.sensitive else self._node(held, name)

    def _hide_values(self, node: dict[str, Any], shown: dict[str, Any]) -> None:
        """Rows that name a field and tell its values: a history, a conflict, a comparison."""
        if any(named in self.sensitive for named in (node.get("field"), node.get("name")) if isinstance(named, str)):
            shown.update({key: _hidden(node[key]) for key in _VALUE_KEYS & node.keys()})

    def _string(self, text: str, key: str) -> str:
        if key in _PLAIN_KEYS or key.endswith(("_id", "_at", "_url")):
            return text
        if self.phones and key in _NUMBER_KEYS and _PHONE_SHAPED.fullmatch(text) and not _DATE.match(text):
            return mask_phone(text)
        return self.text(text)


NOTHING = Mask()


def holds_masked(data: Any) -> bool:
    """Whether a body would write a mask over what it hides."""
    if isinstance(data, dict):
        return any(holds_masked(value) for value in data.values())
    if isinstance(data, list):
        return any(holds_masked(value) for value in data)
    return isinstance(data, str) and HIDDEN in data


def _our_side(node: dict[str, Any]) -> frozenset[str]:
    """Keys to leave alone: our own number of a call, one's own account, what one is writing oneself."""
    kept = _OWN
    if node.keys() >= _DRAFT:
        return kept | {"text"}
    if node.get("direction") == "inbound":
        return kept | {"to"}
    return kept | {"from"} if node.get("direction") == "outbound" else kept


def _masked_fields(node: dict[str, Any], shown: dict[str, Any]) -> set[str]:
    """The fields of a customer that are not shown as they are: hidden, or with a number in their text."""
    own, seen = node.get("custom") or {}, shown.get("custom") or {}
    plain = {name for name, value in node.items() if not isinstance(value, dict | list) and shown[name] != value}
    return plain | {f"custom.{key}" for key, value in own.items() if seen[key] != value}


def _hidden(value: Any) -> Any:
    if value in (None, "", []):
        return value
    return [HIDDEN] if isinstance(value, list) else HIDDEN
