"""`<Start><Recording>`: one leg, both directions, from now until it ends; what is heard changes meanwhile."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from contactcenter.providers.simulator.script import Run
from contactcenter.providers.simulator.state import SimulatedRecording, new_sid
from contactcenter.providers.simulator.talking import choose_dialogue
from contactcenter.providers.simulator.twiml import Verb


class LegRecording:
    """`report(recording, event)` posts a recording callback."""

    def __init__(self, run: Run, noun: Verb, report: Callable[[SimulatedRecording, str], None]) -> None:
        self._report, self._exchange = report, run.exchange
        self._recording = SimulatedRecording(
            sid=new_sid("RE"),
            call_sid=run.call.sid,
            source="StartCallRecordingTwiML",
            channels=2 if noun.get("channels") == "dual" else 1,
            started_at=datetime.now(UTC),
            dialogue_id=run.call.dialogue_id or choose_dialogue(run, "").id,
            speed=run.line.speed,
        )
        self._began = self._piece_began = time.monotonic()
        self._at: float | None = None
        run.exchange.add(self._recording)
        report(self._recording, "in-progress")

    def hears(self, position: float | None) -> None:
        """The dialogue from that second on, or music."""
        self._close_piece()
        self._at = position

    def stop(self) -> None:
        self._close_piece()
        self._recording.seconds = time.monotonic() - self._began
        self._recording.status = "completed"
        self._exchange.changed(self._recording)
        self._report(self._recording, "completed")

    def _close_piece(self) -> None:
        moment = time.monotonic()
        self._recording.pieces.append((self._at, moment - self._piece_began))
        self._piece_began = moment
