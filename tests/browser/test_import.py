"""A supervisor imports a file with errors: sees them in words, imports the rest, takes it all back."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.system.people import Person

ROWS = (
    "Họ và tên,SĐT,Email,Ngày sinh\n"
    "Browser Hoa,355000111,hoa.browser@vidu.vn,31/01/1990\n"
    "Browser Ba,8.49E+10,,\n"
    ",0355000333,,\n"
    "<img src=x onerror=alert(1)>,0355000444,,32/01/1990\n"
    "Browser Tư,0355000555,,\n"
)


def choose(page: Page, name: str, content: bytes) -> None:
    """By content: a browser without a locale finds no file whose path is not ASCII."""
    page.locator("#import-file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_file_with_errors_is_imported_and_undone(
    hire: Callable[..., Person],
    desk_of: Callable[..., Desk],
) -> None:
    page = desk_of(hire("Nam", "supervisor")).open("/imports").is_online().page
    choose(page, "khách tháng 11.csv", ROWS.encode())

    fields = page.get_by_role("combobox", name="becomes")
    expect(fields.first).to_have_value("display_name")
    expect(fields.nth(1)).to_have_value("phone")
    page.get_by_role("button", name="Check the whole file").click()

    start = page.get_by_role("button", name="Import 2 rows")
    expect(start).to_be_enabled()
    expect(page.get_by_text("Excel has dropped the last digits").first).to_be_visible()
    expect(page.get_by_text("The name is missing").first).to_be_visible()
    expect(page.get_by_text("Not a date that can be read").first).to_be_visible()
    start.click()

    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Only rows to mend").click()
    report = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in report] == ["Row", "3", "4", "5"]

    page.get_by_role("button", name="Created", exact=True).click()
    expect(page.get_by_role("link", name="Browser Hoa")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    expect(page.get_by_text("Everything is as it was before the import.")).to_be_visible()

    page.goto("/imports")
    expect(page.get_by_role("link", name="khách tháng 11.csv")).to_be_visible()


def test_a_false_file_is_refused_in_words(
    hire: Callable[..., Person],
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of(hire("Nam", "supervisor")).open("/imports").is_online()
    desk.complaints.forgive(r"422 .*/imports")
    choose(desk.page, "khách.xlsx", b"%PDF-1.7 this is something else")
    expect(desk.page.get_by_text("neither a CSV nor an XLSX")).to_be_visible()


def test_an_export_is_made_and_fetched(hire: Callable[..., Person], desk_of: Callable[..., Desk]) -> None:
    page = desk_of(hire("Nam", "supervisor")).open("/imports?tab=exports").is_online().page
    page.get_by_role("button", name="Export customers").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Birthday").check()
    dialog.get_by_role("button", name="Export 9 columns").click()
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Download").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK\x03\x04")


SOLD = (
    "Mã đơn;Ngày đặt;SĐT;Tên khách;Sản phẩm;SL;Đơn giá\n"
    "BR-1;05/03/2025;0355000777;Browser Năm;Nồi cơm;1;2.990.000 ₫\n"
    ";;;;Chảo sâu;2;250.000 ₫\n"
    "BR-2;31/02/2025;0355000777;Browser Năm;Nồi cơm;1;2.990.000 ₫\n"
)


def test_orders_are_imported_and_undone(hire: Callable[..., Person], desk_of: Callable[..., Desk]) -> None:
    page = desk_of(hire("Nam", "supervisor")).open("/orders").is_online().page
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.get_by_role("radio", name="Orders")).to_be_checked()
    choose(page, "đơn hàng.csv", SOLD.encode())
    expect(page.get_by_role("combobox", name="becomes").first).to_have_value("code")
    page.get_by_role("button", name="Check the whole file").click()
    start = page.get_by_role("button", name="Import 1 order")
    expect(start).to_be_enabled()
    expect(page.get_by_text("Not a date that can be read").first).to_be_visible()
    start.click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    page.get_by_role("button", name="Created", exact=True).click()
    expect(page.get_by_role("link", name="BR-1")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    page.goto("/orders?q=BR-1")
    expect(page.get_by_text("No order matches")).to_be_visible()
