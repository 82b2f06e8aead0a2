"""Flows over HTTP: drawn, published, heard by callers through signed webhooks, taken back."""

import io
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import transaction
from contactcenter.routing import queues
from contactcenter.routing.flows import sounds
from contactcenter.routing.flows.cli import frontdoor_cli
from contactcenter.routing.models import Queue
from tests.flows.carrier import PhoneCall, path_of, verbs
from tests.flows.desk import Desk
from tests.routing.flows.drawing import drawn, greeting, line, menu, message, outside, plain, say, words

MP3 = b"ID3\x04" + b"\0" * 600


@pytest.fixture
def boss(app: Flask) -> Desk:
    return Desk(app, "Bich", "admin").sit_down()


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down().available()


def put(desk: Desk, path: str, body: dict[str, Any]) -> Any:
    return desk.http.put(f"/api/v1{path}", json=body, headers={"X-CSRF-Token": desk.csrf})


def default_flow(boss: Desk) -> dict[str, Any]:
    return next(one for one in boss.get("/flows").json["items"] if one["is_default"])


def publish(boss: Desk, flow_id: str, document: dict[str, Any]) -> Any:
    saved = put(boss, f"/flows/{flow_id}/draft", {"document": document})
    assert saved.status_code == 200, saved.text
    return boss.post(f"/flows/{flow_id}/versions", {"note": "thử"})


def said(document: Any) -> str:
    return " ".join(element.text or "" for element in document.iter("Say"))


def test_a_published_flow_is_what_new_callers_hear_and_old_calls_finish_as_they_began(
    client: Any, boss: Desk, lan: Desk
) -> None:
    flow = default_flow(boss)
    before = PhoneCall(client, caller="+84901111111")
    greeted = before.ring()
    assert "Cảm ơn quý khách đã gọi" in said(greeted)
    assert publish(boss, flow["id"], plain()).status_code == 201

    call = PhoneCall(client)
    first = call.ring()
    assert "Chọn ở menu" in said(first)
    below = call.press(first, "2")
    assert "Chọn ở below" in said(below)
    again = call.press(below, "5")
    assert said(again).startswith("Xin lỗi. Chọn ở below")
    inside = call.press(call.press(again, "0"), "1")
    assert verbs(inside) == ["Say", "Enqueue"]
    assert said(inside) == "Xin chờ."
    assert lan.events("screen_pop")

    assert verbs(before.press(greeted, "1")) == ["Say", "Enqueue"]

    first_again = PhoneCall(client, caller="+84902222222")
    menu_one = first_again.ring()
    changed = plain()
    changed["steps"][1]["prompt"] = words("Menu mới.", "New menu.")
    assert publish(boss, flow["id"], changed).json["published_number"] == 2
    assert "Chọn ở below" in said(first_again.press(menu_one, "2"))
    assert "Menu mới" in said(PhoneCall(client, caller="+84903333333").ring())

    history = boss.get(f"/flows/{flow['id']}/versions").json["items"]
    assert [one["number"] for one in history] == [2, 1, 0]
    back = boss.post(f"/flows/{flow['id']}/restorations", {"version_id": history[1]["id"]})
    assert (back.status_code, back.json["published_number"]) == (201, 3)
    assert "Chọn ở menu" in said(PhoneCall(client, caller="+84904444444").ring())
    boss.post(f"/flows/{flow['id']}/restorations", {"version_id": "builtin"})
    assert "Cảm ơn quý khách đã gọi" in said(PhoneCall(client, caller="+84905555555").ring())


def test_a_repeated_request_gets_the_same_answer_in_a_nested_menu(client: Any, boss: Desk) -> None:
    publish(boss, default_flow(boss)["id"], plain())
    call = PhoneCall(client)
    first = call.ring()
    below = call.press(first, "2")
    assert said(call.press(first, "2")) == said(below)
    up = call.press(below, "0")
    assert said(up) != said(first)  # the menu alone, without the greeting
    assert "Chọn ở below" in said(call.press(up, "2"))


