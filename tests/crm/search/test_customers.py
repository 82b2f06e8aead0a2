"""Customers are found by what was written of them, in any of its forms, and by nothing else."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.crm.search import customers, find, vocabulary
from contactcenter.crm.search.models import CustomerTerms
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


def save(desk: Desk, name: str, *phones: str, **more: Any) -> str:
    answer = desk.post("/customers", {"display_name": name, "phones": list(phones), **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def names(desk: Desk, q: str, **more: Any) -> list[str]:
    answer = desk.http.get("/api/v1/search", query_string={"q": q, **more})
    assert answer.status_code == 200, answer.text
    listed = desk.http.get("/api/v1/customers", query_string={"q": q})
    assert {c["display_name"] for c in listed.json["items"]} >= {c["display_name"] for c in answer.json["customers"]}
    return [c["display_name"] for c in answer.json["customers"]]


@pytest.fixture
def people(desk: Desk) -> Desk:
    save(desk, "Nguyễn Thị Hoa", "0901 234 567", emails=["hoa.nguyen88@vidu.vn"], company="Nhà Xanh")
    save(desk, "Đặng Văn Long", "0912000111")
    save(desk, "Trần Đức", "0705555123")
    return desk


@pytest.mark.parametrize(
    "q",
    [
        "Nguyễn Thị Hoa", "nguyen thi hoa", "HOA", "hoa nguyen", "ng h", "ngu", "h",
        "0901234567", "+84901234567", "84 901 234 567", "(090) 123-4567", "0084901234567", "0901.234", "0901",
        "tel:+84-901-234-567", "tel: 84-901-234-567", "567", "4567", "1234567", "hoa 4567",
        "hoa.nguyen88@vidu.vn", "HOA.NGUYEN88@", "nguyen88@vi", "vidu.vn", "@vidu", "vidu", "hoa.ng",
        "nha xanh", "nhà", "hoa xanh",
    ],
)  # fmt: skip
def test_she_is_found_by_any_form(people: Desk, q: str) -> None:
    assert names(people, q)[0] == "Nguyễn Thị Hoa"


@pytest.mark.parametrize("q", ["01205555123", "0120 555", "+841205555123", "0705555123"])
def test_an_old_eleven_digit_number_finds_the_new_one(people: Desk, q: str) -> None:
    assert names(people, q) == ["Trần Đức"]


@pytest.mark.parametrize("q", ["đặng", "dang", "Đ", "long d"])
def test_the_vietnamese_d_is_d(people: Desk, q: str) -> None:
    assert "Đặng Văn Long" in names(people, q)


@pytest.mark.parametrize(
    "q", ["zzz", "hoa zzz", "%", "_", "'", '"', "* OR 1", "\\", "0909999999", "hoa@vidu", "~7654", "().", "💐"]
)
def test_what_nobody_has_finds_nobody(people: Desk, q: str) -> None:
    assert names(people, q) == []


@pytest.mark.parametrize("q", ["", " ", "a" * 101, "a\x00b", "a\nb"])
def test_what_cannot_be_asked_is_refused(desk: Desk, q: str) -> None:
    answer = desk.http.get("/api/v1/search", query_string={"q": q})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "invalid")


def test_a_given_name_comes_before_other_words(desk: Desk) -> None:
    save(desk, "Hoa Văn Bình")
    save(desk, "Lê Hoàng")
    save(desk, "Lê Thị Hoa")
    save(desk, "Hoa")
    assert names(desk, "hoa") == ["Hoa", "Lê Thị Hoa", "Lê Hoàng", "Hoa Văn Bình"]


def test_a_whole_number_comes_before_names(desk: Desk) -> None:
    save(desk, "0901234567 cũ")
    save(desk, "Hoa", "0901234567")
    assert names(desk, "0901 234 567")[0] == "Hoa"


def test_ones_own_customers_come_first(desk: Desk) -> None:
    for n in range(3):
        save(desk, "Lê Thị Hoa", f"090123456{n}")
    mine = save(desk, "Lê Thị Hoa", "0901234569", owner_id=desk.user_id)
    found = desk.http.get("/api/v1/search", query_string={"q": "hoa"}).json["customers"]
    assert found[0]["id"] == mine


def test_who_was_spoken_to_lately_comes_first(desk: Desk) -> None:
    for n in range(3):
        save(desk, "Lê Thị Hoa", f"090123456{n}")
    recent = save(desk, "Lê Thị Hoa", "0901234569")
    desk.post(f"/customers/{recent}/notes", {"text": "Gọi lại"})
    found = desk.http.get("/api/v1/search", query_string={"q": "hoa"}).json["customers"]
    assert found[0]["id"] == recent


def test_of_very_many_ones_own_are_still_first(desk: Desk) -> None:
    with transaction() as session:
        from contactcenter.crm import service

        for n in range(300):
            service.create_customer(session, display_name=f"Nguyễn Văn {'AB'[n % 2]}")
    mine = save(desk, "Nguyễn Văn C", owner_id=desk.user_id)
    found = desk.http.get("/api/v1/search", query_string={"q": "nguyen"}).json["customers"]
    assert found[0]["id"] == mine


def test_a_new_name_is_found_and_the_old_one_no_longer(desk: Desk) -> None:
    who = save(desk, "Hoa", "0901234567")
    headers = {"X-CSRF-Token": desk.csrf}
    desk.http.patch(f"/api/v1/customers/{who}", json={"display_name": "Sơn"}, headers=headers)
    assert (names(desk, "hoa"), names(desk, "son")) == ([], ["Sơn"])
    desk.post(f"/customers/{who}/identities", {"channel": "email", "value": "son@vidu.vn"})
    assert names(desk, "son@vidu") == ["Sơn"]
    line = desk.get(f"/customers/{who}").json["phones"][0]["id"]
    desk.http.delete(f"/api/v1/customers/{who}/identities/{line}", headers=headers)
    assert names(desk, "4567") == []


def test_who_was_merged_is_found_as_the_survivor(desk: Desk) -> None:
    kept, other = save(desk, "Lê Hoa", "0901234567"), save(desk, "Hoa Le", "0912000111")
    merged = desk.post(f"/customers/{kept}/merge", {"with": [other], "choose": {}})
    assert merged.status_code in (200, 201), merged.text
    assert names(desk, "hoa") == ["Lê Hoa"]
    assert names(desk, "0912000111") == ["Lê Hoa"]


def test_all_can_be_indexed_anew(desk: Desk) -> None:
    save(desk, "Hoa", "0901234567")
    with transaction() as session:
        session.query(CustomerTerms).delete()
    assert names(desk, "hoa") == []
    assert customers.rebuild() == 1
    assert names(desk, "hoa") == names(desk, "4567") == ["Hoa"]


def test_at_most_as_many_as_asked_for(desk: Desk) -> None:
    for n in range(5):
        save(desk, "Lê Hoa", f"090123456{n}")
    assert len(names(desk, "hoa", limit=3)) == 3


def test_whoever_is_called_just_so_comes_first_of_very_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "CANDIDATES", 5)
    for word in "An Bình Châu Duy Giang Khang Lộc Mai Nga Oanh".split():
        save(desk, f"Trần Thị Hoàng {word}")
    save(desk, "Trần Thị Hoa")
    assert names(desk, "tran thi hoa")[0] == "Trần Thị Hoa"


@pytest.mark.parametrize("most", [0, 1, 40])
def test_it_is_all_one_how_many_words_begin_so(people: Desk, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """PostgreSQL's index is asked for few words as wholes, and for many by their beginning or not at all."""
    monkeypatch.setattr(vocabulary, "MOST_WORDS", most)
    save(people, "Hoàng Thị Huệ", company="Hoa Sen 24h")
    found = {q: set(names(people, q)) for q in ("h", "ho th", "thi h", "hoa nguyen", "sen 24", "se", "hz")}
    hue, hoa, long = "Hoàng Thị Huệ", "Nguyễn Thị Hoa", "Đặng Văn Long"
    assert found == {
        "h": {hue, hoa}, "ho th": {hue, hoa}, "thi h": {hue, hoa}, "hoa nguyen": {hoa}, "sen 24": {hue}, "se": {hue},
        "hz": set(),
    }  # fmt: skip
    assert names(people, "l") == [long]


