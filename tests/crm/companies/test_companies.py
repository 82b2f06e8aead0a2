"""Companies: found without diacritics, with their people, and with what happened with them."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.db import read
from contactcenter.crm.companies.models import Company
from contactcenter.crm.companies.queries import list_company_timeline
from tests.crm.hands import delete, patch, save_customer
from tests.flows.desk import Desk


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


def found(desk: Desk, name: str = "Công ty Nhà Xanh", **more: Any) -> Any:
    answer = desk.post("/companies", {"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def employ(desk: Desk, company_id: str, customer_id: str, **more: Any) -> Any:
    return desk.post(f"/companies/{company_id}/people", {"customer_id": customer_id, **more})


def names(answer: Any) -> list[str]:
    return [company["name"] for company in answer.json["items"]]


NO_WEBSITES = [
    "x", "javascript:alert(1)", "ftp://vidu.vn", "http://", "https:///a", "https://?q", "data:text/html,x",
    "https://a b.vn", "//vidu.vn", "https://vidu.vn:99999", "https://.", "mailto:hoa@vidu.vn", "https://lan:mk@vidu.vn",
]  # fmt: skip


@pytest.mark.parametrize("q", ["nha xanh", "XANH", "công ty", "0101234567", "38221234", "028 3822 1234"])
def test_a_company_is_found_by_name_tax_code_or_number(lan: Desk, q: str) -> None:
    found(lan, tax_code="0101234567-001", phones=["028 3822 1234"], size="10_49")
    found(lan, "Điện máy Đỏ", tax_code="9999999999")
    answer = lan.http.get("/api/v1/companies", query_string={"q": q})
    assert names(answer) == ["Công ty Nhà Xanh"]
    assert answer.json["items"][0]["phones"] == [{"e164": "+842838221234", "national": "028 3822 1234"}]


def test_the_same_company_twice_tells_which_is_there(lan: Desk) -> None:
    first = found(lan, tax_code="0101234567001")
    assert first["tax_code"] == "0101234567-001"
    for body in ({"name": "cong ty NHA XANH"}, {"name": "Tên khác", "tax_code": "0101234567-001"}):
        refused = lan.post("/companies", body)
        assert refused.status_code == 409
        assert refused.json["error"]["details"]["companies"] == [{"id": first["id"], "name": first["name"]}]
    assert lan.post("/companies?allow_duplicate=1", {"name": "Công ty Nhà Xanh"}).status_code == 201


def test_of_two_people_editing_the_second_is_told(lan: Desk) -> None:
    company = found(lan, industry="Nội thất")
    saved = patch(lan, f"/companies/{company['id']}", {"industry": None, "phones": ["0901234567"]}, '"1"')
    assert (saved.json["industry"], saved.headers["ETag"]) == (None, '"2"')
    assert patch(lan, f"/companies/{company['id']}", {"address": "x"}, '"1"').status_code == 412


def test_who_works_there_says_so_on_their_profile(lan: Desk) -> None:
    company, hoa = found(lan), save_customer(lan, "Chị Hoa")
    assert employ(lan, company["id"], hoa, title="Kế toán", is_main=True).status_code == 201
    assert employ(lan, company["id"], hoa).status_code == 409
    profile = lan.get(f"/customers/{hoa}").json
    assert (profile["company"], profile["job_title"]) == ("Công ty Nhà Xanh", "Kế toán")
    [link] = lan.get(f"/customers/{hoa}/companies").json["items"]
    assert (link["company_name"], link["title"], link["is_main"]) == ("Công ty Nhà Xanh", "Kế toán", True)
    assert lan.get(f"/companies/{company['id']}").json["people"] == 1


def test_a_new_name_follows_into_the_profiles(lan: Desk) -> None:
    company, hoa, long = found(lan), save_customer(lan, "Hoa"), save_customer(lan, "Long")
    for customer_id in (hoa, long):
        employ(lan, company["id"], customer_id)
    patch(lan, f"/customers/{long}", {"company": "Làm tự do"})
    patch(lan, f"/companies/{company['id']}", {"name": "Nhà Xanh JSC"})
    assert lan.get(f"/customers/{hoa}").json["company"] == "Nhà Xanh JSC"
    assert lan.get(f"/customers/{long}").json["company"] == "Làm tự do"


def test_who_left_leaves_its_name_too_and_may_come_back(lan: Desk) -> None:
    company, hoa = found(lan), save_customer(lan, "Hoa")
    [person] = employ(lan, company["id"], hoa).json["items"]
    left = patch(lan, f"/companies/{company['id']}/people/{person['id']}", {"until": "2026-01-31"})
    assert left.json["items"][0]["until"] == "2026-01-31"
    assert lan.get(f"/customers/{hoa}").json["company"] is None
    assert [p["until"] for p in employ(lan, company["id"], hoa).json["items"]] == [None]
    assert lan.get(f"/customers/{hoa}").json["company"] == "Công ty Nhà Xanh"
    assert delete(lan, f"/companies/{company['id']}/people/{person['id']}").status_code == 204
    assert lan.get(f"/customers/{hoa}").json["company"] is None


def test_a_company_has_one_main_person(lan: Desk) -> None:
    company = found(lan)
    for name in ("Hoa", "Long"):
        employ(lan, company["id"], save_customer(lan, name), is_main=True)
    people = lan.get(f"/companies/{company['id']}/people").json["items"]
    assert [(p["customer_name"], p["is_main"]) for p in people] == [("Long", True), ("Hoa", False)]


def test_its_timeline_is_that_of_its_people_page_by_page(lan: Desk) -> None:
    company = found(lan)
    people = [save_customer(lan, name) for name in ("Hoa", "Long", "Mai")]
    stranger = save_customer(lan, "Người lạ")
    for customer_id in people:
        employ(lan, company["id"], customer_id)
    for n in range(9):
        lan.post(f"/customers/{people[n % 3]}/notes", {"text": str(n)})
        lan.post(f"/customers/{stranger}/notes", {"text": "khác"})
    seen, cursor = [], ""
    while cursor is not None:
        page = lan.get(f"/companies/{company['id']}/timeline?limit=2{f'&cursor={cursor}' if cursor else ''}").json
        seen += [(item["summary"], item["customer_name"]) for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [(str(n), ("Hoa", "Long", "Mai")[n % 3]) for n in range(8, -1, -1)]
    assert lan.get(f"/companies/{company['id']}/timeline?cursor=x").status_code == 422


def test_its_timeline_reads_each_persons_newest_by_the_index(lan: Desk) -> None:
    company = found(lan)
    for name in ("Hoa", "Long"):
        employ(lan, company["id"], save_customer(lan, name))
    statements: list[str] = []
    with read() as session:
        engine = session.get_bind()
        listen = lambda *args: statements.append(args[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", listen)
        list_company_timeline(session, company["id"], {"limit": 20, "cursor": None})
        sa.event.remove(engine, "before_cursor_execute", listen)
    statements = [one for one in statements if not one.startswith("BEGIN")]
    assert len(statements) == 2, "its people, then one statement for all of them"
    assert "UNION ALL" in statements[1]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "?!"},
        {"name": "x" * 201},
        {"name": "A", "phones": ["113x"]},
        {"name": "A", "size": "big"},
        {"name": "A", "owner_id": "usr_x"},
        {"name": "A", "colour": 1},
        {"name": "A", "phones": "0901234567"},
        {"name": "a\x00"},
        {"name": "\u200b\u3164"},
        *({"name": "A", "website": written} for written in NO_WEBSITES),
    ],
)
def test_what_is_no_company_is_refused(lan: Desk, body: dict[str, Any]) -> None:
    answer = lan.post("/companies", body)
    assert answer.status_code == 422 or body.get("name") == "?!"
    if answer.status_code == 422:
        with read() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(Company)) == 0


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://vidu.vn/a?b=1", "https://vidu.vn/a?b=1"),
        ("HTTP://VIDU.VN", "HTTP://VIDU.VN"),
        ("vidu.vn/lien-he", "https://vidu.vn/lien-he"),
        ("https://nội-thất.vn", "https://nội-thất.vn"),
        ("", None),
        (None, None),
    ],
)
def test_a_website_is_an_address_that_opens(lan: Desk, written: str | None, kept: str | None) -> None:
    assert found(lan, website=written)["website"] == kept


def test_bad_people_are_refused(lan: Desk) -> None:
    company, hoa = found(lan), save_customer(lan, "Hoa")
    assert employ(lan, company["id"], "cus_x").status_code == 404
    assert employ(lan, "com_x", hoa).status_code == 404
    assert employ(lan, company["id"], hoa, since="2026-02-02", until="2026-01-01").status_code == 422
    assert employ(lan, company["id"], hoa, since="hôm qua").status_code == 422
    assert lan.get(f"/customers/{hoa}").json["company"] is None
