"""The carrier's HTTP side: Twilio's REST paths as far as the product uses them, media, and `/simulate`.

Everything asks for Basic authentication with the account's sid and token, as Twilio does, and the carrier
listens on a loopback address only.
"""

import hmac
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from contactcenter.providers.simulator.forms import API_VERSION
from contactcenter.providers.simulator.replies import Refusal, answer_json, missing
from contactcenter.providers.simulator.resources import error_resource
from contactcenter.providers.simulator.rest_recordings import RecordingViews
from contactcenter.providers.simulator.rest_rooms import RoomViews
from contactcenter.providers.simulator.rest_simulate import SimulateViews

if TYPE_CHECKING:
    pass

if TYPE_CHECKING:
    from contactcenter.providers.simulator.carrier import Carrier

MAX_BODY_BYTES = 64 * 1024

_ROOT = f"/{API_VERSION}/Accounts/<account>"
_ROUTES = Map(
    [
        Rule(f"{_ROOT}/Calls.json", methods=["GET"], endpoint="list_calls"),
        Rule(f"{_ROOT}/Calls.json", methods=["POST"], endpoint="create_call"),
        Rule(f"{_ROOT}/Calls/<sid>.json", methods=["GET"], endpoint="show_call"),
        Rule(f"{_ROOT}/Calls/<sid>.json", methods=["POST"], endpoint="update_call"),
        Rule(f"{_ROOT}/Calls/<sid>/Recordings.json", methods=["GET"], endpoint="list_recordings"),
        Rule(f"{_ROOT}/Calls/<sid>/live.wav", methods=["GET"], endpoint="live_audio"),
        Rule(f"{_ROOT}/Recordings.json", methods=["GET"], endpoint="list_recordings"),
        Rule(f"{_ROOT}/Messages.json", methods=["GET"], endpoint="list_messages"),
        Rule(f"{_ROOT}/Recordings/<sid>.json", methods=["GET"], endpoint="show_recording"),
        Rule(f"{_ROOT}/Recordings/<sid>.json", methods=["DELETE"], endpoint="delete_recording"),
        Rule(f"{_ROOT}/Recordings/<sid>.wav", methods=["GET"], endpoint="recording_media"),
        Rule(f"{_ROOT}/Recordings/<sid>", methods=["GET"], endpoint="recording_media"),
        Rule(f"{_ROOT}/Conferences.json", methods=["GET"], endpoint="list_rooms"),
        Rule(f"{_ROOT}/Conferences/<sid>/Participants.json", methods=["GET"], endpoint="list_guests"),
        Rule(f"{_ROOT}/Conferences/<sid>/Participants.json", methods=["POST"], endpoint="invite"),
        Rule(f"{_ROOT}/Conferences/<sid>/Participants/<label>.json", methods=["POST"], endpoint="change_guest"),
        Rule("/simulate", methods=["GET"], endpoint="describe"),
        Rule("/simulate/calls", methods=["POST"], endpoint="place_call"),
        Rule("/simulate/calls", methods=["GET"], endpoint="active_calls"),
        Rule("/simulate/calls/<sid>", methods=["GET"], endpoint="follow_call"),
        Rule("/simulate/calls/<sid>/hang-up", methods=["POST"], endpoint="hang_up"),
    ]
)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class RestApi(SimulateViews, RoomViews, RecordingViews):
    """A WSGI application over one carrier; its endpoints are the methods of the views."""

    def __init__(self, carrier: "Carrier") -> None:
        self._carrier = carrier
        self._account = carrier.account

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = MAX_BODY_BYTES
        try:
            response = self._dispatch(request)
        except Refusal as refusal:
            response = answer_json(error_resource(refusal.status, refusal.code, str(refusal)), refusal.status)
        except HTTPException as error:
            status = error.code or 500
            response = answer_json(error_resource(status, 20000 + status, error.name), status)
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        return response(environ, start_response)

    def _dispatch(self, request: Request) -> Response:
        self._authenticate(request)
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
        except HTTPException as error:
            if error.code == 404:
                raise missing(request) from error
            raise
        if values.get("account", self._account.account_sid) != self._account.account_sid:
            raise missing(request)
        view: Callable[..., Response] = getattr(self, endpoint)
        return view(request, **{name: value for name, value in values.items() if name != "account"})

    def _authenticate(self, request: Request) -> None:
        given = request.authorization
        expected = f"{self._account.account_sid}:{self._account.auth_token}".encode()
        actual = f"{given.username}:{given.password}".encode() if given and given.type == "basic" else b""
        if not hmac.compare_digest(actual, expected):
            raise Refusal(401, 20003, "Authenticate")