def test_a_word_with_digits_is_found_by_any_beginning_of_it(people: Desk) -> None:
    save(people, "Kho Qx12b7", company="W4 Zt9")
    asked = ("q", "qx", "qx1", "QX12B7", "kho q", "qx2", "w4", "zt", "z", "zt8")
    found = ["Kho Qx12b7"]
    assert [names(people, q) for q in asked] == [found] * 5 + [[]] + [found] * 3 + [[]]


def test_an_orders_code_brings_who_bought(people: Desk) -> None:
    hoa = names_and_ids(people)["Nguyễn Thị Hoa"]
    for n in range(3):
        save(people, f"Đh {n}")
    ordered = people.post("/orders", {"customer_id": hoa, "code": "DH-2024-17", "total_minor": 90_000})
    assert ordered.status_code == 201, ordered.text
    for q in ("DH-2024-17", "#dh-2024-17", "dh-2024"):
        found = people.http.get("/api/v1/search", query_string={"q": q}).json
        assert found["orders"][0]["customer_name"] == "Nguyễn Thị Hoa"
        assert hoa in [one["id"] for one in found["customers"]]
    assert names_found(people, "dh-2024-17")[0] == "Nguyễn Thị Hoa", "the whole code means nobody else"
    assert names_found(people, "dh-2025") == []


def names_and_ids(desk: Desk) -> dict[str, str]:
    return {one["display_name"]: one["id"] for one in desk.get("/customers").json["items"]}


def names_found(desk: Desk, q: str) -> list[str]:
    answer = desk.http.get("/api/v1/search", query_string={"q": q})
    return [one["display_name"] for one in answer.json["customers"]]
