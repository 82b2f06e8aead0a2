"""The pictures about customers, taken by scripts/screenshots.py: profile, merge, import, segments, quality, tasks."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from contactcenter.demo.groups import OWN
from scripts.studio import Desk, Studio, settled

FILE = "khách hội chợ tháng 11.csv"
ROWS = """Họ và tên,SĐT,Email,Ngày sinh,Tỉnh/thành,Nhu cầu
Đoàn Thị Mỹ Hạnh,355000111,hanh.doan@example.com,31/01/1990,TP. Hồ Chí Minh,Máy lọc nước
Lê Hữu Phát,01698 123 456,,12/08/1985,Đồng Nai,Bếp từ
Phan Bảo Trâm,8.49E+10,tram@example.com,,Bình Dương,
,0355000333,,,,Máy giặt
Ngô Quang Huy,0355000444,huy.ngo@,32/01/1990,Hà Nội,
Trịnh Thu Vân,0355000555,van.trinh@example.com,05/06/1992,Cần Thơ,Gói chăm sóc da
"""
"""As fairs deliver them: a lost zero, an old prefix, a number that Excel rounded, no name, no such day."""


def one_true_profile(studio: Studio) -> None:
    """A supervisor's morning with the customers' data, and an agent's with what was promised."""
    nam = studio.seat("nam@demo.vn")
    page = nam.page
    page.goto(f"/customers/{best_known(nam)['id']}?tab=details")
    settled(page, ".profile")
    studio.take(page, "profile")
    search(studio, page)
    page.goto("/duplicates")
    settled(page, ".pair, [role=radio], [type=radio]")
    studio.take(page, "merge")
    an_import(studio, page)
    segments(studio, nam)
    page.goto("/data-quality")
    settled(page, "table tbody tr")
    studio.take(page, "data-quality")
    companies = nam.get("/companies")["items"]
    page.goto(f"/companies/{max(companies, key=lambda one: one['people'])['id']}")
    settled(page, ".card")
    studio.take(page, "company")
    nam.context.close()
    tasks(studio)


def search(studio: Studio, page: Page) -> None:
    """Half a name without its accents."""
    page.keyboard.press("Control+k")
    page.locator(".palette__input").fill("may loc nuoc")
    settled(page, ".palette__row--text")
    studio.take(page, "search")
    page.keyboard.press("Escape")


def an_import(studio: Studio, page: Page) -> None:
    """A file from a fair, checked; then thrown away."""
    page.goto("/imports")
    page.locator("#import-file").set_input_files({"name": FILE, "mimeType": "text/csv", "buffer": ROWS.encode()})
    page.get_by_role("button", name="Check the whole file").click()
    page.get_by_text("The name is missing").first.wait_for()
    settled(page, "table")
    studio.take(page, "import")
    page.get_by_role("button", name="Discard").click()


def segments(studio: Studio, nam: Desk) -> None:
    """The rules of a group, opened for a change, counted as they stand."""
    known = {one["name"]: one for one in nam.get("/segments")["items"]}
    nam.page.goto(f"/segments/{known[OWN[0][0]]['id']}")
    nam.page.get_by_role("button", name="Edit rules").click()
    nam.page.wait_for_timeout(2500)
    studio.take(nam.page, "segment")


def tasks(studio: Studio) -> None:
    lan = studio.seat("lan@demo.vn")
    lan.page.goto("/tasks")
    settled(lan.page, ".task, li")
    studio.take(lan.page, "tasks")
    lan.context.close()


def best_known(desk: Desk) -> dict[str, Any]:
    """Of whom most is written down."""
    people = [one for one in desk.get("/customers?limit=200")["items"] if one["company"]]
    told: dict[str, Any] = max(
        people, key=lambda one: (one["segment"] == "vip", sum(bool(value) for value in one.values()), one["id"])
    )
    return told