def test_each_number_has_its_own_door(client: Any, boss: Desk) -> None:
    flow = boss.post("/flows", {"name": "Kho"}).json
    assert publish(boss, flow["id"], drawn(say(text="Kho đã đóng cửa."))).status_code == 201
    number = boss.post("/numbers", {"number": "028 7109 0002", "label": "Kho", "flow_id": flow["id"]})
    assert number.status_code == 201, number.text
    assert number.json["e164"] == "+842871090002"
    closed = PhoneCall(client, line="+842871090002").ring()
    assert verbs(closed) == ["Say", "Hangup"]
    assert "Kho đã đóng cửa" in said(closed)
    assert "Gather" in verbs(PhoneCall(client).ring())
    assert boss.post("/numbers", {"number": "+842871090002"}).status_code == 409
    assert boss.post("/numbers", {"number": "x"}).status_code == 422
    archive = boss.http.patch(
        f"/api/v1/flows/{flow['id']}", json={"is_archived": True}, headers={"X-CSRF-Token": boss.csrf}
    )
    assert archive.json["error"]["code"] == "flow_in_use"
    boss.http.delete(f"/api/v1/numbers/{number.json['id']}", headers={"X-CSRF-Token": boss.csrf})
    assert "Gather" in verbs(PhoneCall(client, line="+842871090002").ring())


def test_a_broken_flow_is_kept_but_never_published(client: Any, boss: Desk) -> None:
    flow = default_flow(boss)
    broken = drawn(greeting("a", "b"), greeting("b", "a"))
    refused = publish(boss, flow["id"], broken)
    assert refused.status_code == 422
    assert refused.json["error"]["code"] == "flow_broken"
    assert {one["code"] for one in refused.json["error"]["details"]["problems"]} == {"loop"}
    shown = boss.get(f"/flows/{flow['id']}").json
    assert (shown["document"], shown["is_fit"], shown["published_number"]) == (broken, False, 0)
    assert "Cảm ơn" in said(PhoneCall(client).ring())


def test_too_long_in_one_line_leads_into_the_next_one_and_then_to_a_message(client: Any, boss: Desk, lan: Desk) -> None:
    with transaction() as session:
        other = Queue(name="Kinh doanh")
        session.add(other)
        session.flush()
        queues.add_member(session, other.id, lan.user_id)
        other_id = other.id
    flow = drawn(line(full="second"), line("second", queue_id=other_id), message())
    publish(boss, default_flow(boss)["id"], flow)
    call = PhoneCall(client)
    first = call.ring()
    assert verbs(first) == ["Say", "Enqueue"]
    second = call.leave_queue(line=first)
    assert verbs(second) == ["Say", "Enqueue"]
    assert second.find("Enqueue").text == other_id
    assert path_of(second.find("Enqueue").attrib["action"]) != path_of(first.find("Enqueue").attrib["action"])
    shown = boss.get(f"/calls?provider_call_id={call.call_sid}").json["items"][0]
    assert shown["queue_id"] == other_id
    assert "Record" in verbs(call.leave_queue(line=second))


def test_the_place_is_told_and_the_wait_only_when_there_is_something_to_go_by(
    client: Any, boss: Desk, lan: Desk
) -> None:
    publish(boss, default_flow(boss)["id"], drawn(line(says_place=True, says_wait=True), message()))
    first, second = PhoneCall(client), PhoneCall(client, caller="+84907777777")
    first.ring()
    second.ring()
    assert said(second.wait(0)) == "Quý khách đang ở vị trí thứ 2 trong hàng chờ."
    assert said(first.wait(0)) == "Quý khách là người tiếp theo trong hàng chờ."
    assert said(first.wait(10)) == ""  # the interval is not over


