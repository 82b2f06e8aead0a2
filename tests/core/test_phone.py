"""One line, one form, however it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.core.phone import VIETNAM_2018, format_national, is_hidden, parse_phone


@pytest.mark.parametrize(
    "written",
    [
        "0901234567", "0901 234 567", "0901.234.567", "(090) 123-4567", "84901234567", "+84901234567",
        "+84 90 123 45 67", "0084901234567", "whatsapp:+84901234567", "901234567", "０９０１２３４５６７",
        "tel:+84901234567", "tel:+84-901-234-567",
    ],
)  # fmt: skip
def test_every_written_form_is_one_line(written: str) -> None:
    phone = parse_phone(written)
    assert phone is not None
    assert (phone.e164, phone.national, phone.last9) == ("+84901234567", "0901 234 567", "901234567")


@pytest.mark.parametrize(("old", "new"), VIETNAM_2018.items())
def test_numbers_from_before_2018_are_todays_lines(old: str, new: str) -> None:
    for written in (f"0{old}1234567", f"+84{old}1234567", f"84{old}1234567", f"0{old} 123 4567"):
        phone = parse_phone(written)
        assert phone is not None
        assert phone.e164 == f"+84{new}1234567"


@pytest.mark.parametrize(
    "word", ["anonymous", "Restricted", "BLOCKED", "unknown", "", "+266696687", "7378742833", "+86282452253", None]
)
def test_withheld_numbers_identify_nobody(word: str | None) -> None:
    assert is_hidden(word)
    assert parse_phone(word) is None


@pytest.mark.parametrize("text", ["client:agent_lan", "sip:a@b", "hello", "113x", "09", "+849", "+", "1" * 41, "٠٩٠١"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_phone(text) is None


def test_foreign_numbers_keep_their_country() -> None:
    phone = parse_phone("+1 (415) 555-0123")
    assert phone is not None
    assert phone.e164 == "+14155550123"
    assert format_national("+14155550123") == "(415) 555-0123"
    assert format_national("no number") == "no number"


@pytest.mark.parametrize(
    ("written", "shown"),
    [("0287777001", "0287777001"), ("028 7777 0011", "028 7777 0011"), ("19001234", "1900 1234")],
)
def test_a_number_that_is_a_digit_short_keeps_its_zero(written: str, shown: str) -> None:
    phone = parse_phone(written)
    assert phone is not None
    assert (phone.national, format_national(phone.e164)) == (shown, shown)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    phone = parse_phone(text)
    assert phone is None or phone.e164.startswith("+")


@given(st.from_regex(r"\+84[35789]\d{8}", fullmatch=True))
def test_the_canonical_form_is_its_own_canonical_form(number: str) -> None:
    first = parse_phone(number)
    assert first is not None
    assert parse_phone(first.e164) == first
    assert parse_phone(first.national) == first


@pytest.mark.parametrize("written", ["+84912000015 ext 5", "0912 000 015 máy lẻ 12", "0912000015 x3", "0912000015#7"])
def test_an_extension_is_no_part_of_the_number(written: str) -> None:
    phone = parse_phone(written)
    assert phone is not None
    assert phone.e164 == "+84912000015"


@pytest.mark.parametrize("written", ["849120000131", "+849120000131", "09120000131"])
def test_a_mobile_has_nine_digits_after_the_zero(written: str) -> None:
    assert parse_phone(written) is None
