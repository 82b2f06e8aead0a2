"""A caller's way through a flow, without a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from contactcenter.routing.flows import builtin
from contactcenter.routing.flows.document import as_document
from contactcenter.routing.flows.walk import MAX_TURNS, Arrived, Choice, Given, Left, Place, Pressed, Turn, walk
from tests.routing.flows.drawing import drawn, greeting, hours, line, menu, message, plain, say

CARE, SALES = Choice("1", "que_care", "Care"), Choice("2", "que_sales", "Sales")


@dataclass
class Moment:
    state: str = "open"
    found: str = "ready"
    keyed: Sequence[Choice] = (CARE, SALES)

    def hours(self, _calendar_id: str | None) -> str:
        return self.state

    def choices(self) -> Sequence[Choice]:
        return self.keyed

    def notice(self, _queue_id: str | None) -> None:
        return None

    def line(self, _queue_id: str | None) -> str:
        return self.found


def go(document: dict[str, Any], *given: Given, moment: Moment | None = None) -> Turn:
    """All of them in turn; where it is then."""
    flow, turn = as_document("flv_1", document), None
    for one in (Arrived(), *given):
        turn = walk(flow, turn.place if turn else None, one, moment or Moment())
    assert turn is not None
    return turn


@pytest.mark.parametrize(
    ("given", "stop", "at"),
    [
        ((), "menu", "menu"),
        ((Pressed("1"),), "queue", "line"),
        ((Pressed("2"),), "menu", "below"),
        ((Pressed("2"), Pressed("0")), "menu", "menu"),
        ((Pressed("2"), Pressed("1")), "queue", "line"),
        ((Pressed("9"),), "hang_up", "bye"),
        ((Pressed("7"),), "menu", "menu"),
        ((Pressed("7"), Pressed("1")), "queue", "line"),
        ((Pressed(""), Pressed("")), "voicemail", "message"),
        ((Pressed("1"), Left("full")), "voicemail", "message"),
        ((Left("full"),), "voicemail", "message"),  # out of a line that it never was in
    ],
)
def test_keys_lead_where_the_flow_says(given: tuple[Given, ...], stop: str, at: str) -> None:
    turn = go(plain(), *given)
    assert (turn.stop, turn.place.step) == (stop, at)


def test_the_built_in_flow_greets_and_offers_the_queues_that_have_a_key() -> None:
    turn = go(builtin.document())
    assert [one.step for one in turn.heard] == ["greeting", "recorded"]
    assert (turn.stop, turn.keys) == ("menu", ("1", "2"))
    assert go(builtin.document(), Pressed("2")).queue_id == "que_sales"
    asked = [go(builtin.document(), *[Pressed("8")] * n) for n in (1, 2, 3)]
    assert [(turn.stop, turn.place.tries) for turn in asked] == [("menu", 2), ("menu", 3), ("queue", 1)]
    assert asked[2].queue_id is None


@pytest.mark.parametrize(("state", "at"), [("open", "menu"), ("closed", "message"), ("holiday", "feast")])
def test_the_hour_decides(state: str, at: str) -> None:
    flow = drawn(hours(), *plain()["steps"], say("feast"))
    assert go(flow, moment=Moment(state=state)).place.step == at


def test_a_holiday_is_like_closed_unless_the_flow_says_otherwise() -> None:
    flow = drawn(hours(holiday=None), *plain()["steps"])
    assert go(flow, moment=Moment(state="holiday")).place.step == "message"


@pytest.mark.parametrize(
    ("found", "closed", "at"),
    [("nobody", None, "message"), ("closed", None, "message"), ("closed", "bye", "bye"), ("gone", None, "line")],
)
def test_a_queue_without_anybody_is_left_at_once(found: str, closed: str | None, at: str) -> None:
    flow = drawn(line(closed=closed), message(), say())
    assert go(flow, moment=Moment(found=found)).place.step == at


def test_a_queue_may_lead_into_another_one() -> None:
    flow = drawn(line(full="second"), line("second", queue_id="que_sales"), message())
    turn = go(flow, Left("full"))
    assert (turn.stop, turn.place.step, turn.queue_id, turn.place.turn) == ("queue", "second", "que_sales", 2)


@pytest.mark.parametrize(
    "flow",
    [
        drawn(greeting("a", "b"), greeting("b", "a")),
        drawn(greeting("a", None)),
        drawn(greeting("a", "nowhere"), message()),
        drawn(hours(open=None, closed=None, holiday=None)),
        drawn(line(nobody="line")),
        drawn(say(), start="nowhere"),
    ],
)
def test_whatever_a_flow_says_the_caller_is_asked_for_a_message(flow: dict[str, Any]) -> None:
    turn = go(flow, moment=Moment(found="nobody"))
    assert turn.stop in ("voicemail", "hang_up")
    assert turn.heard


def test_nobody_is_asked_for_ever() -> None:
    flow = as_document("flv_1", drawn(menu(keys={"1": "menu"}, no_input="menu")))
    place: Place | None = None
    turns = []
    while not turns or turns[-1].stop == "menu":
        turns.append(walk(flow, place, Pressed("1") if place else Arrived(), Moment()))
        place = turns[-1].place
    assert turns[-1].stop == "hang_up"
    assert len(turns) == MAX_TURNS + 1
    assert len({turn.place.turn for turn in turns}) == len(turns)  # each answer is news