def test_a_sound_is_kept_by_what_it_is_and_played_from_an_address_nobody_can_guess(
    client: Any, boss: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upload(content: bytes, name: str = "chao.mp3") -> Any:
        return boss.http.post(
            "/api/v1/flow-sounds",
            data={"file": (io.BytesIO(content), name)},
            headers={"X-CSRF-Token": boss.csrf},
        )

    kept = upload(MP3)
    assert kept.status_code == 201, kept.text
    assert upload(b"<html>chao</html>").json["error"]["code"] == "sound_type"
    assert upload(b"OggS" + b"\0" * 90).json["error"]["code"] == "sound_type"
    assert upload(b"").status_code == 422
    monkeypatch.setattr(sounds, "MAX_BYTES", 1000)
    assert upload(MP3 * 2).json["error"]["code"] == "file_too_large"
    assert [one["id"] for one in boss.get("/flow-sounds").json["items"]] == [kept.json["id"]]

    prompt = {**words(), "sound_vi": kept.json["id"]}
    publish(boss, default_flow(boss)["id"], drawn({**say(), "prompt": prompt}))
    heard = PhoneCall(client).ring()
    assert verbs(heard) == ["Play", "Hangup"]
    played = client.get(path_of(heard.find("Play").text))
    assert (played.status_code, played.content_type, played.data) == (200, "audio/mpeg", MP3)
    assert client.get("/media/prompts/guess.mp3").status_code == 404
    assert client.get("/media/prompts/" + "a" * 500).status_code == 404


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"start": "a", "steps": []},
        {"start": "a", "steps": [{"id": "a", "kind": "spell"}]},
        {"start": "a", "steps": [{"id": "a", "kind": ["menu"]}]},
        {"start": "a", "steps": ["a"] * 10},
        {"start": "../a", "steps": [{"id": "../a", "kind": "say"}]},
        {"start": "a", "steps": [{"id": "a", "kind": "say", "prompt": {"vi": "a" * 5000}}]},
        {"start": "a", "steps": [{"id": f"a{n}", "kind": "say"} for n in range(61)]},
        {"start": "a", "steps": [{"id": "a", "kind": "menu", "repeats": 10**9}]},
    ],
)
def test_hostile_drafts_are_refused(boss: Desk, document: dict[str, Any]) -> None:
    flow = default_flow(boss)
    assert put(boss, f"/flows/{flow['id']}/draft", {"document": document}).status_code == 422
    assert boss.post("/flows/walks", {"document": document}).status_code == 422
    assert boss.get(f"/flows/{flow['id']}").json["version"] == flow["version"]


def test_markup_in_a_text_is_read_out_as_text(client: Any, boss: Desk) -> None:
    text = '</Say><Dial>+1900</Dial><Say>&"]]>'
    publish(boss, default_flow(boss)["id"], drawn(say(text=text)))
    heard = PhoneCall(client).ring()
    assert verbs(heard) == ["Say", "Hangup"]
    assert said(heard) == text


def test_the_test_button_walks_as_a_call_does(boss: Desk, lan: Desk) -> None:
    asked: dict[str, Any] = {"document": plain(), "language": "en"}
    first = boss.post("/flows/walks", asked).json
    assert [one["text"] for one in first["heard"]] == ["Hello.", "Choose at menu."]
    assert (first["stop"], first["keys"]) == ("menu", ["1", "2", "9"])
    second = boss.post("/flows/walks", {**asked, "place": first["place"], "input": {"kind": "key", "key": "1"}}).json
    assert (second["stop"], second["queue_name"]) == ("queue", "Chăm sóc khách hàng")
    third = boss.post("/flows/walks", {**asked, "place": second["place"], "input": {"kind": "full"}}).json
    assert third["stop"] == "voicemail"
    nobody = {**asked, "place": first["place"], "input": {"kind": "key", "key": "1"}, "line": "nobody"}
    assert boss.post("/flows/walks", nobody).json["stop"] == "voicemail"
    assert lan.get("/flows").status_code == 403


def test_the_fallback_needs_nothing_of_us(app: Flask, boss: Desk, tmp_path: Any) -> None:
    flow = drawn(greeting("hello", "menu"), menu(), line(), message(text="Nhắn lại nhé."))
    publish(boss, default_flow(boss)["id"], flow)
    result = app.test_cli_runner().invoke(frontdoor_cli, ["export", str(tmp_path), "--forward", "0901234567"])
    assert result.exit_code == 0, result.output
    front = (tmp_path / "front-door.xml").read_text()
    assert "Xin chào." in front
    assert "+84901234567" in front
    assert 'action="voicemail.xml"' in front
    assert "Nhắn lại nhé." in (tmp_path / "voicemail.xml").read_text()
    packed = boss.get(f"/flows/{default_flow(boss)['id']}/fallback")
    assert packed.data[:2] == b"PK"
    assert boss.get(f"/flows/{default_flow(boss)['id']}/fallback?forward=abc").status_code == 422
    for number in ("19001234", "113", "02871090001"):
        assert boss.get(f"/flows/{default_flow(boss)['id']}/fallback?forward={number}").status_code == 409
        assert app.test_cli_runner().invoke(frontdoor_cli, ["export", str(tmp_path), "--forward", number]).exit_code


