"""Recordings and their audio over REST, and the list of messages that this carrier has none of."""

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from contactcenter.providers.simulator.audio import NoSuchChannels, recording_wav
from contactcenter.providers.simulator.replies import Refusal, answer_json, is_within, listed_path, missing, paging
from contactcenter.providers.simulator.resources import page, recording_resource
from contactcenter.providers.simulator.state import SimulatedRecording

if TYPE_CHECKING:
    from contactcenter.core.settings import TwilioSettings
    from contactcenter.providers.simulator.carrier import Carrier


class RecordingViews:
    """Part of the RestApi."""

    _carrier: "Carrier"
    _account: "TwilioSettings"

    def list_recordings(self, request: Request, sid: str | None = None) -> Response:
        found = self._carrier.exchange.recordings(sid or request.args.get("CallSid"))
        found = [recording for recording in found if is_within(recording.started_at, request.args, "DateCreated")]
        items = [recording_resource(self._account.account_sid, r, self._account.api_url) for r in found]
        return answer_json(page("recordings", items, listed_path(request), *paging(request)))

    def list_messages(self, request: Request) -> Response:
        """This carrier has none yet."""
        return answer_json(page("messages", [], listed_path(request), *paging(request)))

    def show_recording(self, request: Request, sid: str) -> Response:
        recording = self._recording(request, sid)
        return answer_json(recording_resource(self._account.account_sid, recording, self._account.api_url))

    def delete_recording(self, request: Request, sid: str) -> Response:
        recording = self._recording(request, sid)
        recording.status = "deleted"
        self._carrier.exchange.changed(recording)
        return Response(status=204)

    def recording_media(self, request: Request, sid: str) -> Response:
        recording = self._recording(request, sid)
        if recording.status != "completed":
            raise missing(request)
        wanted = request.args.get("RequestedChannels", type=int)
        try:
            wav = recording_wav(
                self._carrier.media,
                recording,
                channels=wanted,
                is_customer_first=self._carrier.is_customer_first(recording),
            )
        except NoSuchChannels:
            raise Refusal(400, 21221, "The recording has no such number of channels") from None
        recording.downloads += 1
        return Response(wav, mimetype="audio/x-wav")

    def _recording(self, request: Request, sid: str) -> SimulatedRecording:
        recording = self._carrier.exchange.recording(sid)
        if recording is None:
            raise missing(request)
        return recording
