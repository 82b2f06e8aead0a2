"""What a customer is found by, as terms, and what somebody typed, as a question to these terms.

A term is a folded word of the name, as it is; other things carry a mark, so that a
typed letter asks for names only: `=901234567` a number as its country writes it without the 0,
`~76543210948` the same number backwards (its last digits are then a beginning), `#nha` a word of
the company, `@hoa@vidu.vn` an address, from the beginning of each of its parts, `+usr_01j9z` who takes care of them.
Everything typed is the beginning of a term; nothing typed begins one of the last kind.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from contactcenter.core.phone import VIETNAM_2018, parse_phone, without_scheme
from contactcenter.crm.service import fold

MAX_TERMS = 120
MAX_TERM_CHARS = 80
MAX_TYPED_WORDS = 6
LAST_DIGITS = 3
"""As many of a number's last digits are enough to look for it."""

_WORD = re.compile(r"[a-z0-9]+")
_PART = re.compile(r"[a-z]+|[0-9]+")
_NOT_IN_ADDRESS = re.compile(r"[^a-z0-9.@+_-]")
_NUMBER = re.compile(r"[\d\s().+\-/]+$")


@dataclass(frozen=True)
class Question:
    """Every group must be met, by any of the terms in it, each as a term's beginning."""

    groups: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.groups)


def words_of(text: str) -> list[str]:
    """Folded words: `Nguyễn Thị-Hoa` → nguyen, thi, hoa."""
    return _WORD.findall(fold(text))


def phone_terms(e164: str) -> list[str]:
    digits = "".join(c for c in e164 if c.isdigit())
    return [f"={_without_country(digits)}", f"={digits}", f"~{digits[::-1]}"] if digits else []


def email_terms(address: str) -> list[str]:
    """The address from each of its parts on, but for the last: `.vn` finds nobody."""
    written = _address(address)
    host = written.rpartition("@")[0]
    starts = [m.start() for m in _PART.finditer(written)][:8]
    last = written.rfind(".") + 1 if host else len(written)
    return [f"@{written[start:]}" for start in starts if not host or start < last]


def owner_term(owner_id: str | None) -> str:
    return f"+{owner_id or 'nobody'}".lower()


def says_owner(terms: str) -> bool:
    """Whether it was written since that is a term: it is the last one."""
    return terms.rpartition(" ")[2].startswith("+")


def document(
    names: Iterable[str], company: str | None, phones: Iterable[str], emails: Iterable[str], owner_id: str | None
) -> str:
    """All terms of a customer, the most telling first, each once."""
    terms: dict[str, None] = {}
    for group in (
        (w for name in names for w in words_of(name)),
        (t for phone in phones for t in phone_terms(phone)),
        (t for email in emails for t in email_terms(email)),
        (f"#{w}" for w in words_of(company or "")),
    ):
        terms.update(dict.fromkeys(term[:MAX_TERM_CHARS] for term in group))
    return " ".join([*list(terms)[:MAX_TERMS], owner_term(owner_id)])


def question(typed: str, region: str, *, is_wide: bool = False) -> Question:
    """What was typed, as a question for names and numbers; when `is_wide`, for companies and addresses too."""
    typed = without_scheme(typed)
    if _NUMBER.match(typed):
        digits = "".join(c for c in typed if c.isdigit())
        return Question((tuple(_number_forms(typed, digits, region)),) if digits else ())
    groups = []
    tokens = typed.split()[:MAX_TYPED_WORDS]
    for token in tokens:
        forms = _address_forms(token) if "@" in token else _word_groups(token, region)
        if is_wide and "@" not in token:
            forms = [[*group, *_wide_forms(group[0], is_alone=len(tokens) == 1)] for group in forms]
            forms = _with_address(forms, token)
        groups += forms
    return Question(tuple(tuple(dict.fromkeys(g[:MAX_TERM_CHARS] for g in group)) for group in groups[:12] if group))


def _word_groups(token: str, region: str) -> list[list[str]]:
    """One typed word; `DH-2024-12` asks for its parts, digits may be a number's last."""
    groups = []
    for word in words_of(token):
        is_digits = word.isdigit() and len(word) >= LAST_DIGITS
        groups.append(list(_number_forms(word, word, region)) if is_digits else [word])
    return groups


def _wide_forms(word: str, *, is_alone: bool) -> list[str]:
    """A company's word; the beginning of an address only when it was typed alone or can hardly be a name."""
    is_telling = is_alone or any(c.isdigit() for c in word)
    return [f"#{word}", *([f"@{word}"] if is_telling else [])]


def _with_address(forms: list[list[str]], token: str) -> list[list[str]]:
    """`hoa.nguyen` and `vidu.vn` may be a piece of an address instead of words."""
    if "." not in token.strip(".") or len(forms) < 2:
        return forms
    whole = f"@{_address(token.strip('.'))}"
    return [[*group, whole] for group in forms]


def _address_forms(token: str) -> list[list[str]]:
    written = _address(token)
    return [[f"@{written.lstrip('@')}"]] if written.strip("@") else []


def _number_forms(typed: str, digits: str, region: str) -> Iterable[str]:
    """Every way in which these digits can begin or end a number that is kept in one way."""
    yield digits
    whole = parse_phone(typed, region)
    if whole is not None:
        yield f"={whole.e164[1:]}"
    if len(digits) < LAST_DIGITS:
        return
    national = _without_country(digits)
    yield f"={national}"
    yield f"={digits}"
    if national[:3] in VIETNAM_2018:
        yield f"={VIETNAM_2018[national[:3]]}{national[3:]}"
    yield f"~{digits[::-1]}"


def _without_country(digits: str) -> str:
    """00 84 901… , 84 901… and 0901… → 901…; a foreign number stays whole."""
    plain = digits.removeprefix("00")
    if plain.startswith("84") and len(plain) > 4:
        return plain[2:].removeprefix("0")
    return plain.removeprefix("0") or digits


def _address(written: str) -> str:
    return _NOT_IN_ADDRESS.sub("_", fold(written).replace(" ", ""))
