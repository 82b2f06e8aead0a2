"""What a mask makes of an answer."""

from typing import Any

import pytest

from contactcenter.crm.masking.mask import Mask, holds_masked, mask_email, mask_phone

ALL = Mask(phones=True, emails=True, sensitive=frozenset({"income_band", "custom.salary"}))


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+84901234567", "090•••••67"),
        ("0901 234 567", "090•••••67"),
        ("84901234567", "090•••••67"),
        ("028 3822 1234", "028•••••34"),
        ("+14155552671", "+141•••••71"),
        ("090•••••67", "090•••••67"),
        ("", ""),
    ],
)
def test_numbers_keep_their_head_and_tail(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


def test_addresses_keep_their_first_letter_and_their_domain() -> None:
    assert mask_email("viết cho hoa.nguyen+1@mail.vidu.vn nhé") == "viết cho h•••@mail.vidu.vn nhé"
    assert mask_email("h•••@vidu.vn") == "h•••@vidu.vn"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gọi lại 0901 234 567 hoặc +84 28 3822 1234.", "Gọi lại 090•••••67 hoặc 028•••••34."),
        ("090.123.4567", "090•••••67"),
        ("đơn DH0901234567, 1.500.000 đ, 2026-11-22T03:22:00.000Z", None),
        ("cus_01m80nvc1x3awk681pcvabzrxg", None),
        ("a1b2c3d4-0000-4000-8000-000000000000", None),
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", None),
    ],
)
def test_only_numbers_in_texts_are_masked(text: str, shown: str | None) -> None:
    assert ALL.text(text) == (shown or text)


def test_a_customer_is_masked_through_and_through() -> None:
    customer: dict[str, Any] = {
        "id": "cus_1",
        "display_name": "Hoa",
        "phones": [{"id": "idn_1", "e164": "+84901234567", "national": "0901 234 567", "is_masked": False}],
        "emails": ["hoa@vidu.vn"],
        "identities": [{"id": "idn_2", "channel": "zalo", "value": "3124567890123", "is_masked": False}],
        "income_band": "20m_50m",
        "custom": {"salary": 5, "size": "small", "phone2": "0901234567"},
        "masked_fields": [],
        "notes": "số khác 0908111222",
        "birthday": "1990-01-31",
    }
    assert ALL.payload(customer) == {
        **customer,
        "phones": [{"id": "idn_1", "e164": "090•••••67", "national": "090•••••67", "is_masked": True}],
        "emails": ["h•••@vidu.vn"],
        "income_band": "•••",
        "custom": {"salary": "•••", "size": "small", "phone2": "090•••••67"},
        "masked_fields": ["custom.phone2", "custom.salary", "income_band", "notes"],
        "notes": "số khác 090•••••22",
    }


def test_only_the_customers_side_of_a_call_is_masked() -> None:
    call = {"direction": "inbound", "from": "+84901234567", "to": "+842871234567", "number_national": "0901 234 567"}
    assert ALL.payload(call) == {**call, "from": "090•••••67", "number_national": "090•••••67"}
    back = {"direction": "outbound", "from": "+842871234567", "to": "+84901234567"}
    assert ALL.payload(back) == {**back, "to": "090•••••67"}


def test_what_one_is_writing_comes_back_as_it_was_typed() -> None:
    draft = {"text": "gọi 0901234567", "version": 3, "saved_at": "2026-11-22T00:00:00Z"}
    assert ALL.payload({"call_id": "cal_1", **draft}) == {"call_id": "cal_1", **draft}
    assert ALL.payload({"me": {"email": "lan@vidu.vn"}, "draft": draft}) == {
        "me": {"email": "lan@vidu.vn"},
        "draft": draft,
    }


def test_days_are_no_numbers() -> None:
    period = {"from": "2026-11-22", "to": "2026-11-23T00:00:00Z", "number": 84901234567}
    assert ALL.payload(period) == period


def test_rows_that_name_a_sensitive_field_hide_its_values() -> None:
    change = {"field": "custom.salary", "old": None, "new": 5, "actor_name": "Lan"}
    assert ALL.payload(change) == {**change, "new": "•••"}
    line = {"field": "identity", "old": None, "new": {"channel": "email", "value": "hoa@vidu.vn"}}
    assert ALL.payload(line)["new"]["value"] == "h•••@vidu.vn"


def test_masking_twice_is_masking_once_and_nothing_hidden_changes_nothing() -> None:
    data = {"items": [{"e164": "+84901234567", "text": "0901234567 a@b.vn", "income_band": "under_10m"}]}
    once = ALL.payload(data)
    assert ALL.payload(once) == once
    assert Mask().payload(data) is data


def test_a_body_that_holds_a_mask_is_noticed() -> None:
    assert holds_masked({"a": [{"b": "090•••••67"}]})
    assert not holds_masked({"a": ["0901234567", 5, None], "b": "• một ý"})
