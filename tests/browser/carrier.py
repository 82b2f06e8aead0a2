"""The simulated carrier inside the test: calls that hurry to the ring and then last as long as a test needs."""

import io
import itertools
import random
from functools import cache
from typing import Any

import numpy as np
import soundfile

from contactcenter.core.settings import load_settings
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.line import HangUp
from contactcenter.providers.simulator.line import Line as SimulatedLine
from contactcenter.providers.simulator.media import Dialogue, Kind, Language, Line
from contactcenter.providers.simulator.scenarios import make
from contactcenter.providers.simulator.state import SimulatedCall
from tests.system.server import ROOT, Server

SPEED = 6.0
"""Greeting and menu take three seconds instead of eighteen; so does everything else."""
TALK_SECONDS = 150
"""How long they would talk if nobody hung up, on the clock of whoever watches."""
LINE_SECONDS = 2
RATING = 4
RATE_HZ = 8000

LINES = (
    "Dạ em chào chị, em có thể giúp gì cho chị ạ?",
    "Chị muốn hỏi về đơn hàng máy lọc nước.",
    "Dạ chị cho em xin một phút kiểm tra ạ.",
    "Chị cảm ơn em nhiều.",
)


class LongTalks:
    """Dialogues of one's own: one that lasts, and a short voicemail."""

    def list_dialogues(self, kind: Kind | None = None, language: Language | None = None) -> list[Dialogue]:
        return [one for one in (conversation(), voicemail()) if kind in (None, one.kind)]

    def read_wav(self, dialogue_id: str) -> bytes:
        return sound(dialogue_id)


class HurriedCarrier(Carrier):
    """Every caller presses 1, waits patiently, is hung up on, and gives four stars."""

    def __init__(self, server: Server) -> None:
        settings = load_settings(server.environment(DEMO="1"), ROOT)
        super().__init__(settings, library=LongTalks())
        self.from_number: str | None = None

    def place_call(self, **wishes: Any) -> SimulatedCall:
        scenario = wishes.get("scenario") or "answered"
        hurried = {"speed": SPEED, "seed": fitting_seed(scenario), "from_number": self.from_number}
        return super().place_call(**hurried | {name: wish for name, wish in wishes.items() if wish is not None})

    def know(self, sid: str, caller: str) -> None:
        """A call that a test leads by hand: asked about it, the carrier says that it is on the line."""
        self.exchange.add(SimulatedCall(sid=sid, from_number=caller, to_number="", line=SimulatedLine(sid)))

    def hang_up(self, call: SimulatedCall) -> None:
        """The caller puts the receiver down."""
        call.line.interrupt(call.sid, HangUp("caller"))

    def end_all(self) -> None:
        for call in self.exchange.live_calls():
            self.hang_up(call)
            if not self.placed(call.sid):
                call.end()


@cache
def fitting_seed(scenario: str) -> int:
    """A seed whose story suits: the same seed tells the same story."""
    return next(seed for seed in itertools.count() if _is_fitting(scenario, seed))


def _is_fitting(scenario: str, seed: int) -> bool:
    story = make(scenario, random.Random(seed))
    patient = story.patience_seconds > 225 or scenario == "hangs_up_while_ringing"
    return patient and story.keys[:1] == ("1",) and story.rating == RATING and story.ends_talk == "agent"


@cache
def conversation() -> Dialogue:
    step, count = LINE_SECONDS * SPEED, TALK_SECONDS // LINE_SECONDS
    lines = tuple(
        Line(
            speaker="customer" if n % 2 else "agent",
            start_seconds=n * step,
            end_seconds=(n + 0.9) * step,
            text=LINES[n % len(LINES)] if n < len(LINES) else f"{LINES[n % len(LINES)]} ({n})",
        )
        for n in range(count)
    )
    return _dialogue("long", "dialogue", count * step, lines)


@cache
def voicemail() -> Dialogue:
    line = Line("customer", 1, 11, "Shop gọi lại cho chị nhé.")
    return _dialogue("message", "voicemail", 12.0, (line,))


def _dialogue(name: str, kind: Kind, seconds: float, lines: tuple[Line, ...]) -> Dialogue:
    return Dialogue(
        id=name,
        file="",
        kind=kind,
        language="vi",
        topic="test",
        duration_seconds=seconds,
        channels=2 if kind == "dialogue" else 1,
        agent_gender="female" if kind == "dialogue" else None,
        customer_gender="female",
        outcome="resolved",
        summary="",
        lines=lines,
    )


@cache
def sound(dialogue_id: str) -> bytes:
    """Two hums of half a second by turns, as long as the dialogue."""
    dialogue = conversation() if dialogue_id == "long" else voicemail()
    moments = np.arange(RATE_HZ) / RATE_HZ
    agent = np.sin(2 * np.pi * 180 * moments) * (moments < 0.5)
    customer = np.sin(2 * np.pi * 260 * moments) * (moments >= 0.5)
    second = (np.stack([agent, customer], axis=1) * 9000).astype(np.int16)
    samples = np.tile(second[:, : dialogue.channels], (round(dialogue.duration_seconds), 1))
    out = io.BytesIO()
    soundfile.write(out, samples, RATE_HZ, format="WAV", subtype="PCM_16")
    return out.getvalue()
