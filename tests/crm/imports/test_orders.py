"""Orders and products from files: lines of one order, whose it is, nothing twice, and all of it back."""

from pathlib import Path

import pytest

from tests.crm.imports.sheets import Importer, xlsx
from tests.crm.orders.shop import metrics, order, patch, product, save

HEAD = "Mã đơn hàng;Ngày đặt;Trạng thái;Số điện thoại;Tên khách hàng;Mã sản phẩm;Tên sản phẩm;Số lượng;Đơn giá\n"
FILE = (
    HEAD
    + "DH-1;05/03/2025 14:30;Đã giao;0901234567;Nguyễn Hoa;NC-1;;2;\n"
    + ";;;;;;Chảo sâu;1;250.000 ₫\n"
    + "DH-2;06/03/2025;Hoàn thành;0901234567;Nguyễn Hoa;;Chảo sâu;3;250.000\n"
    + "DH-3;07/03/2025;Đã hủy;0912000111;Lê Ba;;Nồi;1;1.000.000\n"
)


@pytest.fixture
def shop(importer: Importer) -> Importer:
    importer.kind = "orders"
    return importer


def all_orders(shop: Importer) -> dict[str, dict]:  # type: ignore[type-arg]
    return {one["code"]: one for one in shop.desk.get("/orders?limit=100").json["items"]}


def problems(shop: Importer, job: dict, number: int) -> list[str]:  # type: ignore[type-arg]
    [row] = [one for one in shop.rows(job["id"]) if one["number"] == number]
    return [one["code"] for one in row["problems"]]


def test_rows_with_one_code_are_lines_of_one_order(shop: Importer) -> None:
    product(shop.desk, "NC-1", 2_990_000)
    hoa = save(shop.desk, "Chị Hoa", "0901234567")
    uploaded = shop.uploaded(FILE)
    assert uploaded["mapping"] == [
        "code", "placed_at", "status", "phone", "display_name", "product_code", "product_name", "quantity", "price",
    ]  # fmt: skip
    checked = shop.step(uploaded["id"], "preview")
    assert checked["findings"]["outcomes"] == {"created": 3, "line": 1, "new_customers": 1}
    done = shop.step(uploaded["id"], "start")
    assert {name: n for name, n in done["counts"].items() if n} == {"created": 3, "line": 1, "new_customers": 1}
    first = all_orders(shop)["DH-1"]
    assert (first["customer_id"], first["status"], first["source"]) == (hoa, "delivered", "import")
    assert first["placed_at"] == "2025-03-05T07:30:00.000Z"
    assert first["total_minor"] == 2 * 2_990_000 + 250_000
    assert [(line["product_code"], line["name"], line["quantity"]) for line in first["lines"]] == [
        ("NC-1", "Máy NC-1", 2), (None, "Chảo sâu", 1),
    ]  # fmt: skip
    assert metrics(shop.desk, hoa)["orders"] == 2
    assert [row["made_name"] for row in shop.rows(done["id"])] == ["DH-1", None, "DH-2", "DH-3"]


def test_the_same_file_again_doubles_nothing(shop: Importer) -> None:
    product(shop.desk, "NC-1", 2_990_000)
    shop.run(FILE)
    before = all_orders(shop)
    skipped = shop.run(FILE)
    assert (skipped["counts"]["skipped"], skipped["counts"]["line"]) == (3, 1)
    assert shop.run(FILE, on_duplicate="update")["counts"]["unchanged"] == 3
    lower = FILE.replace("DH-", "dh-").replace("\n;;;", "\nDH-1;;;")
    assert shop.run(lower, on_duplicate="update")["counts"]["unchanged"] == 3
    assert all_orders(shop) == before


def test_undo_takes_orders_and_the_buyers_they_brought(shop: Importer) -> None:
    product(shop.desk, "NC-1", 2_990_000)
    hoa = save(shop.desk, "Chị Hoa", "0901234567")
    before = metrics(shop.desk, hoa)
    job = shop.run(FILE)
    assert len(shop.customers()) == 2
    undone = shop.step(job["id"], "undo")
    assert undone["undo_counts"] == {"removed": 3}
    assert all_orders(shop) == {}
    assert [one["id"] for one in shop.customers()] == [hoa]
    assert metrics(shop.desk, hoa) == before
    assert shop.desk.get(f"/customers/{hoa}/timeline").json["items"] == []


