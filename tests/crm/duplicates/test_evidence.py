"""What makes two records look like one person, and what does not."""

from datetime import date
from typing import Any

import pytest

from contactcenter.crm.duplicates.evidence import LISTED_FROM, Line, Person, judge
from contactcenter.crm.duplicates.names import compare, key_of
from contactcenter.crm.service import fold


def person(name: str, *lines: Line, **more: Any) -> Person:
    return Person(id=name, name=fold(name), lines=lines, **more)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Nguyễn Văn An", "nguyen van an", "same"),
        ("Nguyễn Văn An", "An Nguyễn Văn", "transposed"),
        ("Nguyễn Văn An", "Văn An Nguyễn", "transposed"),
        ("Chị Nguyễn Thị Hoa", "Nguyễn Thị Hoa", "same"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoà", "same"),
        ("Trần Thị Phương", "Trần Thị Phuơng", "same"),
        ("Trần Thị Phương", "Trần Thị Phưong", "same"),
        ("Lê Hoàng Yến", "Lê Hoàng Yếm", "near"),
        ("Đặng Văn Long", "Dagn Van Long", "near"),
        ("Nguyễn Thị Hoa", "Nguyễn Hoa", "partly"),
        ("Nguyễn Thị Hoa", "Hoa", "partly"),
        ("Nguyễn Thị Hoa", "Trần Văn Dũng", "different"),
        ("Nguyễn Thị Hoa", "Trần Văn Hoa", None),
        ("", "Trần Văn Hoa", None),
        ("🙂", "Trần Văn Hoa", "different"),
    ],
)
def test_names_are_compared_as_people_write_them(one: str, other: str, likeness: str | None) -> None:
    assert compare(fold(one), fold(other)) == likeness
    assert compare(fold(other), fold(one)) == likeness


def test_names_that_sound_alike_meet_in_one_block() -> None:
    assert key_of(fold("Nguyễn Văn Xuân")) == key_of(fold("Văn Suân Nguyễn"))
    assert key_of(fold("Trần Thị Lý")) == key_of(fold("Chần Thị Li"))
    assert key_of(fold("Hoa")) is None


PHONE = Line("phone", "+84901234567")


def test_one_number_is_enough_to_ask_and_the_same_name_makes_it_sure() -> None:
    assert judge(person("A B", PHONE), person("A B", PHONE)).score == 100
    verdict = judge(person("Nguyễn Thị Hoa", PHONE), person("Trần Văn Dũng", PHONE))
    assert LISTED_FROM <= verdict.score < 60
    assert [reason["code"] for reason in verdict.reasons] == ["phone_same", "name_different"]


def test_a_shared_line_or_a_household_speaks_against() -> None:
    shared = Line("phone", "+84901234567", is_shared=True)
    assert judge(person("Nguyễn Thị Hoa", shared), person("Nguyễn Thị Hoa", PHONE)).score < LISTED_FROM
    home = frozenset({"hou_1"})
    one, other = person("Nguyễn Thị Hoa", PHONE, households=home), person("Trần Văn Dũng", PHONE, households=home)
    assert judge(one, other).score < LISTED_FROM


def test_a_rare_name_alone_is_worth_a_look_and_a_common_one_is_not() -> None:
    one, other = person("Nguyễn Văn An"), person("An Nguyễn Văn")
    assert judge(one, other, namesakes=2).score >= LISTED_FROM
    assert judge(one, other, namesakes=200).score < LISTED_FROM
    born = {"birthday": date(1990, 1, 2)}
    assert judge(person("Nguyễn Văn An", **born), person("An Nguyễn Văn", **born), namesakes=200).score >= LISTED_FROM


def test_father_and_son_of_one_name_are_two_people() -> None:
    one = person("Nguyễn Văn An", birthday=date(1960, 1, 2), address="12 le loi hue")
    other = person("Nguyễn Văn An", birthday=date(1990, 1, 2), address="12 le loi hue")
    assert judge(one, other).score < LISTED_FROM


def test_only_a_line_verified_on_both_without_anything_against_is_certain() -> None:
    verified = Line("phone", "+84901234567", is_verified=True)
    assert judge(person("Hoa", verified), person("Nguyễn Thị Hoa", verified)).is_certain
    assert not judge(person("Hoa", verified), person("Hoa", PHONE)).is_certain
    assert not judge(person("Nguyễn Thị Hoa", verified), person("Trần Văn Dũng", verified)).is_certain
    former = Line("phone", "+84901234567", is_verified=True, status="former")
    assert not judge(person("Hoa", verified), person("Hoa", former)).is_certain
