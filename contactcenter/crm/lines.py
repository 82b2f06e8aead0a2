"""What a line may look like: the canonical form of a number, an address or an account."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from contactcenter.core.errors import Invalid
from contactcenter.core.phone import parse_phone

SOCIAL = ("zalo", "messenger", "facebook", "telegram", "whatsapp", "instagram", "viber", "tiktok", "web")
"""Channels whose accounts are a provider's opaque id."""
CHANNELS = ("phone", "email", *SOCIAL)


def canonical(channel: str, written: str, region: str) -> str:
    """The form under which a line is stored and compared. Raises Invalid."""
    if channel == "phone":
        return canonical_phone(written, region)
    return canonical_email(written) if channel == "email" else canonical_account(written)


def canonical_phone(written: str, region: str) -> str:
    phone = parse_phone(written, region)
    if phone is None:
        raise Invalid("invalid_phone", "That is not a phone number we can call.", value=written[:60])
    return phone.e164


def canonical_email(written: str) -> str:
    try:
        return validate_email(written.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid("invalid_email", "That is not an email address.", value=written[:60]) from None


def canonical_account(written: str) -> str:
    """An account's id as its provider gives it: case matters, nothing is guessed."""
    value = unicodedata.normalize("NFC", written.strip())
    if not value or len(value) > 254 or any(c.isspace() or unicodedata.category(c) in ("Cc", "Cs") for c in value):
        raise Invalid("invalid_account", "That is not an account's id.", value=written[:60])
    return value
