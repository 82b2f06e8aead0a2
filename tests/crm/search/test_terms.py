"""Search finds what was written in any of its forms: the property, on the real index of both databases."""

import string
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactcenter.core.db import read, transaction
from contactcenter.core.phone import VIETNAM_2018
from contactcenter.crm import service
from contactcenter.crm.search.find import find_customers, matching_ids
from contactcenter.crm.search.snippets import cut
from contactcenter.crm.search.terms import question, words_of

SYLLABLES = ("Nguyễn", "Trần", "Đặng", "Thị", "Văn", "Ngọc", "Hoa", "Hoàng", "Hương", "Đạt", "Ý", "Yến", "Phượng")
_some = settings(
    max_examples=25, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
PHONES = st.tuples(st.sampled_from(sorted(VIETNAM_2018)), st.text(string.digits, min_size=7, max_size=7))
LOCALS = st.from_regex(r"[a-z]{2,8}(\.[a-z]{2,8})?[0-9]{0,3}", fullmatch=True)


def _spaced(digits: str, gap: str) -> str:
    return gap.join([digits[:4], digits[4:7], digits[7:]])


def _forms(name: str, old: str, rest: str, email: str, draw: Any) -> list[str]:
    """What somebody may type who means this person."""
    national = f"0{VIETNAM_2018[old]}{rest}"
    words = draw(st.permutations(name.split()))
    cut_off = draw(st.integers(1, len(words[-1])))
    tail = draw(st.integers(3, 9))
    return [
        name, name.upper(), " ".join(words), " ".join([*words[:-1], words[-1][:cut_off]]), " ".join(words_of(name)),
        national, _spaced(national, " "), _spaced(national, "."), f"+84{national[1:]}", f"84{national[1:]}",
        f"+84 (0) {national[1:]}".replace("(0) ", ""), f"0{old}{rest}", _spaced(f"0{old}{rest}", "-"),
        national[-tail:], national[: draw(st.integers(4, 10))],
        email, email.upper(), email[: email.index("@") + 2], email.split("@")[1],
        f"{words_of(name)[-1]} {national[-4:]}",
    ]  # fmt: skip


@_some
@given(NAMES, PHONES, LOCALS, st.data())
def test_search_finds_what_was_written_in_any_of_its_forms(
    app: Flask, name: str, phone: tuple[str, str], local: str, data: st.DataObject
) -> None:
    old, rest = phone
    email = f"{local}@vidu-{rest}.vn"
    written = data.draw(st.sampled_from([f"0{old}{rest}", f"+84{VIETNAM_2018[old]}{rest}"]))
    with transaction() as session:
        who = service.create_customer(
            session, display_name=name, phones=[written], emails=[email], allow_duplicate=True
        ).id
    for typed in _forms(name, old, rest, email, data.draw):
        with read() as session:
            listed = matching_ids(session, typed, region="VN")
            assert who in listed, typed
            found = find_customers(session, typed, region="VN", actor_id=None, limit=250)
            assert who in found, typed


@_some
@given(st.text(max_size=100))
def test_whatever_is_typed_is_a_question_that_the_index_understands(app: Flask, typed: str) -> None:
    with read() as session:
        matching_ids(session, typed.replace("\x00", ""), region="VN")


@given(st.text(max_size=60))
def test_terms_hold_nothing_that_could_end_a_quotation(typed: str) -> None:
    for is_wide in (False, True):
        for group in question(typed, "VN", is_wide=is_wide).groups:
            assert not set("".join(group)) - set(string.ascii_lowercase + string.digits + "~=@#._+-")


@given(st.text(max_size=300), st.sampled_from(["a", "hang", "giao", "1"]))
def test_a_snippet_is_a_part_of_the_text_and_its_marks_are_inside(text: str, word: str) -> None:
    snippet = cut(text, [word])
    assert snippet.text.strip("…") in text.replace("\n", " ")
    assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)
    assert all(words_of(snippet.text[start:end])[0].startswith(word) for start, end in snippet.marks)


@pytest.mark.parametrize(("text", "marked"), [("Đơn GIAO HÀNG chậm", ["GIAO", "HÀNG"]), ("hàng", ["hàng"]), ("x", [])])
def test_hits_are_marked_as_they_were_written(text: str, marked: list[str]) -> None:
    snippet = cut(text, ["giao", "hang"])
    assert [snippet.text[a:b] for a, b in snippet.marks] == marked
