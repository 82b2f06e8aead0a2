"""Twilio, and the simulated carrier that speaks its protocol, keep the provider contract."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from contactcenter.core.settings import TwilioSettings
from contactcenter.providers import events as said
from contactcenter.providers.base import ProviderRequest, TelephonyProvider
from contactcenter.providers.simulator import signing as carrier
from contactcenter.providers.twilio.provider import TwilioProvider
from tests.fixtures import PUBLIC_URL, Recorded, deliveries, delivery, secrets
from tests.providers.contract import ProviderContract
from tests.providers.signing import sign

SAMPLES: dict[type[said.ProviderEvent], str] = {
    said.CallArrived: "inbound_call/01_inbound_ringing.form",
    said.FallbackAsked: "inbound_variants/fallback_after_error.form",
    said.MenuAnswered: "inbound_call/02_ivr_gather_in_progress.form",
    said.WaitPolled: "queue/01_wait_url.form",
    said.QueueLeft: "queue/04_action_leave.form",
    said.QueueConnecting: "queue/03_agent_dequeue_url.form",
    said.WhisperAsked: "inbound_call/06_whisper_request.form",
    said.DialEnded: "inbound_call/14_dial_action.form",
    said.LegProgressed: "inbound_call/05_child_ringing.form",
    said.CallProgressed: "inbound_call/18_parent_completed.form",
    said.RecordingChanged: "inbound_call/17_recording_completed.form",
    said.VoicemailLeft: "voicemail/01_record_action.form",
    said.VoicemailTranscribed: "voicemail/04_transcribe_callback_legacy.form",
    said.TranscriptionChanged: "inbound_call/03_transcription_started.form",
    said.LineTranscribed: "inbound_call/10_transcription_customer_1.form",
    said.TranscriptReady: "inbound_call/19_intelligence_available.json",
    said.RatingGiven: "inbound_call/16_csat_gather.form",
    said.SoftphoneDialed: "inbound_variants/browser_softphone.form",
    said.RoomChanged: "conference/01_participant_join.form",
    said.PlacedCallAnswered: "click_to_call/05_twiml_request.form",
    said.MachineDetected: "click_to_call/06_amd_async.form",
    said.Unhandled: "conversations/on_message_added.form",
}


def room_left() -> ProviderRequest:
    """No fixture tells of the end of a conference's dial: it is a dial's end at an address of ours."""
    request = as_request(delivery("inbound_call/14_dial_action.form"))
    query = "room=room-cal_1-1"
    url = f"{PUBLIC_URL}/webhooks/twilio/voice/room-over?{query}"
    return replace(request, hook="voice/room-over", url=url, query=query)


def as_request(recorded: Recorded) -> ProviderRequest:
    return ProviderRequest(
        method=recorded.method,
        hook=recorded.hook,
        url=recorded.url,
        query=recorded.query,
        headers=recorded.headers,
        body=recorded.body,
        content_type=recorded.content_type,
    )


class TestTwilio(ProviderContract):
    @pytest.fixture
    def provider(self) -> TelephonyProvider:
        settings = TwilioSettings(secrets()["account_sid"], secrets()["auth_token"])
        return TwilioProvider("twilio", settings, PUBLIC_URL)

    def genuine(self) -> dict[type[said.ProviderEvent], ProviderRequest]:
        recorded = {event_type: as_request(delivery(file)) for event_type, file in SAMPLES.items()}
        return {**recorded, said.RoomLeft: self.signed(room_left())}

    def signed(self, request: ProviderRequest) -> ProviderRequest:
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
        return replace(
            request,
            headers={
                **request.headers,
                "X-Twilio-Signature": sign(secrets()["auth_token"], request.url, pairs),
            },
        )

    def test_every_voice_fixture_is_genuine_and_readable(self, provider: TelephonyProvider) -> None:
        for recorded in deliveries():
            request = as_request(recorded)
            assert provider.verify(request), recorded.file
            provider.parse(request)

    def test_every_event_of_the_vocabulary_is_covered(self) -> None:
        assert {*SAMPLES, said.RoomLeft} == set(said.ProviderEvent.__subclasses__())


class TestSimulator(ProviderContract):
    """The same protocol with the demo's own account, signed by the simulated carrier's own code."""

    account = "AC" + "5" * 32
    token = "5ecret" * 5

    @pytest.fixture
    def provider(self) -> TelephonyProvider:
        settings = TwilioSettings(self.account, self.token, api_url="http://127.0.0.1:7299")
        return TwilioProvider("simulator", settings, PUBLIC_URL, "agent_first")

    def genuine(self) -> dict[type[said.ProviderEvent], ProviderRequest]:
        requests = {}
        for event_type, file in SAMPLES.items():
            request = as_request(delivery(file))
            if request.content_type == "application/json":
                continue  # the simulated carrier has no Voice Intelligence
            body = request.body.replace(secrets()["account_sid"].encode(), self.account.encode())
            url = request.url.replace("/webhooks/twilio/", "/webhooks/simulator/")
            requests[event_type] = self.signed(replace(request, url=url, body=body))
        left = room_left()
        url = left.url.replace("/webhooks/twilio/", "/webhooks/simulator/")
        body = left.body.replace(secrets()["account_sid"].encode(), self.account.encode())
        return {**requests, said.RoomLeft: self.signed(replace(left, url=url, body=body))}

    def signed(self, request: ProviderRequest) -> ProviderRequest:
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
        signature = carrier.sign(self.token, request.url, pairs)
        return replace(request, headers={**request.headers, "X-Twilio-Signature": signature})

    def test_twilios_own_requests_are_refused(self, provider: TelephonyProvider) -> None:
        for recorded in deliveries():
            assert not provider.verify(as_request(recorded))
