"""What a bulk fix does to one customer: pure where it can be.

set     put one value (or an owner) there
clear   forget it
tidy    single spaces, and a name's words beginning with capitals where all were large or small
reparse read the person's numbers again, by today's rules
"""

from typing import Any

from contactcenter.core.errors import Invalid
from contactcenter.core.phone import parse_phone
from contactcenter.crm.audit import rules
from contactcenter.crm.fields.field import Field
from contactcenter.crm.fields.values import as_json, clean, value_of
from contactcenter.crm.models import Customer

ACTIONS = ("set", "clear", "tidy", "reparse")


def check(action: str, field: Field | str, value: Any) -> Any:
    """The value as it will be kept. Raises Invalid for an action that this field does not have."""
    if isinstance(field, str):
        if action != "reparse" or field != "phone":
            raise _no_way(action)
        return None
    if action == "tidy" and field.type not in ("text", "long_text"):
        raise _no_way(action)
    if action == "clear" and field.is_required:
        raise _no_way(action)
    if action == "set":
        cleaned = as_json(clean(field, value))
        if cleaned in (None, "", []):
            raise Invalid("value_missing", "Say which value to set.", value=["Missing."])
        return cleaned
    if action == "reparse":
        raise _no_way(action)
    return None


def wanted(action: str, field: Field, customer: Customer, value: Any) -> Any:
    """What the field is to hold, as JSON."""
    held = value_of(field, customer)
    if action == "set":
        return value
    if action == "clear":
        return None
    return tidied(held, is_name=field.name == "display_name") if isinstance(held, str) else held


def tidied(text: str, *, is_name: bool = False) -> str:
    """Single spaces; placeholders become nothing; a name all in capitals or small letters gets its own."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    plain = "\n".join(lines).strip()
    if not is_name:
        return "" if plain.lower() in rules.PLACEHOLDERS else plain
    if plain in (plain.upper(), plain.lower()) and plain.upper() != plain.lower():
        return " ".join(word[:1].upper() + word[1:].lower() for word in plain.split(" "))
    return plain


def reparsed(value: str, region: str) -> str | None:
    """The number by today's rules, or None where it is right already or none at all."""
    phone = parse_phone(value, region)
    return phone.e164 if phone is not None and phone.e164 != value else None


def _no_way(action: str) -> Invalid:
    return Invalid("wrong_action", "That cannot be done to this field.", action=[f"{action} is not for this field."])
