"""Colleagues named in a note: meant by id, shown by today's name, told once."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.agents.models import User
from contactcenter.core.db import read, transaction
from contactcenter.crm.notes.mentions import Colleague, resolve, show
from contactcenter.crm.notes.models import Note
from tests.crm.hands import delete, patch, save_customer
from tests.flows.desk import Desk

PEOPLE = [
    Colleague("usr_nam", "Trần Văn Nam", "agent"),
    Colleague("usr_lan", "Lê Thị Lan", "agent"),
    Colleague("usr_ngoclan", "Phạm Ngọc Lan", "agent"),
    Colleague("usr_mai", "Mai", "supervisor"),
    Colleague("usr_maianh", "Mai Anh", "agent"),
]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("@Trần Văn Nam xem giúp", "<@usr_nam> xem giúp"),
        ("nhờ @tran van nam.", "nhờ <@usr_nam>."),
        ("@Nam, gọi lại", "<@usr_nam>, gọi lại"),
        ("@Lan?", "@Lan?"),  # two of them: nobody is meant
        ("@Lê Thị Lan và @Phạm Ngọc Lan", "<@usr_lan> và <@usr_ngoclan>"),
        ("@Mai Anh", "<@usr_maianh>"),
        ("@Mai gọi Anh", "<@usr_mai> gọi Anh"),
        ("nam@nam.vn", "nam@nam.vn"),
        ("@@Nam", "@@Nam"),
        ("@Nam@Nam", "<@usr_nam>@Nam"),
        ("@Trần\nVăn Nam", "@Trần\nVăn Nam"),
        ("<@usr_mai> <@usr_stranger>", "<@usr_mai> usr_stranger"),
        ("@", "@"),
        ("", ""),
    ],
)
def test_who_is_meant(typed: str, stored: str) -> None:
    assert resolve(typed, PEOPLE)[0] == stored


def test_of_two_of_one_name_the_one_meant_before_is_meant_again() -> None:
    twins = [Colleague("usr_1", "Lan", "agent"), Colleague("usr_2", "Lan", "agent")]
    assert resolve("@Lan", twins)[1] == []
    assert resolve("@Lan", twins, preferred={"usr_2"})[1] == ["usr_2"]


def test_a_text_of_many_ats_takes_no_time() -> None:
    stored, ids = resolve("@Nam " * 4_000, PEOPLE)
    assert ids == ["usr_nam"]
    assert show(stored, {"usr_nam": "Nam"}) == "@Nam " * 4_000


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


@pytest.fixture
def nam(app: Flask) -> Desk:
    return Desk(app, "Nam").sit_down()


def write(desk: Desk, customer_id: str, text: str) -> Any:
    return desk.post(f"/customers/{customer_id}/notes", {"text": text}).json["data"]


def test_a_mention_reaches_the_colleague_live_and_in_their_list(lan: Desk, nam: Desk) -> None:
    nam.connect()
    hoa = save_customer(lan, "Chị Hoa")
    note = write(lan, hoa, "@Nam gọi lại chị ấy nhé, @Nam")
    assert note["mentions"] == [{"id": nam.user_id, "name": "Nam"}]
    [event] = nam.events("notification.created")
    told = event["data"]["notification"]
    assert (told["kind"], told["actor_name"], told["customer_name"], told["ref_id"]) == (
        "mention",
        "Lan",
        "Chị Hoa",
        note["id"],
    )
    assert told["text"] == "@Nam gọi lại chị ấy nhé, @Nam"
    assert isinstance(event["seq"], int), "it is numbered: a gap is replayed"
    listed = nam.get("/notifications").json
    assert (listed["unread"], [n["id"] for n in listed["items"]]) == (1, [told["id"]])
    assert nam.snapshot()["unread"] == 1


def test_naming_oneself_tells_nobody(lan: Desk) -> None:
    write(lan, save_customer(lan, "Hoa"), "@Lan nhớ gọi")
    assert lan.get("/notifications").json["items"] == []


def test_an_edit_tells_only_who_is_new(app: Flask, lan: Desk, nam: Desk) -> None:
    mai = Desk(app, "Mai").sit_down()
    note = write(lan, save_customer(lan, "Hoa"), "@Nam xem")
    patch(lan, f"/notes/{note['id']}", {"text": "@Nam và @Mai xem"})
    patch(lan, f"/notes/{note['id']}", {"text": "@Nam và @Mai xem nhé"})
    assert len(nam.get("/notifications").json["items"]) == len(mai.get("/notifications").json["items"]) == 1


def test_a_deleted_note_takes_its_mentions_back(lan: Desk, nam: Desk) -> None:
    note = write(lan, save_customer(lan, "Hoa"), "@Nam xem")
    delete(lan, f"/notes/{note['id']}")
    assert nam.get("/notifications").json == {"items": [], "next_cursor": None, "unread": 0}


def test_a_changed_name_shows_changed(lan: Desk, nam: Desk) -> None:
    note = write(lan, save_customer(lan, "Hoa"), "nhờ @Nam")
    with transaction() as session:
        session.get_one(User, nam.user_id).name = "Trần Nam"
    assert lan.get(f"/notes/{note['id']}").json["text"] == "nhờ @Trần Nam"
    with read() as session:
        assert session.scalars(sa.select(Note.text)).one() == f"nhờ <@{nam.user_id}>"


def test_reading_is_told_to_ones_other_tabs(lan: Desk, nam: Desk) -> None:
    hoa = save_customer(lan, "Hoa")
    for n in range(3):
        write(lan, hoa, f"@Nam {n}")
    nam.connect()
    items = nam.get("/notifications?unread=1").json["items"]
    assert nam.post("/notifications/read", {"ids": [items[0]["id"]]}).json == {"unread": 2}
    assert nam.post("/notifications/read", {"ids": [items[0]["id"]]}).json == {"unread": 2}
    assert nam.post("/notifications/read").json == {"unread": 0}
    assert [e["data"]["unread"] for e in nam.events("notification.read")] == [2, 0]


def test_nobody_reads_anothers(lan: Desk, nam: Desk) -> None:
    write(lan, save_customer(lan, "Hoa"), "@Nam xem")
    [item] = nam.get("/notifications").json["items"]
    assert lan.post("/notifications/read", {"ids": [item["id"]]}).status_code == 404
    assert nam.get("/notifications").json["unread"] == 1


def test_colleagues_are_listed_for_everybody(lan: Desk, nam: Desk) -> None:
    assert [c["name"] for c in lan.get("/colleagues").json["items"]] == ["Lan", "Nam"]
    assert [c["id"] for c in lan.get("/colleagues?q=na").json["items"]] == [nam.user_id]
