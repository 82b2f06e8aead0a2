"""Cells as people and spreadsheets write them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contactcenter.crm.fields.field import Choice, Field
from contactcenter.crm.imports.formulas import can_run, guard, unguard
from contactcenter.crm.imports.values.choices import read_boolean, read_choice, read_choices, write_choices
from contactcenter.crm.imports.values.dates import read_date
from contactcenter.crm.imports.values.numbers import read_money, read_number
from contactcenter.crm.imports.values.phones import Phones, read_phones
from contactcenter.crm.imports.values.problem import BadValue

HOA = "+84901234567"


@pytest.mark.parametrize(
    ("cell", "numbers", "is_repaired"),
    [
        ("0901234567", [HOA], False),
        ("+84901234567", [HOA], False),
        ("+84 901-234.567", [HOA], False),
        ("(028) 3822 1234", ["+842838221234"], False),
        (901234567, [HOA], True),  # Excel took the zero
        ("901234567", [HOA], True),
        (84901234567, [HOA], False),
        (84901234567.0, [HOA], True),
        ("84901234567.0", [HOA], True),
        ("8.4901234567E+10", [HOA], True),
        ("8,4901234567E+10", [HOA], True),
        (2838221234, ["+842838221234"], False),
        ("'0901234567", [HOA], False),
        ("0901234567; 0912000111", [HOA, "+84912000111"], False),
        ("0901234567/0912000111", [HOA, "+84912000111"], False),
        ("0901234567\n0912000111", [HOA, "+84912000111"], False),
        ("0901234567, 0901 234 567", [HOA], False),
        ("0901 234 567  0912 000 111", [HOA, "+84912000111"], False),
        ("028 3822 1234/102", ["+842838221234"], True),
        ("01201234567", ["+84701234567"], False),  # the numbering of before 2018
        ("", [], False),
        ("   ", [], False),
    ],
)
def test_phones_come_out_of_every_way_to_write_them(cell: Any, numbers: list[str], is_repaired: bool) -> None:
    assert read_phones(cell, "VN") == Phones(tuple(numbers), is_repaired)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("8.49E+10", "digits_lost"),
        ("8,49012E+10", "digits_lost"),
        ("8.49E+99", "digits_lost"),
        ("12", "bad_phone"),
        ("abc", "bad_phone"),
        ("0901234567; x", "bad_phone"),
        ("0901234567 hoặc hỏi chị Ba", "bad_phone"),
        ("#N/A", "cell_error"),
        (True, "bad_phone"),
        ("x" * 5000, "bad_phone"),
        ("; ".join(f"09012345{n:02d}" for n in range(11)), "bad_phone"),
    ],
)
def test_what_is_no_phone_is_said(cell: Any, code: str) -> None:
    with pytest.raises(BadValue) as error:
        read_phones(cell, "VN")
    assert error.value.code == code


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("31/01/1990", "dmy", date(1990, 1, 31)),
        ("3/4/2024", "dmy", date(2024, 4, 3)),
        ("3/4/2024", "mdy", date(2024, 3, 4)),
        ("24.12.31", "ymd", date(2024, 12, 31)),
        ("1990-01-31", "mdy", date(1990, 1, 31)),
        ("1990-01-31T00:00:00", "dmy", date(1990, 1, 31)),
        ("31-01-90", "dmy", date(1990, 1, 31)),
        ("ngày 31 tháng 1 năm 1990", "dmy", date(1990, 1, 31)),
        ("31/01/1990 08:00", "dmy", date(1990, 1, 31)),
        ("19900131", "dmy", date(1990, 1, 31)),
        (32904, "dmy", date(1990, 1, 31)),  # Excel's number of that day
        ("32904", "dmy", date(1990, 1, 31)),
        (32904.75, "dmy", date(1990, 1, 31)),
        (date(1990, 1, 31), "mdy", date(1990, 1, 31)),
    ],
)
def test_dates_in_any_order(cell: Any, order: str, day: date) -> None:
    assert read_date(cell, order) == day


@pytest.mark.parametrize("cell", ["31/02/1990", "1990", 1990, "x", "13/13/2024", "1/2/3/4", True, "99999999", -5])
def test_what_is_no_date_is_said(cell: Any) -> None:
    with pytest.raises(BadValue):
        read_date(cell, "dmy")


@pytest.mark.parametrize(
    ("cell", "locale", "amount"),
    [
        ("1.500.000 ₫", "vi", 1_500_000),
        ("1,500,000", "vi", 1_500_000),
        ("1500000", "en", 1_500_000),
        ("1 500 000 đ", "vi", 1_500_000),
        ("VND 1.500", "vi", 1_500),
        (1500000, "vi", 1_500_000),
        (1500000.0, "vi", 1_500_000),
        ("1.5E6", "en", 1_500_000),
        ("-50.000", "vi", -50_000),
    ],
)
def test_amounts_of_dong(cell: Any, locale: str, amount: int) -> None:
    assert read_money(cell, "VND", locale) == amount


@pytest.mark.parametrize(("cell", "cents"), [("12.50", 1250), ("12,50", 1250), ("$1,234.56", 123456), (12.5, 1250)])
def test_amounts_with_cents(cell: Any, cents: int) -> None:
    assert read_money(cell, "USD", "en") == cents


@pytest.mark.parametrize("cell", ["", "x", "1.5.0", "12,50 ₫", "1e400", "nan", True, "1.234.56", float("inf")])
def test_what_is_no_amount_is_said(cell: Any) -> None:
    with pytest.raises(BadValue):
        read_money(cell, "VND", "vi")


@pytest.mark.parametrize(
    ("cell", "locale", "number"),
    [("1.500", "vi", 1500), ("1.500", "en", 1.5), ("1,500", "en", 1500), ("1,5", "vi", 1.5), ("3.14", "vi", 3.14),
     ("0.125", "vi", 0.125), ("1234.567", "vi", 1234.567), ("-7", "vi", -7), (3.0, "vi", 3)],
)  # fmt: skip
def test_numbers_by_locale(cell: Any, locale: str, number: float) -> None:
    assert read_number(cell, locale) == number


@pytest.mark.parametrize("cell", ["có", "Có", "YES", "x", "X", "1", 1, True, "đúng", "✓"])
def test_ways_to_say_yes(cell: Any) -> None:
    assert read_boolean(cell) is True


@pytest.mark.parametrize("cell", ["không", "Khong", "no", "0", 0, False, "sai", "-"])
def test_ways_to_say_no(cell: Any) -> None:
    assert read_boolean(cell) is False


SIZES = Field("custom.size", "multi_choice", "custom", "Cỡ", "Size", (
    Choice("s", "Nhỏ", "Small"), Choice("l", "Lớn, rộng", "Large"), Choice("m", "Vừa", "Medium"),
))  # fmt: skip


@pytest.mark.parametrize("cell", ["s", "nhỏ", "NHO", "small"])
def test_a_choice_by_code_or_label_in_either_language(cell: str) -> None:
    assert read_choice(cell, SIZES) == "s"


@pytest.mark.parametrize("cell", ["Vừa; nhỏ", "vừa, nhỏ", "medium|small", "m\ns"])
def test_several_choices_in_the_fields_own_order(cell: str) -> None:
    assert read_choices(cell, SIZES) == ["s", "m"]


def test_a_label_may_hold_the_separator() -> None:
    assert read_choices("Lớn, rộng; Nhỏ", SIZES) == ["s", "l"]


LABELS = st.lists(st.text(alphabet='ab;,|" ', min_size=1, max_size=4).filter(str.strip), min_size=1, max_size=4)


@given(LABELS, st.data())
@example(["a", "b", "a; b"], None)
@example(["Áo, quần", "Giày; dép", 'Loại "A"'], None)
def test_choices_that_are_written_are_read_again(labels: list[str], data: Any) -> None:
    choices = tuple(Choice(f"c{n}", label, label) for n, label in enumerate(labels))
    field = Field("custom.x", "multi_choice", "custom", "X", "X", choices)
    some = data.draw(st.lists(st.sampled_from(field.codes), min_size=1, unique=True)) if data else list(field.codes)
    codes = [code for code in field.codes if code in some]
    assert read_choices(write_choices(field, tuple(codes), "vi"), field) == codes


@given(st.text(max_size=40) | st.text(alphabet="=+-@\t;,|\n 1a＝", max_size=12))
@example("a;\t+84901")
@example("\t=1")
def test_a_guarded_cell_comes_back_and_runs_nowhere(text: str) -> None:
    cell = guard(text)
    assert unguard(cell) == text
    assert not cell.startswith(("=", "@", "＝", "＋", "－", "＠"))
    assert not can_run(cell) or "\t" in cell


@pytest.mark.parametrize("text", ["+84901234567", "-5", "0901 234 567", "+84 901 234 567; +842838221234", "Hoa - Ba"])
def test_what_runs_nowhere_stays_as_it_is(text: str) -> None:
    assert guard(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", " =1", "\t=1", "x;=1", "+84901234567+cmd", "＝1"])
def test_what_would_run_gets_a_tab(text: str) -> None:
    assert "\t" in guard(text).replace(text.strip(), "") or guard(text) != text
