"""The timeline: every filter by one index scan, words found with their second, live for whoever watches."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core import clock, db
from contactcenter.core.db import read, transaction
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.timeline import queries
from contactcenter.crm.timeline import service as timeline
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def customer(desk: Desk) -> str:
    return str(desk.post("/customers", {"display_name": "Hoa", "phones": ["0901234567"]}).json["id"])


def record(customer_id: str, n: int, **more: Any) -> None:
    with transaction() as session:
        timeline.record(
            session,
            **{
                "kind": "note", "ref_id": f"not_{n:03d}", "channel": "internal", "summary": f"số {n}",
                "occurred_at": clock.now() - timedelta(days=n), "customer_id": customer_id, **more,
            },
        )  # fmt: skip


def items(desk: Desk, customer_id: str, **filters: Any) -> list[dict[str, Any]]:
    answer = desk.http.get(f"/api/v1/customers/{customer_id}/timeline", query_string=filters)
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])


@pytest.fixture
def history(customer: str, desk: Desk) -> str:
    record(customer, 1, summary="Khách hỏi giao hàng", agent_id=desk.user_id)
    record(customer, 2, kind="order", channel="web", summary="DH-2024-17")
    record(customer, 3, kind="task", summary="Gọi lại")
    record(customer, 4, kind="order", channel="store", summary="DH-2024-18")
    with transaction() as session:
        timeline.mark_recorded(session, "task", "not_003")
    return customer


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3, 4]), ({"kind": "order"}, [2, 4]), ({"kind": "order,task"}, [2, 3, 4]), ({"channel": "web"}, [2]),
        ({"has_recording": "true"}, [3]), ({"has_recording": "false"}, [1, 2, 4]), ({"text": "giao hang"}, [1]),
        ({"text": "dh 18"}, [4]), ({"text": "GỌI"}, [3]), ({"text": "zzz"}, []),
        ({"text": "dh", "channel": "web"}, [2]),
        ({"kind": "order", "text": "giao"}, []), ({"text": "%"}, []),
    ],
)  # fmt: skip
def test_filters_leave_what_fits(desk: Desk, history: str, filters: dict[str, str], expected: list[int]) -> None:
    assert [int(item["ref_id"][-3:]) for item in items(desk, history, **filters)] == expected


def test_an_agent_and_a_time_leave_what_fits(desk: Desk, history: str) -> None:
    assert len(items(desk, history, agent=desk.user_id)) == 1
    since = (clock.now() - timedelta(days=2, hours=1)).isoformat()
    assert [item["kind"] for item in items(desk, history, **{"from": since})] == ["note", "order"]


@pytest.mark.parametrize(
    "bad",
    [{"has_recording": "x"}, {"text": "a" * 101}, {"from": "x"}, {"colour": "red"}, {"kind": "x"}, {"kind": "note,x"}],
)
def test_what_cannot_be_asked_is_refused(desk: Desk, customer: str, bad: dict[str, str]) -> None:
    assert desk.http.get(f"/api/v1/customers/{customer}/timeline", query_string=bad).status_code == 422


def test_pages_are_without_gaps_at_any_depth_and_with_filters(desk: Desk, customer: str) -> None:
    for n in range(12):
        record(customer, n, kind="order" if n % 2 else "task", summary=f"giao {n}")
    for filters in ({}, {"kind": "order"}, {"text": "giao"}):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = desk.http.get(
                f"/api/v1/customers/{customer}/timeline",
                query_string={**filters, "limit": 3, **({"cursor": cursor} if cursor else {})},
            ).json
            seen += [item["ref_id"] for item in page["items"]]
            cursor = page["next_cursor"]
        assert seen == [f"not_{n:03d}" for n in range(12) if not filters.get("kind") or n % 2]


def test_hits_come_with_their_place_in_plain_text(desk: Desk, customer: str) -> None:
    record(customer, 1, summary="<b>Giao</b> hàng nhanh", data={"text": "<b>Giao</b> hàng nhanh"})
    [item] = items(desk, customer, text="giao")
    assert item["hits"] == [{"seconds": None, "speaker": None, "snippet": "<b>Giao</b> hàng nhanh", "marks": [[3, 7]]}]
    assert "hits" not in items(desk, customer)[0]


@pytest.mark.parametrize(
    "filters",
    [
        {}, {"kind": "note"}, {"channel": "web"}, {"agent": "usr_1"}, {"has_recording": True},
        {"from_": clock.now() - timedelta(days=9), "to": clock.now()},
    ],
)  # fmt: skip
def test_a_page_is_one_scan_of_the_customers_index(app: Flask, customer: str, filters: dict[str, Any]) -> None:
    plans: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if "FROM timeline_items" in statement and not statement.startswith("EXPLAIN"):
            is_sqlite = connection.dialect.name == "sqlite"
            own = connection.connection.cursor()
            if not is_sqlite:
                own.execute("SET LOCAL enable_seqscan = off")  # a test's few rows are read faster than any index
                own.execute("SET LOCAL enable_sort = off")
                own.execute("SET LOCAL enable_bitmapscan = off")
            own.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}", parameters)
            plans.append(" ".join(str(row) for row in own.fetchall()))

    with read() as session:
        sa.event.listen(db.engine(), "before_cursor_execute", explain)
        try:
            queries.list_timeline(session, customer, {**filters, "limit": 20, "cursor": None})
        finally:
            sa.event.remove(db.engine(), "before_cursor_execute", explain)
    [plan] = plans
    assert plan.count("ix_timeline_items_customer_page") == 1, plan
    assert not any(word in plan for word in ("Sort", "TEMP B-TREE", "SCAN timeline", "Seq Scan")), plan


def test_a_colleagues_note_is_told_to_whoever_watches(app: Flask, desk: Desk, customer: str) -> None:
    desk.connect()
    desk.socket.emit("watch", {"customer": customer})
    colleague = Desk(app, "Huong").sit_down()
    desk.events()
    note = colleague.post(f"/customers/{customer}/notes", {"text": "Khách hẹn chiều"})
    assert note.status_code == 201, note.text
    [told] = desk.events("timeline.updated")
    data = told["data"]
    assert (data["customer_id"], data["kind"], data["is_gone"]) == (customer, "note", False)
    item = desk.get(f"/customers/{customer}/timeline/{data['id']}").json
    assert (item["data"]["text"], item["agent_name"]) == ("Khách hẹn chiều", "Huong")
    assert desk.get(f"/customers/{customer}/timeline/{data['id']}?kind=call").status_code == 404


def test_what_leaves_the_timeline_is_told_and_found_no_longer(desk: Desk, customer: str) -> None:
    record(customer, 1, summary="Khách hỏi giao hàng")
    desk.connect()
    desk.socket.emit("watch", {"customer": customer})
    with transaction() as session:
        timeline.remove(session, "note", "not_001")
        timeline.remove(session, "note", "not_001")
    [told] = desk.events("timeline.updated")
    assert told["data"]["is_gone"] is True
    assert items(desk, customer) == items(desk, customer, text="giao") == []


def test_an_item_of_somebody_else_is_not_shown(desk: Desk, customer: str) -> None:
    other = desk.post("/customers", {"display_name": "Sơn"}).json["id"]
    record(customer, 1)
    with read() as session:
        item_id = session.scalar(sa.select(TimelineItem.id))
    assert desk.get(f"/customers/{other}/timeline/{item_id}").status_code == 404
    assert desk.get(f"/customers/{customer}/timeline/{item_id}").status_code == 200


def test_filling_an_item_in_keeps_that_it_was_recorded(desk: Desk, customer: str) -> None:
    record(customer, 1)
    with transaction() as session:
        timeline.mark_recorded(session, "note", "not_001")
    record(customer, 1, summary="anders")
    assert len(items(desk, customer, has_recording="true")) == 1