def test_a_menu_leads_to_a_number_outside_and_on_when_nobody_answers(client: Any, boss: Desk, lan: Desk) -> None:
    flow = default_flow(boss)["id"]
    document = drawn(menu(keys={"1": "branch"}), outside(), message())
    for wrong in ("", "113", "19001234", "+84"):
        document["steps"][1]["number"] = wrong
        assert publish(boss, flow, document).status_code == 422
    document["steps"][1]["number"] = "028 3822 3344"
    assert publish(boss, flow, document).status_code == 201

    partner = boss.post(
        "/customers", {"display_name": "Đối tác", "phones": ["028 3822 3344"], "do_not_call": True}
    ).json
    refused = PhoneCall(client, caller="+84903333333")
    assert "Record" in verbs(refused.press(refused.ring(), "1")), "listed since: as if nobody answered"
    assert (
        boss.http.patch(
            f"/api/v1/customers/{partner['id']}", json={"do_not_call": False}, headers={"X-CSRF-Token": boss.csrf}
        ).json["do_not_call"]
        is False
    )
    refused.end(CallDuration="5")

    call = PhoneCall(client)
    dial = call.press(call.ring(), "1").find("Dial")
    assert (dial.find("Number").text, dial.attrib["timeout"], dial.attrib.get("record")) == (
        "+842838223344",
        "25",
        None,
    )
    missed = call.dial_over(path_of(dial.attrib["action"]), "no-answer")
    assert "Record" in verbs(missed)
    assert verbs(call.dial_over(path_of(dial.attrib["action"]), "no-answer")) == verbs(missed)  # asked again
    call.end(CallDuration="30")

    second = PhoneCall(client, caller="+84902222222")
    dial = second.press(second.ring(), "1").find("Dial")
    status = path_of(dial.find("Number").attrib["statusCallback"].partition("#")[0])
    told = {"ParentCallSid": second.call_sid, "From": second.line, "To": "+842838223344", "Direction": "outbound-dial"}
    second.post(status, CallSid=second.leg_sid, CallStatus="in-progress", SequenceNumber="2", **told)
    talking = lan.get(f"/calls?provider_call_id={second.call_sid}").json["items"][0]
    assert (talking["state"], talking["agent_id"], talking["forwarded_to"]) == ("in_progress", None, "+842838223344")
    assert talking["can"]["hold"] is False
    over = second.dial_over(path_of(dial.attrib["action"]), "completed", DialBridged="true", DialCallDuration="33")
    assert verbs(over) == ["Hangup"]
    second.end(CallDuration="40")
    shown = boss.get(f"/calls?provider_call_id={second.call_sid}").json["items"][0]
    assert (shown["state"], shown["talk_seconds"], shown["agent_id"]) == ("completed", 33, None)
    assert lan.snapshot()["presence"]["activity"] == "idle"
    assert "+84901234567" in [one["number"] for one in boss.get("/missed-callers").json["items"]]


def test_being_called_back_is_tried_out_in_the_browser(boss: Desk) -> None:
    rule = {"key": "1", "after_seconds": 60, "tries": 3, "retry_minutes": 15}
    document = drawn(line(callback=rule), message())

    def walk(place: Any, kind: str, key: str = "") -> dict[str, Any]:
        asked = {"document": document, "place": place, "input": {"kind": kind, "key": key}}
        answer = boss.post("/flows/walks", asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    waiting = walk(None, "arrive")
    assert (waiting["stop"], waiting["callback_key"]) == ("queue", "1")
    asked = walk(waiting["place"], "callback")
    assert (asked["stop"], asked["keys"]) == ("menu", ["1", "2", "*"])
    typing = walk(asked["place"], "key", "2")
    assert typing["stop"] == "number"
    assert "không thể gọi" in walk(typing["place"], "key", "19001234")["heard"][0]["text"]
    check = walk(typing["place"], "key", "0912345678")
    assert "0 9 1 2 3 4 5 6 7 8" in check["heard"][0]["text"]
    assert walk(check["place"], "key", "1")["stop"] == "callback"
    assert walk(asked["place"], "key", "*")["stop"] == "queue"
    document["steps"][0]["callback"]["key"] = "12"
    assert [one["code"] for one in boss.post("/flows/checks", {"document": document}).json["problems"]] == ["bad_key"]
