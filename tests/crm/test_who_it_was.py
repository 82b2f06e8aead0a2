"""Whose call, whose rating, whose number: mix-ups that must not happen."""

import threading
from typing import Any

import pytest
from flask import Flask

from tests.flows.carrier import PhoneCall, path_of
from tests.flows.desk import Desk
from tests.flows.rooms import talking


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down().available()


def save(desk: Desk, name: str, *phones: str) -> dict[str, Any]:
    answer = desk.post("/customers?allow_duplicate=true", {"display_name": name, "phones": list(phones)})
    assert answer.status_code == 201, answer.text
    return answer.json


def change(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    return desk.http.open(f"/api/v1{path}", method=method, json=body, headers={"X-CSRF-Token": desk.csrf})


def talk_and_rate(client: Any, desk: Desk, score: str) -> tuple[PhoneCall, str]:
    """A call that the desk answers and the caller rates; our id of it."""
    call = PhoneCall(client, caller="+84912000111")
    call.arrive()
    pop = desk.events("screen_pop")[-1]["data"]
    desk.post(f"/offers/{pop['offer_id']}/accept")
    dial = call.leave_queue().find("Dial")
    target = f"client:{dial.find('Client/Identity').text}"
    call.leg("in-progress", 2, target)
    call.leg("completed", 3, target, CallDuration="20")
    rating = call.dial_over(path_of(dial.attrib["action"]), "completed", DialCallDuration="20", DialBridged="true")
    call.ask(path_of(rating.find(".//Gather").attrib["action"]), Digits=score)
    call.end(CallDuration="40")
    return call, pop["call_id"]


def test_a_choice_ends_when_the_number_is_no_longer_theirs(app: Flask, client: Any, lan: Desk) -> None:
    people = [save(lan, name, "0901234567") for name in ("Anh Ba", "Chị Tư", "Cô Năm")]
    call = PhoneCall(client)
    call.arrive()
    call_id = lan.events("screen_pop")[0]["data"]["call_id"]
    lan.post(f"/calls/{call_id}/customer", {"customer_id": people[0]["id"]})
    call.leave_queue("hangup", status="completed")
    line = people[0]["phones"][0]["id"]
    assert change(lan, "DELETE", f"/customers/{people[0]['id']}/identities/{line}").status_code == 204
    again = PhoneCall(client)
    again.arrive()
    identity = lan.events("screen_pop")[0]["data"]["identity"]
    assert identity["customer_id"] is None
    assert {c["customer_id"] for c in identity["candidates"]} == {people[1]["id"], people[2]["id"]}


def test_a_rating_belongs_to_whoever_the_caller_turns_out_to_be(
    app: Flask, client: Any, lan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _call, call_id = talk_and_rate(client, lan, "2")
    body = {"disposition": "resolved", "customer": {"display_name": "Trần Văn Mới"}}
    assert lan.post(f"/calls/{call_id}/wrap-up", body).status_code == 200
    [person] = lan.get("/customers?phone=0912000111").json["items"]
    assert (person["stats"]["calls"], person["stats"]["average_rating"]) == (1, 2.0)


def test_an_owner_who_does_not_exist_is_refused(lan: Desk) -> None:
    person = save(lan, "Anh Ba")
    answer = change(lan, "PATCH", f"/customers/{person['id']}", {"owner_id": "usr_nobody"})
    assert answer.status_code == 422, answer.text
    assert lan.post("/customers", {"display_name": "B", "owner_id": "usr_nobody"}).status_code == 422


def test_the_notes_kept_are_the_agents_own_and_not_an_onlookers(app: Flask, client: Any, lan: Desk) -> None:
    boss = Desk(app, "Boss", "supervisor").sit_down()
    _call, call_id = talk_and_rate(client, lan, "5")
    assert lan.put(f"/calls/{call_id}/notes", {"text": "đơn trễ", "version": 0}).status_code == 200
    assert boss.put(f"/calls/{call_id}/notes", {"text": "coach Lan", "version": 0}).status_code == 200
    assert lan.post(f"/calls/{call_id}/wrap-up", {"disposition": "resolved"}).json["notes"] == "đơn trễ"


@pytest.mark.parametrize("old", ["01201234567", "+84 120 123 4567", "841201234567"])
def test_an_old_number_and_its_new_form_are_one_person(app: Flask, client: Any, lan: Desk, old: str) -> None:
    person = save(lan, "Chú Tám", old)
    assert person["phones"][0]["e164"] == "+84701234567"
    PhoneCall(client, caller="+841201234567").arrive()
    assert lan.events("screen_pop")[0]["data"]["identity"]["customer_id"] == person["id"]


def test_words_without_a_letter_find_nobody_and_break_nothing(lan: Desk) -> None:
    save(lan, "Anh Ba")
    for q in ("\u200b", "!!!", "%", "_", "\\", "'", "=1+1", "<script>"):
        answer = lan.http.get("/api/v1/customers", query_string={"q": q})
        assert (answer.status_code, answer.json["items"]) == (200, []), q
        assert lan.http.get("/api/v1/search", query_string={"q": q}).status_code == 200, q


def test_two_agents_choosing_at_once_both_succeed(app: Flask, client: Any, lan: Desk) -> None:
    people = [save(lan, name, "0901234567") for name in ("Anh Ba", "Chị Tư")]
    ids = []
    for _ in range(2):
        call = PhoneCall(client)
        call.arrive()
        ids.append(lan.get(f"/calls?provider_call_id={call.call_sid}").json["items"][0]["id"])
    answers: list[int] = []
    barrier = threading.Barrier(2)

    def choose(call_id: str, person: str) -> None:
        browser = app.test_client()
        cookie = lan.http.get_cookie("cc_session")
        browser.set_cookie("cc_session", cookie.value)
        barrier.wait()
        answer = browser.post(
            f"/api/v1/calls/{call_id}/customer", json={"customer_id": person}, headers={"X-CSRF-Token": lan.csrf}
        )
        answers.append(answer.status_code)

    threads = [threading.Thread(target=choose, args=(i, p["id"])) for i, p in zip(ids, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == [200, 200]


def test_a_colleague_touches_nothing_of_a_call_that_is_not_theirs(app: Flask, client: Any, lan: Desk) -> None:
    minh = Desk(app, "Minh").sit_down()
    call = PhoneCall(client)
    call.arrive()
    pop = lan.events("screen_pop")[-1]["data"]
    assert minh.post(f"/offers/{pop['offer_id']}/accept").status_code == 404
    assert minh.post(f"/offers/{pop['offer_id']}/decline").status_code == 404
    assert minh.get(f"/offers/{pop['offer_id']}").status_code == 404
    lan.post(f"/offers/{pop['offer_id']}/accept")
    call_id = pop["call_id"]
    lan.put(f"/calls/{call_id}/notes", {"text": "riêng", "version": 0})
    assert minh.get(f"/calls/{call_id}/notes").json["text"] == ""
    assert minh.put(f"/calls/{call_id}/notes", {"text": "x", "version": 0}).status_code == 403
    assert minh.post(f"/calls/{call_id}/wrap-up", {"disposition": "spam"}).status_code == 403
    assert minh.post(f"/calls/{call_id}/wrap-up/extend").status_code == 403
    assert minh.post(f"/calls/{call_id}/hang-up").status_code == 403
    assert minh.post(f"/calls/{call_id}/hold", {"held": True}).status_code == 403
    assert minh.get(f"/calls/{call_id}/recording").status_code == 403
    assert minh.get(f"/calls/{call_id}/peaks").status_code == 403
    assert minh.post(f"/calls/{call_id}/customer", {"display_name": "Ai đó"}).status_code == 403


def test_who_an_ended_call_was_stays_with_whoever_took_it(app: Flask, client: Any, lan: Desk) -> None:
    """Whose call it is decides who may hear it."""
    own = save(lan, "Chị Hoa", "0901234567")
    other = save(lan, "Anh Ba")
    call = PhoneCall(client)
    call_id = talking(lan, call)
    call.leg("completed", 3, "client:x", CallDuration="30")
    call.end(CallDuration="40")
    lan.post(f"/calls/{call_id}/wrap-up", {"disposition": "spam"})
    minh = Desk(app, "Minh").sit_down()
    who = f"/calls/{call_id}/customer"
    assert lan.get(f"/calls/{call_id}").json["customer_id"] == own["id"]
    assert minh.post(who, {"customer_id": other["id"]}).status_code == 403
    assert lan.post(who, {"customer_id": other["id"]}).json["customer_id"] == other["id"]