def test_undo_restores_what_an_update_changed_and_keeps_what_somebody_changed_since(shop: Importer) -> None:
    product(shop.desk, "NC-1", 2_990_000)
    shop.run(FILE)
    before = all_orders(shop)
    job = shop.run(FILE.replace("250.000", "300.000").replace("Đã hủy", "Đã giao"), on_duplicate="update")
    assert job["counts"]["updated"] == 3
    assert all_orders(shop)["DH-2"]["total_minor"] == 900_000
    changed = all_orders(shop)["DH-3"]
    assert patch(shop.desk, f"/orders/{changed['id']}", {"channel": "zalo"}).status_code == 200
    undone = shop.step(job["id"], "undo")
    assert undone["undo_counts"] == {"restored": 2, "kept": 1}
    after = all_orders(shop)
    for code in ("DH-1", "DH-2"):
        assert after[code]["total_minor"] == before[code]["total_minor"]
        assert after[code]["lines"] == before[code]["lines"]
    assert after["DH-3"]["status"] == "delivered"


def test_points_keep_their_order(shop: Importer) -> None:
    job = shop.run(HEAD + "DH-1;05/03/2025;;0901234567;Hoa;;Nồi;1;100\n")
    made = all_orders(shop)["DH-1"]
    given = {"points": 5, "reason": "quà", "order_id": made["id"]}
    assert shop.desk.post(f"/customers/{made['customer_id']}/loyalty", given).status_code == 201
    undone = shop.step(job["id"], "undo")
    assert undone["undo_counts"] == {"kept": 1}
    assert shop.rows(job["id"])[0]["undo_reason"] == "in_use"


WRONG = {
    "bad_date": "DH-9;31/02/2025;;0901234567;Hoa;;Nồi;1;100\n",
    "unlikely_date": "DH-9;01/02/2085;;0901234567;Hoa;;Nồi;1;100\n",
    "date_missing": "DH-9;;;0901234567;Hoa;;Nồi;1;100\n",
    "bad_phone": "DH-9;05/03/2025;;12;Hoa;;Nồi;1;100\n",
    "bad_choice": "DH-9;05/03/2025;bay mất;0901234567;Hoa;;Nồi;1;100\n",
    "bad_quantity": "DH-9;05/03/2025;;0901234567;Hoa;;Nồi;1,5;100\n",
    "bad_money": "DH-9;05/03/2025;;0901234567;Hoa;;Nồi;1;-100\n",
    "price_missing": "DH-9;05/03/2025;;0901234567;Hoa;;Nồi;1;\n",
    "unknown_product": "DH-9;05/03/2025;;0901234567;Hoa;XX;;1;100\n",
    "unknown_buyer": "DH-9;05/03/2025;;0901234567;;;Nồi;1;100\n",
    "buyer_without_line": "DH-9;05/03/2025;;;Khách lẻ;;Nồi;1;100\n",
    "code_missing": ";05/03/2025;;0901234567;Hoa;;Nồi;1;100\n",
    "too_long": f"{'x' * 90};05/03/2025;;0901234567;Hoa;;Nồi;1;100\n",
}


def test_every_fault_is_its_rows_own_and_refuses_the_whole_order(shop: Importer) -> None:
    rows = "".join(line.replace("DH-9", f"DH-{n}") for n, line in enumerate(WRONG.values()))
    good = "DH-OK;05/03/2025;;0901234567;Hoa;;Nồi;1;100\n"
    half = "DH-H;05/03/2025;;0901234567;Hoa;;Nồi;1;100\n;;;;;;Chảo;không;100\n"
    job = shop.run(HEAD + rows + good + half)
    assert list(all_orders(shop)) == ["DH-OK"]
    found = {code: problems(shop, job, n) for n, code in enumerate(WRONG, start=2)}
    assert found == {code: [code] for code in WRONG}
    assert (problems(shop, job, 16), problems(shop, job, 17)) == (["other_row_wrong"], ["bad_quantity"])
    assert "Row 17 of this order is wrong" in shop.report(job["id"], "?rows=problems&locale=en")


def test_a_code_that_comes_again_further_down_and_rows_that_disagree_are_refused(shop: Importer) -> None:
    job = shop.run(
        HEAD
        + "A;05/03/2025;;0901234567;Hoa;;Nồi;1;100\nB;05/03/2025;;0901234567;Hoa;;Nồi;1;100\n"
        + "A;05/03/2025;;0901234567;Hoa;;Chảo;1;100\n"
        + "C;05/03/2025;;0901234567;Hoa;;Nồi;1;100\nC;06/03/2025;;;;;Chảo;1;100\n"
    )
    assert sorted(all_orders(shop)) == ["A", "B"]
    assert (problems(shop, job, 4), problems(shop, job, 6)) == (["order_split"], ["differs_in_order"])


