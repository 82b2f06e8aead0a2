"""Import, then undo: every table is as it was.

Left out of the comparison: the import's own records (imports, import_rows), a customer's or order's `version` and
`updated_at` (two changes more), figures of somebody who never bought anything, the history (`field_changes`
keeps both), and what follows from customers by jobs later (marks of what is to be looked at, with their times).
"""

from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactcenter.core.db import Base, engine, transaction
from contactcenter.crm.models import Customer, TimelineItem
from tests.crm.imports.sheets import Importer

OWN = {"imports", "import_rows", "field_changes", "segment_marks", "duplicate_marks", "duplicate_keys", "tags"}
MOVING = {
    "customers": {"version", "updated_at"},
    "orders": {"version", "updated_at"},
    "customer_stats": {"updated_at"},
    "api_keys": {"last_used_at"},
    "user_sessions": {"last_seen_at"},
}
NAMES = ["Nguyễn Hoa", "Lê Ba", "=1+1", "", "Trần Tư", "x" * 250]
PHONES = ["0901234567", "0912000111", "901234567", "12", "", "0901234567; 0933000222"]
MAILS = ["hoa@vidu.vn", "ba@vidu.vn", "x", ""]
PROVINCES = ["Huế", "Vinh", ""]
BIRTHDAYS = ["31/01/1990", "30/02/1990", ""]

row = st.tuples(*(st.sampled_from(values) for values in (NAMES, PHONES, MAILS, PROVINCES, BIRTHDAYS)))
sheets = st.lists(row, min_size=1, max_size=8).filter(lambda rows: any(map(any, rows)))
"""With a word somewhere: a file with nothing below its first line is refused when it comes."""
options = st.fixed_dictionaries(
    {
        "on_duplicate": st.sampled_from(["skip", "update", "create"]),
        "bad_values": st.sampled_from(["row", "value"]),
        "fill_only": st.booleans(),
        "tags": st.sampled_from([[], ["Hội chợ"]]),
    }
)


def csv_of(rows: list[tuple[str, ...]]) -> str:
    return "Tên,SĐT,Email,Tỉnh,Ngày sinh\n" + "\n".join(",".join(cells) for cells in rows) + "\n"


def everything() -> dict[str, list[Any]]:
    """All rows of all tables of ours, but for what is left out."""
    found: dict[str, list[Any]] = {}
    with engine().connect() as connection:
        for table in Base.metadata.sorted_tables:
            columns = [c for c in table.columns if c.name not in MOVING.get(table.name, ())]
            wanted = sa.select(*columns)
            if table.name == "customer_stats":
                wanted = wanted.where(sa.or_(table.c.orders > 0, table.c.contacts > 0, table.c.points != 0))
            if table.name not in OWN:
                found[table.name] = sorted(map(repr, connection.execute(wanted)))
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=sheets, second=sheets, how=options)
def test_import_then_undo_is_the_identity(
    importer: Importer, first: list[tuple[str, ...]], second: list[tuple[str, ...]], how: dict[str, Any]
) -> None:
    with transaction() as session:
        session.execute(sa.delete(Customer))
    importer.run(csv_of(first), on_duplicate="create", bad_values="value")
    before = everything()
    job = importer.run(csv_of(second), **how)
    done = importer.step(job["id"], "undo") if "undo" in job["can"] else job
    kept = [row for row in importer.rows(job["id"]) if row["undo"] == "kept"]
    assert kept == []
    assert sum(done["undo_counts"].values()) == sum(job["counts"].get(one, 0) for one in ("created", "updated"))
    after = everything()
    assert {name: after[name] for name in after if after[name] != before[name]} == {}


CODES = ["DH1", "DH2", "DH3", ""]
DAYS = ["01/02/2025", "01/02/2025 14:30", "31/02/2025", ""]
TOTALS = ["1.500.000 ₫", "250.000", "12,5", ""]
GOODS = ["Nồi", "", "Chảo"]
BUYERS = ["Nguyễn Hoa", ""]
STATUSES = ["Đã giao", "Hủy", ""]
purchase = st.tuples(*(st.sampled_from(v) for v in (CODES, DAYS, PHONES[:3], BUYERS, TOTALS, GOODS, STATUSES)))
purchases = st.lists(purchase, min_size=1, max_size=8)


def orders_of(rows: list[tuple[str, ...]]) -> str:
    return "Mã đơn;Ngày đặt;SĐT;Tên khách;Tổng tiền;Sản phẩm;Trạng thái;Đơn giá\n" + "".join(
        ";".join((*cells, "90.000")) + "\n" for cells in rows
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=purchases, second=purchases, policy=st.sampled_from(["skip", "update"]), is_open=st.booleans())
def test_an_import_of_orders_then_undo_is_the_identity(
    importer: Importer, first: list[tuple[str, ...]], second: list[tuple[str, ...]], policy: str, is_open: bool
) -> None:
    with transaction() as session:
        session.execute(sa.delete(TimelineItem))
        session.execute(sa.delete(Customer))
    importer.kind = "orders"
    importer.run(orders_of(first))
    before = everything()
    job = importer.run(orders_of(second), on_duplicate=policy, new_customers=is_open)
    assert (
        importer.run(orders_of(second), on_duplicate="update", new_customers=is_open)["counts"].get("created", 0) == 0
    )
    assert job["state"] == "done"
    done = importer.step(job["id"], "undo") if "undo" in job["can"] else job
    assert [row for row in importer.rows(job["id"]) if row["undo"] == "kept"] == []
    assert sum(done["undo_counts"].values()) == sum(job["counts"].get(one, 0) for one in ("created", "updated"))
    after = everything()
    assert {name: after[name] for name in after if after[name] != before[name]} == {}
