"""`<Record>`: the caller leaves one of the shipped messages, or hangs up at the beep."""

import time
from datetime import UTC, datetime

from contactcenter.providers.simulator import forms
from contactcenter.providers.simulator.line import HangUp, Interrupted
from contactcenter.providers.simulator.media import Dialogue
from contactcenter.providers.simulator.script import CallOver, Run, handles
from contactcenter.providers.simulator.state import SimulatedRecording, new_sid
from contactcenter.providers.simulator.talking import choose_voicemail
from contactcenter.providers.simulator.twiml import Document, Verb

BEEP_SECONDS = 1.0
READY_AFTER_SECONDS = 1.0
TRANSCRIBED_AFTER_SECONDS = 3.0


@handles("Record")
def record(run: Run, verb: Verb, base: str) -> Document | None:
    run.line.wait(BEEP_SECONDS)
    if not run.scenario.leaves_voicemail:
        raise Interrupted(run.call.sid, HangUp("caller"))
    clip = choose_voicemail(run)
    recording = SimulatedRecording(
        new_sid("RE"), run.call.sid, "RecordVerb", 1, datetime.now(UTC), clip.id, run.line.speed
    )
    run.exchange.add(recording)
    key = _speak(run, verb, clip, recording)
    if key == "hangup":
        run.call.end()
    _report(run, verb, base, recording, clip)
    outcome = (
        ("RecordingUrl", forms.recording_url(run.account_sid, recording, run.webhooks.account.api_url)),
        ("RecordingSid", recording.sid),
        ("RecordingDuration", str(recording.duration_seconds)),
        ("Digits", key),
    )
    if key == "hangup":
        run.notify(base, verb.get("action"), run.form(*outcome))
        raise CallOver
    return run.ask(base, verb.get("action"), *outcome)


def _speak(run: Run, verb: Verb, clip: Dialogue, recording: SimulatedRecording) -> str:
    """The key that ended the message, or "hangup"."""
    started = time.monotonic()
    is_gone = not verb.get("finishOnKey", "1234567890*#") or run.call.rng.random() < 0.5
    try:
        run.line.wait(min(clip.duration_seconds, verb.number("maxLength", 3600)))
    except Interrupted as interrupted:
        if not isinstance(interrupted.cause, HangUp):
            raise
        is_gone = True
    finally:
        recording.seconds = time.monotonic() - started
        recording.status = "completed"
        run.exchange.changed(recording)
    return "hangup" if is_gone else "#"


def _report(run: Run, verb: Verb, base: str, recording: SimulatedRecording, clip: Dialogue) -> None:
    if "completed" in verb.words("recordingStatusCallbackEvent", "completed"):
        form = forms.recording_form(run.account_sid, recording, run.webhooks.account.api_url)
        run.notify(base, verb.get("recordingStatusCallback"), form, after=READY_AFTER_SECONDS)
    if verb.is_set("transcribe") or verb.get("transcribeCallback"):
        run.notify(base, verb.get("transcribeCallback"), _text(run, recording, clip), after=TRANSCRIBED_AFTER_SECONDS)


def _text(run: Run, recording: SimulatedRecording, clip: Dialogue) -> forms.Pairs:
    sid, api_url = new_sid("TR"), run.webhooks.account.api_url
    root = f"{api_url}/{forms.API_VERSION}/Accounts/{run.account_sid}"
    return run.form(
        ("TranscriptionSid", sid),
        ("TranscriptionText", " ".join(line.text for line in clip.lines)),
        ("TranscriptionStatus", "completed"),
        ("TranscriptionUrl", f"{root}/Transcriptions/{sid}"),
        ("RecordingSid", recording.sid),
        ("RecordingUrl", forms.recording_url(run.account_sid, recording, api_url)),
    )
