"""What was said and written is found by its words, and opened at its second."""

from typing import Any

import pytest
from flask import Flask

from contactcenter.calls import service as calls
from contactcenter.calls import texts as call_texts
from contactcenter.calls.announcing import announce
from contactcenter.calls.models import Call, TranscriptLine
from contactcenter.core.db import transaction
from contactcenter.crm.search.models import SearchText
from contactcenter.crm.search.rebuilding import rebuild_all
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk

SAID = (
    ("customer", 1.5, "Chị đặt hàng tuần trước mà chưa thấy giao."),
    ("agent", 6.0, "Dạ em kiểm tra ngay ạ."),
    ("customer", 73.25, "Thế chiều nay có giao hàng được không em?"),
)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


def spoken(client: Any, desk: Desk, number: str = "+84901234567") -> str:
    """A call that is over, with a transcript made afterwards; its id."""
    call = PhoneCall(client, caller=number)
    call.arrive()
    call.end(CallDuration="90")
    call_id = str(desk.get(f"/calls?provider_call_id={call.call_sid}").json["items"][0]["id"])
    with transaction() as session:
        row = calls.get_call(session, call_id, for_update=True)
        for n, (speaker, seconds, text) in enumerate(SAID):
            session.add(
                TranscriptLine(
                    call_id=call_id, source_id=f"asr-{call_id}", sequence=n,
                    speaker=speaker, start_seconds=seconds, text=text,
                )
            )  # fmt: skip
        row.transcription_state = "done"
        announce(session, row)
    return call_id


def texts(desk: Desk, q: str) -> list[dict[str, Any]]:
    answer = desk.http.get("/api/v1/search", query_string={"q": q})
    assert answer.status_code == 200, answer.text
    return list(answer.json["texts"])


def test_a_sentence_is_found_with_its_second(client: Any, desk: Desk) -> None:
    call_id = spoken(client, desk)
    [hit] = texts(desk, "giao hang duoc")
    assert (hit["kind"], hit["ref_id"], hit["seconds"], hit["speaker"]) == ("call", call_id, 73.25, "customer")
    assert [hit["snippet"][a:b] for a, b in hit["marks"]] == ["giao", "hàng", "được"]
    assert [one["seconds"] for one in texts(desk, "GIAO")] == [1.5, 73.25]
    assert texts(desk, "giao nhầm") == texts(desk, "g") == []


def test_a_customers_timeline_shows_the_lines_that_match(client: Any, desk: Desk) -> None:
    who = desk.post("/customers", {"display_name": "Hoa", "phones": ["0901234567"]}).json["id"]
    other = desk.post("/customers", {"display_name": "Sơn", "phones": ["0912000111"]}).json["id"]
    call_id = spoken(client, desk)
    spoken(client, desk, "+84912000111")
    for customer_id in (who, other):
        page = desk.http.get(f"/api/v1/customers/{customer_id}/timeline", query_string={"text": "giao"}).json
        assert len(page["items"]) == 1
        assert [hit["seconds"] for hit in page["items"][0]["hits"]] == [1.5, 73.25]
    [item] = desk.http.get(f"/api/v1/customers/{who}/timeline", query_string={"text": "giao"}).json["items"]
    assert item["ref_id"] == call_id


def test_who_is_known_later_is_found_then(client: Any, desk: Desk) -> None:
    spoken(client, desk)
    assert texts(desk, "giao hang duoc")[0]["customer_id"] is None
    who = desk.post("/customers", {"display_name": "Hoa", "phones": ["0901234567"]}).json["id"]
    [hit] = texts(desk, "giao hang duoc")
    assert (hit["customer_id"], hit["customer_name"]) == (who, "Hoa")
    page = desk.http.get(f"/api/v1/customers/{who}/timeline", query_string={"text": "giao"}).json
    assert len(page["items"]) == 1


def test_notes_of_a_call_are_found_without_a_second(client: Any, desk: Desk) -> None:
    call_id = spoken(client, desk)
    with transaction() as session:
        row = calls.get_call(session, call_id, for_update=True)
        row.notes = "Hẹn khách <b>sáng mai</b>"
        announce(session, row)
    [hit] = texts(desk, "sang mai")
    assert (hit["seconds"], hit["speaker"], hit["snippet"]) == (None, "notes", "Hẹn khách <b>sáng mai</b>")


def test_saying_the_same_again_writes_nothing(client: Any, desk: Desk) -> None:
    call_id = spoken(client, desk)
    with transaction() as session:
        before = [row.seq for row in session.query(SearchText)]
        call_texts.index_call(session, session.get_one(Call, call_id))
    with transaction() as session:
        assert [row.seq for row in session.query(SearchText)] == before


def test_a_note_is_found_changed_and_gone(desk: Desk) -> None:
    who = desk.post("/customers", {"display_name": "Hoa"}).json["id"]
    note = desk.post(f"/customers/{who}/notes", {"text": "Thích sofa màu xanh"}).json
    assert texts(desk, "sofa xanh")[0]["customer_id"] == who
    removed = desk.http.delete(f"/api/v1/notes/{note['ref_id']}", headers={"X-CSRF-Token": desk.csrf})
    assert removed.status_code in (200, 204), removed.text
    assert texts(desk, "sofa xanh") == []


def test_all_can_be_indexed_anew(client: Any, desk: Desk) -> None:
    spoken(client, desk)
    with transaction() as session:
        session.query(SearchText).delete()
    assert texts(desk, "giao hang duoc") == []
    assert rebuild_all().things >= 1
    assert len(texts(desk, "giao hang duoc")) == 1
