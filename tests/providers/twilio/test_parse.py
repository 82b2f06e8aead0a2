"""What each webhook means: the fixtures field by field, and their keys."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from contactcenter.providers import events as said
from contactcenter.providers.base import UnreadablePayload
from contactcenter.providers.events import CallStatus
from tests.fixtures import PUBLIC_URL
from tests.providers.signing import form_request
from tests.providers.twilio.parsing import ACCOUNT, CALL, LEG, PROVIDER, RECORDING, TOKEN, TRANSCRIPTION, parse, parsed


def test_an_inbound_call() -> None:
    event = parsed("inbound_call/01_inbound_ringing.form")
    assert event == said.CallArrived(
        "twilio",
        ACCOUNT,
        f"{CALL}:inbound",
        said.CallFacts(
            CALL,
            "inbound",
            "+14155550123",
            "+12065550142",
            CallStatus.RINGING,
            "NGUYEN LAN",
            "TN-Validation-Passed-A",
            None,
        ),
    )


def test_the_menu_and_its_attempts() -> None:
    event = parsed("inbound_call/02_ivr_gather_in_progress.form")
    assert (event.digits, event.attempt, event.event_key) == ("1", 1, f"{CALL}:menu:1")
    assert parsed("gather_speech.form").speech == "I want to speak to sales."
    assert parsed("gather_legacy_msg.form").digits == "2"
    second = parse("voice/ivr?attempt=2", Digits="")
    assert (second.digits, second.attempt, second.event_key) == ("", 2, f"{CALL}:menu:2")
    for odd in ("0", "-1", "x", "1e3", "999"):
        assert parse(f"voice/ivr?attempt={odd}").attempt == 1


def test_a_legs_progress() -> None:
    event = parsed("inbound_call/13_child_completed.form")
    assert event == said.LegProgressed(
        "twilio",
        ACCOUNT,
        f"{LEG}:3:completed",
        LEG,
        CALL,
        "client:agent_lan",
        "+14155550123",
        "",
        CallStatus.COMPLETED,
        3,
        datetime(2026, 3, 24, 9, 2, 41, tzinfo=UTC),
        144,
        None,
    )


def test_the_calls_own_progress() -> None:
    event = parsed("inbound_call/18_parent_completed.form")
    assert event.call.provider_call_id == CALL
    assert (event.event_key, event.sequence, event.duration_seconds) == (f"{CALL}:0:completed", 0, 176)
    assert event.at == datetime(2026, 3, 24, 9, 2, 56, tzinfo=UTC)


def test_the_parent_decides_whose_progress_it_is() -> None:
    assert isinstance(parse("voice/status", ParentCallSid=LEG, CallStatus="ringing"), said.LegProgressed)
    assert isinstance(parse("voice/status/leg", CallStatus="ringing"), said.CallProgressed)


@pytest.mark.parametrize(
    ("file", "status", "code"),
    [
        ("busy", CallStatus.BUSY, "486"),
        ("no_answer", CallStatus.NO_ANSWER, "487"),
        ("failed", CallStatus.FAILED, "404"),
        ("canceled", CallStatus.CANCELED, "487"),
    ],
)
def test_calls_out_that_nobody_took(file: str, status: CallStatus, code: str) -> None:
    event = parsed(f"outbound_unanswered/{file}.form")
    assert (event.call.status, event.call.direction, event.provider_code) == (status, "outbound", code)


def test_a_status_of_a_later_day_is_kept_as_unknown() -> None:
    event = parse("voice/status", CallStatus="transferring")
    assert event.call.status is CallStatus.UNKNOWN
    assert event.event_key == f"{CALL}:0:transferring"


def test_the_end_of_a_dial() -> None:
    event = parsed("inbound_call/14_dial_action.form")
    assert (event.provider_leg_id, event.status, event.duration_seconds) == (LEG, CallStatus.COMPLETED, 144)
    assert event.is_bridged is True
    assert not event.call.is_gone
    assert event.event_key == f"{CALL}:dial-action:{LEG}"
    assert parsed("dial_action/caller_hung_up.form").call.is_gone
    assert parsed("dial_action/no_answer.form").status is CallStatus.NO_ANSWER


def test_a_dial_outside_names_the_step_of_the_flow_that_made_it() -> None:
    event = parse("voice/dial-action?walk=flv_1.branch.2", DialCallStatus="completed", DialBridged="true")
    assert (event.walk, event.is_talk) == ("flv_1.branch.2", True)
    assert event.event_key == f"{CALL}:dial-action:flv_1.branch.2"
    assert parse("voice/dial-action?walk=%3Cb%3E", DialCallStatus="busy").walk is None
    assert not parse("voice/dial-action?walk=a.b.1", DialCallStatus="completed", DialBridged="false").is_talk


def test_a_key_pressed_in_line_comes_with_the_poll() -> None:
    event = parse("voice/queue/wait", QueueTime="70", Digits="1")
    assert (event.digits, event.event_key) == ("1", None)
    assert parse("voice/ivr?attempt=51&walk=callback.number-2.3", Digits="0912345678").walk == "callback.number-2.3"


def test_dials_without_a_leg_are_told_apart_by_the_offer() -> None:
    first = parse("voice/dial-action?offer=off_1", DialCallStatus="no-answer")
    second = parse("voice/dial-action?offer=off_2", DialCallStatus="no-answer")
    assert (first.offer_id, first.provider_leg_id, first.is_bridged) == ("off_1", None, None)
    assert first.event_key != second.event_key
    assert parse("voice/dial-action", DialCallStatus="busy").event_key == f"{CALL}:dial-action:busy"
    assert parse("voice/dial-action?offer=%3Cb%3E", DialCallStatus="busy").offer_id is None
    assert parse("voice/dial-action", DialCallStatus="answered").status is CallStatus.COMPLETED


def test_the_whisper_and_the_key_that_takes_the_call() -> None:
    event = parsed("inbound_call/06_whisper_request.form")
    assert (event.provider_leg_id, event.provider_call_id, event.endpoint) == (LEG, CALL, "client:agent_lan")
    assert event.event_key == f"{LEG}:whisper"
    assert parse("voice/whisper?offer=off_1", ParentCallSid=LEG).offer_id == "off_1"
    confirmed = parse("voice/whisper?confirmed=1", Digits="1")
    assert isinstance(confirmed, said.Unhandled)
    assert PROVIDER.is_interactive("voice/whisper")


def test_recordings() -> None:
    event = parsed("inbound_call/17_recording_completed.form")
    assert event == said.RecordingChanged(
        "twilio",
        ACCOUNT,
        f"{RECORDING}:completed",
        RECORDING,
        CALL,
        "call",
        "completed",
        142,
        2,
        datetime(2026, 3, 24, 9, 0, 19, tzinfo=UTC),
    )
    assert parsed("inbound_call/08_recording_in_progress.form").duration_seconds is None
    assert parsed("voicemail/03_recording_completed.form").kind == "voicemail"
    conference = parsed("recording/conference_completed.form")
    assert (conference.kind, conference.provider_call_id) == ("conference", None)
    assert isinstance(parse("voice/recording", RecordingSid=RECORDING, RecordingStatus="paused"), said.Unhandled)


def test_a_left_message_is_found_by_its_id_even_in_the_url() -> None:
    event = parsed("voicemail/01_record_action.form")
    assert (event.provider_recording_id, event.duration_seconds, event.digits) == (
        "RE90cbe1ba35144bd7168fa5efc83473fc",
        17,
        "#",
    )
    by_url = parse("voice/voicemail", RecordingUrl=f"https://evil.example/{RECORDING}", Digits="hangup")
    assert by_url.provider_recording_id == RECORDING
    assert parse("voice/voicemail", RecordingUrl="https://evil.example/x").provider_recording_id is None


def test_a_transcribed_message() -> None:
    event = parsed("voicemail/04_transcribe_callback_legacy.form")
    assert event.text == "Please call me back about order 1042."
    assert event.transcription_id == event.event_key == "TR71e90011d994757ebbcc83cfdd05ed80"


def test_transcription() -> None:
    assert parsed("inbound_call/03_transcription_started.form").state == "started"
    assert parsed("inbound_call/15_transcription_stopped.form").state == "stopped"
    failed = parsed("transcription/error.form")
    assert (failed.state, failed.error) == ("failed", "32650 engine unavailable")
    line = parsed("inbound_call/12_transcription_customer_2.form")
    assert (line.speaker, line.text) == ("customer", "Great, thank you & have a nice day!")
    assert (line.is_final, line.confidence, line.sequence) == (True, 0.9041, 5)
    assert line.event_key == f"{TRANSCRIPTION}:5"
    assert parsed("inbound_call/11_transcription_agent_1.form").speaker == "agent"
    partial = parsed("inbound_call/09_transcription_partial.form")
    assert (partial.is_final, partial.confidence) == (False, None)


def content(data: str, **fields: str) -> Any:
    return parse(
        "voice/transcription",
        **{
            "TranscriptionSid": TRANSCRIPTION,
            "TranscriptionEvent": "transcription-content",
            "SequenceId": "7",
            "Track": "inbound_track",
            "TranscriptionData": data,
            **fields,
        },
    )


def test_odd_lines() -> None:
    assert isinstance(content('{"transcript": " "}'), said.Unhandled)
    assert isinstance(content('{"transcript": "a"}', Track="third_track"), said.Unhandled)
    assert content('{"transcript": "a\\u0000\\ud83d\\u202eb", "confidence": NaN}').text == "ab"
    for confidence in ("true", '"0.9"', "-1", "7", "null", "[]"):
        assert content(f'{{"transcript": "a", "confidence": {confidence}}}').confidence is None
    for broken in ("", "[]", '{"transcript": 7}', '{"transcript": "a"', "[" * 50_000, '{"a":1,"a":2}'):
        with pytest.raises(UnreadablePayload):
            content(broken)


def test_a_finished_transcript() -> None:
    event = parsed("inbound_call/19_intelligence_available.json")
    assert (event.transcript_id, event.provider_call_id) == ("GTfc745937e2350d9d2e75fa688ae9012e", CALL)
    as_form = PROVIDER.parse(
        form_request(
            TOKEN,
            f"{PUBLIC_URL}/webhooks/twilio/intelligence",
            {
                "account_sid": ACCOUNT,
                "transcript_sid": TRANSCRIPTION,
                "customer_key": "order 7",
                "event_type": "voice_intelligence_transcript_available",
            },
        )
    )
    assert isinstance(as_form, said.TranscriptReady)
    assert as_form.provider_call_id is None


def test_the_waiting_line() -> None:
    poll = parsed("queue/02_wait_url.form")
    assert (poll.waited_seconds, poll.position, poll.event_key) == (31, 1, None)
    connecting = parsed("queue/03_agent_dequeue_url.form")
    assert connecting.provider_leg_id == "CAe997453a20eae3dd36987ba0fab53936"
    left = parsed("queue/04_action_leave.form")
    assert (left.result, left.waited_seconds) == ("leave", 90)
    assert left.event_key is not None
    assert left.event_key.endswith(":queue-done:90:leave")
    assert parsed("queue/04_action_hangup.form").call.is_gone


def test_a_rating_is_of_a_leg() -> None:
    event = parsed("inbound_call/16_csat_gather.form")
    assert (event.digits, event.provider_leg_id, event.event_key) == ("5", LEG, f"{CALL}:csat:{LEG}")
    assert parse("voice/csat?leg=nonsense", Digits="4").provider_leg_id is None


def test_softphones_are_known_by_their_address_not_by_the_direction() -> None:
    event = parsed("inbound_variants/browser_softphone.form")
    assert (event.identity, event.wanted_number) == ("agent_lan", "+14155550123")
    assert isinstance(parse("voice/inbound", From="client:agent_lan"), said.SoftphoneDialed)
    assert isinstance(parse("voice/softphone", From="+84901234567"), said.Unhandled)


def test_the_fallback() -> None:
    event = parsed("inbound_variants/fallback_after_error.form")
    assert event.error_code == "11200"
    other = parse("voice/fallback", ErrorCode="11200", ErrorUrl=f"{PUBLIC_URL}/x")
    assert other.event_key != event.event_key


def test_withheld_and_forwarded_numbers_stay_as_sent() -> None:
    assert parsed("inbound_variants/anonymous_keypad.form").call.from_number == "+266696687"
    forwarded = parsed("inbound_variants/forwarded.form").call
    assert forwarded.forwarded_from == "+12065550199"
    assert forwarded.verification == "TN-Validation-Passed-A-Diverted"
    assert parsed("inbound_variants/vn_blank_geo.form").call.caller_name is None
    assert parse("voice/inbound", From="").call.from_number == "anonymous", "withheld, as some carriers pass it on"


@pytest.mark.parametrize(
    "file",
    [
        "inbound/sms_text.form",
        "status/sms_4_delivered.form",
        "conversations/on_message_added.form",
    ],
)
def test_what_is_not_used_yet_is_kept(file: str) -> None:
    event = parsed(file)
    assert isinstance(event, said.Unhandled)
    assert event.event_key


def test_a_placed_call_asks_whom_to_dial_and_tells_who_answered() -> None:
    asked, heard = (parsed(f"click_to_call/{name}.form") for name in ("05_twiml_request", "06_amd_async"))
    assert isinstance(asked, said.PlacedCallAnswered)
    assert isinstance(heard, said.MachineDetected)
    assert (heard.provider_call_id, heard.answered_by) == (asked.call.provider_call_id, "human")


def test_an_unknown_hook_is_kept_and_each_request_for_itself() -> None:
    first, second = parse("voice/new/thing", X="1"), parse("voice/new/thing", X="2")
    assert isinstance(first, said.Unhandled)
    assert first.event_key != second.event_key
    assert first.event_key == parse("voice/new/thing", X="1").event_key
    request = form_request(TOKEN, f"{PUBLIC_URL}/webhooks/twilio/voice/new", {"AccountSid": ACCOUNT})
    for hook in ("voice/" + "x" * 60, "voice/\0"):
        with pytest.raises(UnreadablePayload):
            PROVIDER.parse(replace(request, hook=hook))
