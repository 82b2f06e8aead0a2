"""Numbers that are never dialled, whoever has them: what cannot be one, what costs, what saves lives, and our own."""

import phonenumbers
from phonenumbers import PhoneNumberType

from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current

COSTLY = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
"""Vietnam's 1900 numbers are of the first two kinds."""
EMERGENCY = frozenset({"111", "112", "113", "114", "115", "911", "999"})


def check_number(number: str) -> str | None:
    """invalid_number | emergency_number | premium_number | own_number (the settings' line); None: it can be dialled."""
    if "".join(c for c in number if c.isdigit()) in EMERGENCY:
        return "emergency_number"
    phone = parse_phone(number, current().default_region)
    if phone is None:
        return "invalid_number"
    parsed = phonenumbers.parse(phone.e164, None)
    if phonenumbers.number_type(parsed) in COSTLY or phone.e164.startswith("+841900"):
        return "premium_number"
    if not phonenumbers.is_valid_number(parsed):
        return "invalid_number"
    settings = current()
    ours = {settings.twilio.phone_number, settings.simulator.phone_number}
    return "own_number" if phone.e164 in ours else None
