"""The test button: a walk through a draft in the browser, with the moment chosen by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.core.settings import current
from contactcenter.providers.instructions import Audio, Sound
from contactcenter.routing import queues
from contactcenter.routing.flows import published, queries, speak
from contactcenter.routing.flows.caller import choices_of, closure_words, hours_now
from contactcenter.routing.flows.document import as_document, sounds_of
from contactcenter.routing.flows.walk import Arrived, Choice, Document, Given, Heard, Left, Place, Pressed, Turn, walk
from contactcenter.routing.models import Queue
from contactcenter.routing.queue_callbacks import asking, dialogue

IMAGINED_NUMBER = "+84901234567"
"""Whoever makes a test call has none."""


class Imagined:
    """The world as the tester wants it: `hours` now | open | closed | holiday; `line` ready | nobody | closed."""

    def __init__(self, session: Session, hours: str, line: str) -> None:
        self._session = session
        self._hours = hours
        self._line = line

    def hours(self, calendar_id: str | None) -> str:
        return hours_now(self._session, calendar_id) if self._hours == "now" else self._hours

    def choices(self) -> Sequence[Choice]:
        return choices_of(queues.list_queues(self._session))

    def line(self, _queue_id: str | None) -> str:
        return self._line

    def notice(self, queue_id: str | None) -> Mapping[str, Any] | None:
        queue = self._session.get(Queue, queue_id) if queue_id else None
        return closure_words(queue)


def try_out(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """One turn of a walk. `asked`: document, place ({step, tries, turn} or null), input ({kind, key}), language,
    hours, line. Gives what is heard, step by step, and where the caller is then."""
    names = queries.sound_names(session, sounds_of(asked["document"]))
    flow = as_document("draft", asked["document"], published.sound_urls(names))
    where = dict(asked["place"] or {})
    talk = where.pop("callback", None)
    place = Place(**where) if where else None
    if place is not None and (talk or asked["input"]["kind"] == "callback"):
        return _callback(session, place, talk, asked)
    turn = walk(flow, place, _given(asked["input"]), Imagined(session, asked["hours"], asked["line"]))
    said = [_said(flow, one, asked["language"]) for one in turn.heard]
    asking = [_said(flow, one, asked["language"]) for one in turn.asked]
    return {
        "stop": turn.stop,
        "place": {"step": turn.place.step, "tries": turn.place.tries, "turn": turn.place.turn},
        "passed": list(turn.passed),
        "heard": [one for one in (*said, *asking) if one["text"] or one["url"]],
        "keys": list(turn.keys),
        "queue_name": _queue_name(session, turn),
        "callback_key": _callback_key(flow, turn),
    }


def _callback(
    session: Session, place: Place, talk: Mapping[str, Any] | None, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """What a caller hears who pressed the key in line; `talk` ({part, tries, number}) is where that has come to."""
    caller = Call(party=IMAGINED_NUMBER, is_anonymous=False)
    if talk is None:
        said = dialogue.begin(IMAGINED_NUMBER)
    else:
        check = lambda typed: asking.callable_number(session, caller, typed)  # noqa: E731
        given = asked["input"]["key"]
        said = dialogue.answer(talk["part"], talk["tries"], given, talk["number"], IMAGINED_NUMBER, check)
    speech = asking.words(said, asked["language"])
    stops = {"kept": "callback", "waiting": "queue", "number": "number"}
    at = {"step": place.step, "tries": place.tries, "turn": place.turn}
    going_on = None if said.is_over else {"part": said.part, "tries": said.tries, "number": said.number}
    return {
        "stop": stops.get(said.part, "menu"),
        "place": {**at, "callback": going_on},
        "passed": [place.step],
        "heard": [{"step": place.step, "text": speech.text, "language": speech.language, "url": None}],
        "keys": list(dialogue.KEYS.get(said.part, ())),
        "queue_name": "" if said.part == "waiting" else None,
        "callback_key": None,
    }


def _callback_key(flow: Document, turn: Turn) -> str | None:
    rule = asking.rule_of(flow.steps.get(turn.place.step)) if turn.stop == "queue" else None
    return rule["key"] if rule else None


def _given(given: Mapping[str, Any]) -> Given:
    if given["kind"] == "key":
        return Pressed(given["key"])
    return Arrived() if given["kind"] == "arrive" else Left(given["kind"])


def _said(flow: Document, one: Heard, language: str) -> dict[str, Any]:
    sounds: Sequence[Sound] = speak.sounds(flow, [one], language)
    sound = sounds[0] if sounds else None
    own = current().public_url
    return {
        "step": one.step,
        "text": "" if sound is None or isinstance(sound, Audio) else sound.text,
        "language": None if sound is None or isinstance(sound, Audio) else sound.language,
        "url": sound.url.removeprefix(own) if isinstance(sound, Audio) else None,
    }


def _queue_name(session: Session, turn: Turn) -> str | None:
    if turn.stop != "queue":
        return None
    by = Queue.id == turn.queue_id if turn.queue_id else Queue.is_default.is_(True)
    return session.scalar(sa.select(Queue.name).where(by))