def test_a_number_of_several_people_names_nobody(shop: Importer) -> None:
    save(shop.desk, "Hoa", "0901234567")
    assert shop.desk.post("/customers?allow_duplicate=true", {"display_name": "Ba", "phones": ["0901234567"]}).json[
        "id"
    ]
    ours = save(shop.desk, "Tư", "0912000111")
    head = "Mã đơn,Ngày,Điện thoại,Mã KH,Tổng tiền\n"
    job = shop.run(head + f"A,5/3/2025,0901234567,,1.500.000\nB,5/3/2025,0901234567,{ours},1.500.000\n")
    assert problems(shop, job, 2) == ["several_customers"]
    assert [(one["code"], one["customer_id"], one["total_minor"]) for one in all_orders(shop).values()] == [
        ("B", ours, 1_500_000)
    ]
    closed = shop.run(head + "C,5/3/2025,0933000222,,10\n", new_customers=False)
    assert problems(shop, closed, 2) == ["unknown_buyer"]


def test_amounts_are_in_the_currency_of_their_row(shop: Importer, tmp_path: Path) -> None:
    ours = save(shop.desk, "Tư", "0912000111")
    rows = [["Order code", "Order date", "Phone", "Total", "Currency"], ["A", "2025-03-05", "0912000111", 12.5, "usd"],
            ["B", "2025-03-05", "0912000111", 1500000, ""], ["C", "2025-03-05", "0912000111", 5, "XXX"]]  # fmt: skip
    job = shop.run(xlsx(tmp_path / "a.xlsx", rows), "don.xlsx")
    found = {one["code"]: (one["total_minor"], one["currency"]) for one in all_orders(shop).values()}
    assert found == {"A": (1_250, "USD"), "B": (1_500_000, "VND")}
    assert problems(shop, job, 4) == ["bad_currency"]
    assert order(shop.desk, ours, 5, source="import", code="B")["total_minor"] == 5


def test_buyers_go_with_their_import_once_their_orders_are_gone_with_theirs(shop: Importer) -> None:
    orders = shop.uploaded(FILE)
    shop.kind = "customers"
    people = shop.run("Tên,SĐT\nNguyễn Hoa,0901234567\nLê Ba,0912000111\n")
    for step in ("preview", "start", "undo"):
        shop.step(orders["id"], step)
    assert shop.step(people["id"], "undo")["undo_counts"] == {"removed": 2}
    assert shop.customers() == []


def test_products_come_by_file_and_go_by_undo(importer: Importer) -> None:
    importer.kind = "products"
    old = product(importer.desk, "NC-1", 100)
    head = "Mã hàng,Tên hàng,Nhóm hàng,Giá bán,Đang bán\n"
    file = head + "NC-1,Nồi,Bếp,2.990.000,có\nNC-2,Chảo,Bếp,250.000 ₫,không\nNC-2,Khác,,1,\n,Ai,,1,\n"
    job = importer.run(file, on_duplicate="update")
    assert {name: n for name, n in job["counts"].items() if n} == {"created": 1, "updated": 1, "failed": 2}
    shown = {one["code"]: one for one in importer.desk.get("/products").json["items"]}
    assert (shown["NC-1"]["price_minor"], shown["NC-2"]["is_active"]) == (2_990_000, False)
    assert [problems(importer, job, n) for n in (4, 5)] == [["code_twice"], ["code_missing"]]
    assert importer.run(file, on_duplicate="update")["counts"]["unchanged"] == 2
    undone = importer.step(job["id"], "undo")
    assert undone["undo_counts"] == {"restored": 1, "removed": 1}
    [left] = importer.desk.get("/products").json["items"]
    assert (left["id"], left["name"], left["price_minor"]) == (old, "Máy NC-1", 100)


@pytest.mark.parametrize("kind", ["orders", "products"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_template_is_understood_and_imports(importer: Importer, kind: str, file_format: str) -> None:
    answer = importer.desk.get(f"/imports/template.{file_format}?kind={kind}&locale=vi")
    importer.kind = kind
    product(importer.desk, "NC-0")
    done = importer.run(answer.data, f"mau.{file_format}")
    assert None not in done["mapping"]
    assert done["counts"].get("failed", 0) == 0
    assert done["counts"]["created"] == 1


def test_what_is_no_kind_is_refused_and_columns_are_demanded(importer: Importer) -> None:
    importer.kind = "people"
    answer = importer.upload("Mã,Tên\n1,2\n")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "unknown_kind")
    importer.kind = "orders"
    job = importer.uploaded("Mã đơn,Tên khách\nA,Hoa\n")
    refused = importer.desk.post(f"/imports/{job['id']}/preview")
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "orders_need_columns")
