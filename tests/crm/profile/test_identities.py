"""The lines that find a person: known, maybe, former, shared, verified, and numbers found in texts."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import read
from contactcenter.crm.matching import find_match
from contactcenter.crm.numbers_in_text import find_numbers
from tests.crm.profile.desk import ProfileDesk


def lines(customer: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(i["channel"], i["value"], i["status"]) for i in customer["identities"]]


@pytest.mark.parametrize("channel", ["zalo", "messenger", "telegram", "whatsapp", "facebook"])
def test_accounts_are_kept_as_their_provider_gives_them(desk: ProfileDesk, channel: str) -> None:
    saved = desk.save("Hoa")
    answer = desk.send(f"/customers/{saved['id']}/identities", {"channel": channel, "value": " AbC-12345 "})
    assert (answer.status_code, lines(answer.json)) == (201, [(channel, "AbC-12345", "known")])


@pytest.mark.parametrize(
    ("channel", "value"), [("zalo", "a b"), ("zalo", "x" * 255), ("fax", "1"), ("phone", "abc"), ("email", "a@")]
)
def test_what_is_no_line_changes_nothing(desk: ProfileDesk, channel: str, value: str) -> None:
    saved = desk.save("Hoa")
    assert desk.send(f"/customers/{saved['id']}/identities", {"channel": channel, "value": value}).status_code == 422
    assert desk.customer(saved["id"])["version"] == saved["version"]


def test_verifying_says_when_and_confirms_what_was_unsure(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa")
    path = f"/customers/{saved['id']}/identities"
    phone = desk.send(path, {"channel": "phone", "value": "0901234567", "status": "maybe"}).json["phones"][0]
    verified = desk.patch(f"{path}/{phone['id']}", {"is_verified": True}).json["phones"][0]
    assert (verified["is_verified"], verified["status"]) == (True, "known")
    assert verified["verified_at"] is not None
    taken_back = desk.patch(f"{path}/{phone['id']}", {"is_verified": False}).json["phones"][0]
    assert (taken_back["is_verified"], taken_back["verified_at"]) == (False, None)


def test_a_maybe_never_identifies_and_a_confirmed_one_does(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa")
    path = f"/customers/{saved['id']}/identities"
    phone = desk.send(path, {"channel": "phone", "value": "0901234567", "status": "maybe"}).json["phones"][0]
    with read() as session:
        match = find_match(session, "phone", "+84901234567")
    assert (match.confidence, match.customer_id, match.candidate_ids) == ("maybe", None, (saved["id"],))
    desk.patch(f"{path}/{phone['id']}", {"status": "known"})
    with read() as session:
        assert find_match(session, "phone", "+84901234567").customer_id == saved["id"]


def test_every_change_of_a_line_needs_the_version_that_was_shown(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa", "0901234567")
    path = f"/customers/{saved['id']}/identities"
    phone = saved["phones"][0]["id"]
    first = desk.patch(f"{path}/{phone}", {"label": "nhà"}, saved["version"])
    assert (first.status_code, first.json["version"]) == (200, saved["version"] + 1)
    assert desk.patch(f"{path}/{phone}", {"label": "cũ"}, saved["version"]).status_code == 412
    assert desk.send(path, {"channel": "zalo", "value": "1"}, saved["version"]).status_code == 412
    assert desk.delete(f"{path}/{phone}", saved["version"]).status_code == 412
    assert desk.delete(f"{path}/{phone}", first.json["version"]).status_code == 204


@pytest.mark.parametrize("etag", ["x", "-1", "1" * 30])
def test_an_etag_we_never_gave_is_refused(desk: ProfileDesk, etag: str) -> None:
    saved = desk.save("Hoa")
    headers = {"X-CSRF-Token": desk.csrf, "If-Match": etag}
    answer = desk.http.patch(f"/api/v1/customers/{saved['id']}", json={"company": "A"}, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Số mới: 0908 111 222 nhé", ["+84908111222"]),
        ("gọi 090.811.1222 hoặc (028) 3822 1234", ["+84908111222", "+842838221234"]),
        ("số cũ 0123 456 7890", ["+84834567890"]),
        ("+84908111222, 84908111222, 0084908111222", ["+84908111222"]),
        ("ở Mỹ: +1 415 555 2671", ["+14155552671"]),
        ("Đơn 1.500.000 đ ngày 01/02/2026 mã 20260201123456", []),
        ("STK 0071000123456789012", []),
        ("0908111222x và DH0908111222", []),
        ("", []),
    ],
)
def test_numbers_are_found_in_texts_and_nothing_else(text: str, found: list[str]) -> None:
    assert find_numbers(text) == found


def test_a_number_in_a_note_becomes_a_maybe_once_and_stays_dismissed(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa", "0901234567")
    note = {"text": "Chị dùng thêm 0908 111 222, số cũ 0901234567"}
    desk.send(f"/customers/{saved['id']}/notes", note)
    customer = desk.customer(saved["id"])
    assert lines(customer) == [("phone", "+84901234567", "known"), ("phone", "+84908111222", "maybe")]
    assert customer["phones"][1]["source"] == "text"
    path = f"/customers/{saved['id']}/identities/{customer['phones'][1]['id']}"
    desk.patch(path, {"status": "former"})
    desk.send(f"/customers/{saved['id']}/notes", note)
    assert lines(desk.customer(saved["id"]))[1] == ("phone", "+84908111222", "former")


def test_spaces_and_repeats_in_one_body_are_one_line(desk: ProfileDesk) -> None:
    saved = desk.save("Hoa", "0901 234 567", " 84901234567 ", "", emails=["A@vidu.vn", "a@vidu.vn "])
    assert lines(saved) == [("phone", "+84901234567", "known"), ("email", "a@vidu.vn", "known")]


def test_of_several_who_save_one_number_at_once_one_succeeds(app: Flask, desk: ProfileDesk) -> None:
    def save(n: int) -> int:
        browser = app.test_client()
        browser.set_cookie("cc_session", desk.http.get_cookie("cc_session").value)
        body = {"display_name": f"Hoa {n}", "phones": ["0901234567"], "emails": ["hoa@vidu.vn"]}
        answer = browser.post("/api/v1/customers", json=body, headers={"X-CSRF-Token": desk.csrf})
        return int(answer.status_code)

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(save, range(6)))
    assert answers == [201, 409, 409, 409, 409, 409]
    assert len(desk.get("/customers").json["items"]) == 1
