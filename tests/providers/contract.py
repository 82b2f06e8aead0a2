"""What every telephony provider must do, whoever it is: subclass `ProviderContract`.

A subclass gives the provider, genuine requests in the vocabulary's words, and a way to
sign any request as the carrier would. Everything else is tested here.
"""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from contactcenter.providers import events as said
from contactcenter.providers import instructions as told
from contactcenter.providers.base import ProviderRequest, TelephonyProvider, UnreadablePayload
from tests.fixtures import PUBLIC_URL

MUSIC = f"{PUBLIC_URL}/static/sounds/hold-music.mp3"
HOSTILE = "<Hangup/>\"'&]]><!--\x00\x0b\u202e Lan\ud800 {{7*7}} $(reboot)"
VIETNAMESE = told.Speech("Xin chào, phím 1", "vi-VN")
HOSTILE_SPEECH = told.Speech(HOSTILE, "en-US")

INSTRUCTIONS = [
    told.Acknowledge(),
    told.OfferMenu((VIETNAMESE, HOSTILE_SPEECH), (HOSTILE_SPEECH,), 2, ("1", "2")),
    told.InTurn(
        (
            told.PlaySounds((told.Audio("https://crm.example.com/static/sounds/hold-music.mp3"), HOSTILE_SPEECH)),
            told.EnterQueue("que_1", None),
        )
    ),
    told.EnterQueue(HOSTILE, None),
    told.EnterQueue("que_1", HOSTILE_SPEECH),
    told.PlayWaiting("/static/sounds/hold-music.mp3", HOSTILE_SPEECH),
    told.PlayWaiting("/static/sounds/hold-music.mp3", None, told.KeyOffer("1", HOSTILE_SPEECH)),
    told.OfferMenu((), (VIETNAMESE,), 51, (), "callback.number-1.1", max_digits=16),
    told.LeaveQueue(),
    told.ConnectAgent("off_1", "agent_lan", None, None, 20, True, True, "vi-VN"),
    told.ConnectAgent("off_1", HOSTILE, None, HOSTILE, 20, False, False, "en-US"),
    told.ConnectAgent("off_1", None, "+84901234567", "+842871090001", 20, True, False, "vi-VN"),
    told.ConnectAgent("off_1", None, HOSTILE, None, 20, True, False, "vi-VN"),
    told.ConnectNumber("trf_1", HOSTILE, HOSTILE, 20, True),
    told.ConnectNumber(None, "+842838223344", None, 25, False, walk="flv_1.out.2"),
    told.JoinRoom(
        "room-cal_1-1",
        "customer",
        MUSIC,
        is_caller=True,
        starts_room=False,
        is_recorded=True,
    ),
    told.JoinRoom(HOSTILE, "par_1", MUSIC),
    told.AskRating(VIETNAMESE, "CA" + "1" * 32),
    told.AskRating(HOSTILE_SPEECH, None),
    told.TakeVoicemail(HOSTILE_SPEECH, 120),
    told.SayAndHangUp(None),
    told.SayAndHangUp(HOSTILE_SPEECH),
    told.Whisper(HOSTILE_SPEECH, must_confirm=False),
    told.Whisper(HOSTILE_SPEECH, must_confirm=True),
    told.RefuseCall(),
]


