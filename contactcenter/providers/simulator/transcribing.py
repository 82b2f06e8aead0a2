"""Real-time transcription as a carrier sends it: a session with a growing SequenceId, one form an event."""

import itertools
import json
import random
from collections.abc import Callable

from contactcenter.providers.simulator import forms
from contactcenter.providers.simulator.twiml import Verb

Notify = Callable[[forms.Pairs], None]

TRACKS = {"customer": "inbound_track", "agent": "outbound_track"}

PLACED_TRACKS = {"agent": "inbound_track", "customer": "outbound_track"}
"""On a call that the account placed the agent is the parent, on whose leg the transcription runs."""


class Transcription:
    """One `<Start><Transcription>`; `notify` posts to its address. The words are the dialogue's lines."""

    def __init__(
        self, account_sid: str, call_sid: str, sid: str, verb: Verb, notify: Notify, *, is_placed: bool = False
    ) -> None:
        self._account_sid = account_sid
        self._call_sid = call_sid
        self._sid = sid
        self._verb = verb
        self._notify = notify
        self._sequence = itertools.count(1)
        self._tracks = PLACED_TRACKS if is_placed else TRACKS
        self._track = verb.get("track", "both_tracks")
        self.has_partials = verb.is_set("partialResults")

    def start(self) -> None:
        configuration = {
            "profanityFilter": self._verb.get("profanityFilter", "true").lower() == "true",
            "speechModel": self._verb.get("speechModel", "telephony"),
            "enableAutomaticPunctuation": self._verb.get("enableAutomaticPunctuation", "true").lower() == "true",
        }
        self._post(
            "transcription-started",
            ("ProviderConfiguration", json.dumps(configuration)),
            ("TranscriptionEngine", self._verb.get("transcriptionEngine", "google")),
            ("Name", self._verb.get("name")),
            ("Track", self._track),
            ("InboundTrackLabel", self._verb.get("inboundTrackLabel")),
            ("OutboundTrackLabel", self._verb.get("outboundTrackLabel")),
            ("PartialResults", "true" if self.has_partials else "false"),
        )

    def hear(self, speaker: str, text: str, *, is_final: bool, rng: random.Random) -> None:
        """An utterance of `speaker` (agent | customer), or the beginning of one."""
        track = self._tracks[speaker]
        if self._track not in ("both_tracks", track):
            return
        data: dict[str, str | float] = {"transcript": text}
        if is_final:
            data["confidence"] = round(rng.uniform(0.86, 0.98), 4)
        self._post(
            "transcription-content",
            ("Track", track),
            ("TranscriptionData", json.dumps(data, ensure_ascii=False)),
            ("Final", "true" if is_final else "false"),
            *(() if is_final else (("Stability", "0.9"),)),
        )

    def stop(self) -> None:
        self._post("transcription-stopped")

    def _post(self, event: str, *extra: tuple[str, str]) -> None:
        language = self._verb.get("languageCode", "en-US")
        form = forms.transcription_form(
            self._account_sid, self._call_sid, self._sid, event, next(self._sequence), language
        )
        self._notify([*form, *extra])
