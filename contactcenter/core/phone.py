"""Phone numbers: one canonical form per line, whatever was written.

E.164 by libphonenumber. Vietnam renumbered its 11-digit mobiles in 2018; the old forms
live on in address books and stand for the new number. Withheld numbers arrive as words
or as keypad spellings (+266696687 is ANONYMOUS) and identify nobody.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

VIETNAM_2018 = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip
"""Old mobile prefix → new one, both without the leading 0 (Ministry of Information, 2018)."""

_HIDDEN_WORDS = frozenset(
    {"anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld", "asserted", ""}
)
_HIDDEN_KEYPAD = frozenset({"266696687", "7378742833", "2562533", "8656696", "86282452253"})
_CHANNEL_PREFIX = re.compile(r"^(whatsapp|tel|sms|messenger):", re.IGNORECASE)
_SIP = re.compile(r"^sips?:([^@;]*)", re.IGNORECASE)
_OLD_VIETNAM = re.compile(r"^\+84(1\d\d)(\d{7})$")
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|#|;ext=|máy lẻ|may le|số lẻ|nội bộ)\s*\d{1,6}\s*$", re.IGNORECASE)
"""A branch behind the number: the line is the same, and its digits are none of the line's."""
_IMPOSSIBLE_VIETNAM = re.compile(r"[35789]\d{9,}")
"""The library lets Vietnamese mobiles have ten digits, as they had until 2018."""
_USUAL = re.compile(r"(0|84|\+84)([35789]\d)(\d)(\d{3})(\d{3})")
"""Vietnamese mobiles as most are written. The library takes 250 µs a number, which decides how fast a file is read."""


@dataclass(frozen=True)
class Phone:
    """A line: `e164` identifies; `national` is how its country writes it; `last9` only helps search."""

    e164: str
    national: str
    last9: str


@lru_cache(maxsize=4096)
def parse_phone(written: str | None, region: str = "VN") -> Phone | None:
    """Any written form → its line, or None when it is no possible number or is withheld.

    Accepts spaces, dots, dashes, brackets, 00 and 84 prefixes, full-width digits, and
    channel prefixes such as `whatsapp:`. Never raises.
    """
    text = _user_part(without_scheme(written or ""))
    if not text or len(text) > 40 or is_hidden(text) or text.startswith("client:"):
        return None
    usual = _USUAL.fullmatch(text) if text.isascii() else None
    if usual and (region == "VN" or usual[1] == "+84"):
        first, rest, middle, last = usual[2], usual[3], usual[4], usual[5]
        digits = f"{first}{rest}{middle}{last}"
        return Phone(f"+84{digits}", f"0{first}{rest} {middle} {last}", digits)
    for candidate in _candidates(text, region):
        number = _parse(candidate, region)
        if number is not None:
            return _phone(number)
    return None


def without_scheme(written: str) -> str:
    """`tel:+84-901-234-567`, as links have it, without what it begins with."""
    return _CHANNEL_PREFIX.sub("", written.strip()).strip()


def is_hidden(written: str | None) -> bool:
    """Whether a provider's caller id says that the number was withheld."""
    text = _user_part((written or "").strip()).lower()
    return text in _HIDDEN_WORDS or text.lstrip("+") in _HIDDEN_KEYPAD


def _user_part(text: str) -> str:
    """`sip:+84901234567@carrier.vn;user=phone` → `+84901234567`; a name before the @ is no number but may be hidden."""
    match = _SIP.match(text)
    return match[1] if match else text


@lru_cache(maxsize=4096)
def format_national(e164: str) -> str:
    """`+84901234567` → `0901 234 567`; text that is no number is returned as it is."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return _national(number)


def _national(number: phonenumbers.PhoneNumber) -> str:
    """As its country writes it; what the library knows no form of, a digit short perhaps, by its digits with the 0."""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    is_unknown_form = number.country_code == 84 and written == str(number.national_number)
    return f"0{written}" if is_unknown_form and not written.startswith("1") else written


def _candidates(text: str, region: str) -> list[str]:
    text = _EXTENSION.sub("", text)
    digits = re.sub(r"\D", "", text)
    if text.startswith(("+", "00")):
        return [f"+{digits.removeprefix('00') if text.startswith('00') else digits}"]
    # 84901234567 written without its plus is common in Vietnam; 0… is national.
    country = str(phonenumbers.country_code_for_region(region) or "")
    if country and digits.startswith(country) and len(digits) >= len(country) + 9:
        return [f"+{digits}", text]
    return [text, f"+{digits}"] if len(digits) >= 11 else [text]


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(_renumbered(text), region)
        if number.country_code == 84:
            number = phonenumbers.parse(_renumbered(f"+84{number.national_number}"), region)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code == 84 and _IMPOSSIBLE_VIETNAM.fullmatch(str(number.national_number)):
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _renumbered(text: str) -> str:
    match = _OLD_VIETNAM.match(text)
    if match and match.group(1) in VIETNAM_2018:
        return f"+84{VIETNAM_2018[match.group(1)]}{match.group(2)}"
    return text


def _phone(number: phonenumbers.PhoneNumber) -> Phone:
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, _national(number), re.sub(r"\D", "", e164)[-9:])
