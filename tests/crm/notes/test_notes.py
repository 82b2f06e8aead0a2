"""Notes: written, corrected by their author with the old words kept, pinned, deleted and taken back."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.notes import jobs
from contactcenter.crm.notes.models import Note
from contactcenter.crm.timeline import service as timeline
from tests.crm.hands import delete, patch, save_customer
from tests.flows.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def hoa(desk: Desk) -> str:
    return save_customer(desk, "Hoa")


def write(desk: Desk, customer_id: str, text: str) -> Any:
    answer = desk.post(f"/customers/{customer_id}/notes", {"text": text})
    assert answer.status_code == 201, answer.text
    return answer.json


def timeline_texts(desk: Desk, customer_id: str) -> list[str]:
    return [item["data"]["text"] for item in desk.get(f"/customers/{customer_id}/timeline?kind=note").json["items"]]


def test_a_note_is_a_card_with_its_words_as_typed(desk: Desk, hoa: str) -> None:
    text = "<b>=1+1</b>\n@nobody a@b.vn 🙂"
    card = write(desk, hoa, text)
    assert (card["kind"], card["data"]["text"], card["agent_name"], card["data"]["version"]) == ("note", text, "Lan", 1)
    assert timeline_texts(desk, hoa) == [text]


def test_its_author_corrects_it_and_the_old_words_are_kept(desk: Desk, hoa: str) -> None:
    note = write(desk, hoa, "giao thu hai")["data"]
    changed = patch(desk, f"/notes/{note['id']}", {"text": "Giao thứ ba"}, '"1"')
    assert (changed.json["text"], changed.json["version"], changed.headers["ETag"]) == ("Giao thứ ba", 2, '"2"')
    assert changed.json["edited_at"]
    assert timeline_texts(desk, hoa) == ["Giao thứ ba"]
    [before] = desk.get(f"/notes/{note['id']}/versions").json["items"]
    assert (before["version"], before["text"]) == (1, "giao thu hai")


def test_of_two_tabs_the_second_is_told(desk: Desk, hoa: str) -> None:
    note = write(desk, hoa, "một")["data"]
    assert patch(desk, f"/notes/{note['id']}", {"text": "hai"}, '"1"').status_code == 200
    late = patch(desk, f"/notes/{note['id']}", {"text": "ba"}, '"1"')
    assert (late.status_code, late.json["error"]["code"]) == (412, "version_conflict")
    assert timeline_texts(desk, hoa) == ["hai"]


def test_nobody_puts_words_into_anothers_note(app: Flask, desk: Desk, hoa: str) -> None:
    note = write(desk, hoa, "của Lan")["data"]
    lead = Desk(app, "Nam", "supervisor").sit_down()
    mai = Desk(app, "Mai").sit_down()
    assert patch(lead, f"/notes/{note['id']}", {"text": "của Nam"}).status_code == 403
    assert delete(mai, f"/notes/{note['id']}").status_code == 403
    assert delete(lead, f"/notes/{note['id']}").status_code == 204


def test_a_deleted_note_leaves_the_timeline_and_comes_back(desk: Desk, hoa: str) -> None:
    note = write(desk, hoa, "nhầm khách")["data"]
    for _ in range(2):
        assert delete(desk, f"/notes/{note['id']}").status_code == 204
    assert timeline_texts(desk, hoa) == []
    assert patch(desk, f"/notes/{note['id']}", {"text": "x"}).status_code == 404
    assert patch(desk, f"/notes/{note['id']}", {"is_deleted": False}).status_code == 200
    assert timeline_texts(desk, hoa) == ["nhầm khách"]


def test_after_thirty_days_a_deleted_note_is_gone_for_good(desk: Desk, hoa: str) -> None:
    old, fresh, kept = (write(desk, hoa, text)["data"]["id"] for text in ("cũ", "mới xóa", "còn"))
    for note_id in (old, fresh):
        delete(desk, f"/notes/{note_id}")
    with transaction() as session:
        session.get_one(Note, old).deleted_at = now() - timedelta(days=31)
    jobs.forget_deleted_notes()
    with read() as session:
        assert set(session.scalars(sa.select(Note.id))) == {fresh, kept}


def test_five_notes_can_be_pinned(desk: Desk, hoa: str) -> None:
    ids = [write(desk, hoa, str(n))["data"]["id"] for n in range(6)]
    answers = [patch(desk, f"/notes/{note_id}", {"is_pinned": True}).status_code for note_id in ids]
    assert answers == [200] * 5 + [409]
    pinned = desk.get(f"/customers/{hoa}/notes?pinned=1").json["items"]
    assert [note["text"] for note in pinned] == ["4", "3", "2", "1", "0"]
    assert patch(desk, f"/notes/{ids[0]}", {"is_pinned": False}).json["is_pinned"] is False
    assert patch(desk, f"/notes/{ids[5]}", {"is_pinned": True}).status_code == 200


def test_a_note_from_before_notes_had_rows_can_be_corrected(desk: Desk, hoa: str) -> None:
    with transaction() as session:
        timeline.record(
            session,
            kind="note",
            ref_id="not_old",
            channel="internal",
            occurred_at=now(),
            summary="cũ",
            customer_id=hoa,
            agent_id=desk.user_id,
            data={"text": "ghi chú cũ"},
        )
    assert timeline_texts(desk, hoa) == ["ghi chú cũ"]
    assert patch(desk, "/notes/not_old", {"text": "ghi chú mới"}).status_code == 200
    assert timeline_texts(desk, hoa) == ["ghi chú mới"]
    with read() as session:
        assert (
            session.scalar(sa.select(sa.func.count()).select_from(TimelineItem).where(TimelineItem.kind == "note")) == 1
        )


def test_numbers_in_a_note_become_maybe_lines(desk: Desk, hoa: str) -> None:
    write(desk, hoa, "Gọi chồng chị ấy: 0912 345 678")
    [phone] = desk.get(f"/customers/{hoa}").json["phones"]
    assert (phone["e164"], phone["status"]) == ("+84912345678", "maybe")


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "  \n "}, {"text": "x" * 20_001}, {"text": 5}, {"text": "a\x00"}]
)
def test_what_is_no_note_is_refused(desk: Desk, hoa: str, body: dict[str, Any]) -> None:
    assert desk.post(f"/customers/{hoa}/notes", body).status_code == 422
    assert desk.get(f"/customers/{hoa}/notes").json["items"] == []


@pytest.mark.parametrize("body", [{"is_deleted": True}, {"is_pinned": "x"}, {"text": ""}, {"colour": "red"}])
def test_a_bad_change_changes_nothing(desk: Desk, hoa: str, body: dict[str, Any]) -> None:
    note = write(desk, hoa, "nguyên")["data"]
    assert patch(desk, f"/notes/{note['id']}", body).status_code == 422
    assert patch(desk, f"/notes/{note['id']}", {"text": "x"}, "abc").status_code == 422
    assert desk.get(f"/notes/{note['id']}").json["version"] == 1


def test_notes_of_nobody_are_not_found(desk: Desk) -> None:
    assert desk.post("/customers/cus_x/notes", {"text": "a"}).status_code == 404
    assert desk.get("/notes/not_x").status_code == 404
    assert patch(desk, "/notes/not_x", {"text": "a"}).status_code == 404
    assert delete(desk, "/notes/not_x").status_code == 404