class ProviderContract:
    """Give `provider`, `genuine` and `signed`."""

    @pytest.fixture
    def provider(self) -> TelephonyProvider:
        raise NotImplementedError

    def genuine(self) -> dict[type[said.ProviderEvent], ProviderRequest]:
        """One signed request for each event the provider can say."""
        raise NotImplementedError

    def signed(self, request: ProviderRequest) -> ProviderRequest:
        """The same request with a right signature for what is in it now."""
        raise NotImplementedError

    # verify

    def test_what_the_carrier_signed_is_verified(self, provider: TelephonyProvider) -> None:
        for request in self.genuine().values():
            assert provider.verify(request), request.hook

    def test_a_request_without_its_signature_is_not(self, provider: TelephonyProvider) -> None:
        for request in self.genuine().values():
            assert not provider.verify(replace(request, headers={}))

    def test_any_change_after_signing_is_noticed(self, provider: TelephonyProvider) -> None:
        for request in self.genuine().values():
            if request.body:
                assert not provider.verify(replace(request, body=request.body[:-1]))
                assert not provider.verify(replace(request, body=request.body + b"&Digits=9"))
                assert not provider.verify(replace(request, body=b""))
            assert not provider.verify(replace(request, url=request.url + "&x=1"))
            assert not provider.verify(replace(request, url=request.url.replace("https://", "https://evil.")))

    def test_verification_never_raises(self, provider: TelephonyProvider) -> None:
        request = next(iter(self.genuine().values()))
        bodies = [
            b"",
            b"\xff\xfe",
            b"=&=&=",
            b"a" * 20_000,
            b"&" * 5000,
            b"a=1&" * 2000,
            b"[" * 5000,
            b"%",
            b"\x00",
        ]
        types = ["", request.content_type, "application/json", "multipart/form-data", "text/plain", "\u2603"]
        for body in bodies:
            for content_type in types:
                for method in ("GET", "POST"):
                    hostile = replace(request, body=body, content_type=content_type, method=method)
                    assert provider.verify(hostile) is False
        for signature in ["", "=", "x" * 10_000, "ü", "\u2603" * 28]:
            headers = dict.fromkeys(request.headers, signature)
            assert provider.verify(replace(request, headers=headers)) is False

    # parse

    def test_each_request_becomes_its_event(self, provider: TelephonyProvider) -> None:
        for event_type, request in self.genuine().items():
            event = provider.parse(request)
            assert type(event) is event_type
            assert (event.provider, event.account) == (provider.name, provider.account)

    def test_a_repeat_has_the_same_key_and_another_event_another(self, provider: TelephonyProvider) -> None:
        keys = []
        for request in self.genuine().values():
            event = provider.parse(request)
            assert event == provider.parse(replace(request))
            if event.event_key is not None:
                assert 0 < len(event.event_key) <= 200
                keys.append(event.event_key)
        assert len(keys) == len(set(keys))

    def test_only_polls_have_no_key(self, provider: TelephonyProvider) -> None:
        for event_type, request in self.genuine().items():
            is_poll = event_type is said.WaitPolled
            assert (provider.parse(request).event_key is None) is is_poll

    def test_the_unreadable_is_refused_and_nothing_else_raised(self, provider: TelephonyProvider) -> None:
        for request in self.genuine().values():
            for body in (b"", b"\xff", b"=", b"[]", b"null", b"[" * 100_000, b"CallSid=" + b"9" * 20_000):
                with pytest.raises(UnreadablePayload):
                    provider.parse(replace(request, body=body, query="", method="POST"))

    # answer

    @pytest.mark.parametrize("instruction", INSTRUCTIONS, ids=lambda i: type(i).__name__)
    def test_every_instruction_is_a_document(self, provider: TelephonyProvider, instruction: told.Instruction) -> None:
        reply = provider.render(instruction)
        assert reply.status == 200
        root = ET.fromstring(reply.body)
        expects_hangup = isinstance(instruction, told.SayAndHangUp | told.TakeVoicemail | told.AskRating | told.Whisper)
        if not expects_hangup:  # what a caller is called does not become a verb
            assert root.find(".//Hangup") is None
        assert "\x00" not in reply.body

    @pytest.mark.parametrize("language", ["vi", "en", "fr", ""])
    def test_an_apology_can_always_be_said(self, provider: TelephonyProvider, language: str) -> None:
        replies = [provider.apology(language)]
        replies += [provider.apology(language, request) for request in self.genuine().values()]
        for reply in replies:
            assert reply.status == 200
            assert ET.fromstring(reply.body).tag == "Response"
        assert provider.apology("vi") != provider.apology("en")

    def test_an_unknown_hook_is_nobodys_call(self, provider: TelephonyProvider) -> None:
        assert not provider.is_interactive("voice/no-such-hook")

    def test_who_waits_for_our_words_is_interactive(self, provider: TelephonyProvider) -> None:
        heard = {
            said.CallArrived,
            said.MenuAnswered,
            said.WaitPolled,
            said.QueueLeft,
            said.WhisperAsked,
            said.DialEnded,
            said.VoicemailLeft,
            said.RatingGiven,
            said.FallbackAsked,
            said.SoftphoneDialed,
            said.RoomLeft,
        }
        told_only = {said.CallProgressed, said.LegProgressed, said.RecordingChanged, said.LineTranscribed}
        for event_type, request in self.genuine().items():
            if event_type in heard:
                assert provider.is_interactive(request.hook)
            elif event_type in told_only:
                assert not provider.is_interactive(request.hook)
