"""The carrier's HTTP side: Twilio's REST paths as far as the product uses them, media, and `/simulate`.

Everything asks for Basic authentication with the account's sid and token, as Twilio does, and the carrier
listens on a loopback address only.
"""

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from contactcenter.providers.simulator import placing
from contactcenter.providers.simulator.audio import NoSuchChannels, live_wav, recording_wav
from contactcenter.providers.simulator.forms import API_VERSION
from contactcenter.providers.simulator.line import HangUp, Redirect
from contactcenter.providers.simulator.resources import (
    call_resource,
    error_resource,
    guest_resource,
    page,
    recording_resource,
    room_resource,
)
from contactcenter.providers.simulator.rooms import Room, Seat
from contactcenter.providers.simulator.scenarios import UnknownScenario
from contactcenter.providers.simulator.state import SimulatedCall, SimulatedRecording

if TYPE_CHECKING:
    from contactcenter.providers.simulator.carrier import Carrier

MAX_BODY_BYTES = 64 * 1024
MAX_TWIML_CHARACTERS = 4000

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


class Refusal(Exception):
    """An answer in Twilio's error shape."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class RestApi:
    """A WSGI application over one carrier."""

    def __init__(self, carrier: "Carrier") -> None:
        self._carrier = carrier
        self._account = carrier.account

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = MAX_BODY_BYTES
        try:
            response = self._dispatch(request)
        except Refusal as refusal:
            response = _json(error_resource(refusal.status, refusal.code, str(refusal)), refusal.status)
        except HTTPException as error:
            status = error.code or 500
            response = _json(error_resource(status, 20000 + status, error.name), status)
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        return response(environ, start_response)

    def _dispatch(self, request: Request) -> Response:
        self._authenticate(request)
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
        except HTTPException as error:
            if error.code == 404:
                raise _missing(request) from error
            raise
        if values.get("account", self._account.account_sid) != self._account.account_sid:
            raise _missing(request)
        view: Callable[..., Response] = getattr(self, endpoint)
        return view(request, **{name: value for name, value in values.items() if name != "account"})

    def _authenticate(self, request: Request) -> None:
        given = request.authorization
        expected = f"{self._account.account_sid}:{self._account.auth_token}".encode()
        actual = f"{given.username}:{given.password}".encode() if given and given.type == "basic" else b""
        if not hmac.compare_digest(actual, expected):
            raise Refusal(401, 20003, "Authenticate")

    def list_calls(self, request: Request) -> Response:
        calls = [call for call in self._carrier.exchange.calls() if _matches(call, request.args)]
        items = [call_resource(self._account.account_sid, call) for call in calls]
        return _json(page("calls", items, _listed_path(request), *_paging(request)))

    def create_call(self, request: Request) -> Response:
        """Ring somebody of the account's; answered, they follow the document at `Url`."""
        form = request.form
        missing = [name for name in ("To", "From", "Url") if not form.get(name)]
        if missing:
            raise Refusal(400, 21201, f"{missing[0]} is missing")
        if form["From"] != self._account.phone_number:
            raise Refusal(400, 21210, "'From' is not a number of this account")
        call = self._carrier.ring_out(placing.read(form, form.getlist("StatusCallbackEvent")))
        return _json(call_resource(self._account.account_sid, call), 201)

    def show_call(self, request: Request, sid: str) -> Response:
        return _json(call_resource(self._account.account_sid, self._call(request, sid)))

    def update_call(self, request: Request, sid: str) -> Response:
        """Hang up (Status=completed|canceled) or move the live call to other TwiML."""
        call, form = self._call(request, sid), request.form
        if call.is_over:
            raise Refusal(400, 21220, "Call is not in-progress. Cannot redirect.")
        if form.get("Status") in ("completed", "canceled"):
            call.line.interrupt(call.sid, HangUp("rest"))
        elif form.get("Url"):
            call.line.interrupt(call.sid, Redirect(url=form["Url"]))
        elif form.get("Twiml"):
            if len(form["Twiml"]) > MAX_TWIML_CHARACTERS:
                raise Refusal(400, 21603, "Twiml is longer than 4000 characters")
            call.line.interrupt(call.sid, Redirect(twiml=form["Twiml"]))
        else:
            raise Refusal(400, 21218, "Invalid or missing: Status, Url or Twiml")
        return _json(call_resource(self._account.account_sid, call))

    def live_audio(self, request: Request, sid: str) -> Response:
        """The conversation being held (left agent, right customer); a header tells how far it has come."""
        call = self._call(request, sid)
        elapsed, dialogue_id = call.talk_elapsed, call.dialogue_id
        if elapsed is None or dialogue_id is None:
            raise _missing(request)
        wav = live_wav(self._carrier.media, dialogue_id, call.line.speed)
        return Response(wav, mimetype="audio/x-wav", headers={"X-Elapsed-Seconds": f"{elapsed:.2f}"})

    def list_rooms(self, request: Request) -> Response:
        room = self._carrier.exchange.room(request.args.get("FriendlyName", ""))
        items = [room_resource(self._account.account_sid, room)] if room else []
        return _json(page("conferences", items, request.path, *_paging(request)))

    def list_guests(self, request: Request, sid: str) -> Response:
        room = self._room(request, sid)
        items = [guest_resource(self._account.account_sid, room, seat) for seat in list(room.seats.values())]
        return _json(page("participants", items, request.path, *_paging(request)))

    def invite(self, request: Request, sid: str) -> Response:
        """Ring somebody for the room; they answer by themselves, as simulated people do."""
        room = self._room(request, sid)
        if not request.form.get("To") or not request.form.get("From"):
            raise Refusal(400, 21201, "No 'To' or 'From' number is specified")
        call = self._carrier.invite(
            room, request.form.to_dict(), frozenset(request.form.getlist("StatusCallbackEvent"))
        )
        seat = Seat(call, label=request.form.get("Label", ""))
        return _json(guest_resource(self._account.account_sid, room, seat), 201)

    def change_guest(self, request: Request, sid: str, label: str) -> Response:
        room = self._room(request, sid)
        seat = room.find(label)
        if seat is None:
            raise _missing(request)
        room.change(seat, request.form.to_dict())
        return _json(guest_resource(self._account.account_sid, room, seat))

    def _room(self, request: Request, sid: str) -> Room:
        room = self._carrier.exchange.room(sid)
        if room is None:
            raise _missing(request)
        return room

    def list_recordings(self, request: Request, sid: str | None = None) -> Response:
        found = self._carrier.exchange.recordings(sid or request.args.get("CallSid"))
        found = [recording for recording in found if _is_within(recording.started_at, request.args, "DateCreated")]
        items = [recording_resource(self._account.account_sid, r, self._account.api_url) for r in found]
        return _json(page("recordings", items, _listed_path(request), *_paging(request)))

    def list_messages(self, request: Request) -> Response:
        """This carrier has none yet."""
        return _json(page("messages", [], _listed_path(request), *_paging(request)))

    def show_recording(self, request: Request, sid: str) -> Response:
        recording = self._recording(request, sid)
        return _json(recording_resource(self._account.account_sid, recording, self._account.api_url))

    def delete_recording(self, request: Request, sid: str) -> Response:
        recording = self._recording(request, sid)
        recording.status = "deleted"
        self._carrier.exchange.changed(recording)
        return Response(status=204)

    def recording_media(self, request: Request, sid: str) -> Response:
        recording = self._recording(request, sid)
        if recording.status != "completed":
            raise _missing(request)
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

    def describe(self, _request: Request) -> Response:
        return _json({"carrier": "simulator", "account_sid": self._account.account_sid})

    def place_call(self, request: Request) -> Response:
        wishes = _wishes(request)
        try:
            call = self._carrier.place_call(**wishes)
        except UnknownScenario as error:
            raise Refusal(400, 20001, str(error)) from error
        return _json(self._told(call), 201)

    def active_calls(self, _request: Request) -> Response:
        return _json({"items": [self._told(call) for call in self._carrier.exchange.live_calls()]})

    def follow_call(self, request: Request, sid: str) -> Response:
        return _json(self._told(self._call(request, sid)))

    def hang_up(self, request: Request, sid: str) -> Response:
        """The caller puts the receiver down."""
        call = self._call(request, sid)
        call.line.interrupt(call.sid, HangUp("caller"))
        return _json(self._told(call), 202)

    def _told(self, call: SimulatedCall) -> dict[str, Any]:
        recordings = self._carrier.exchange.recordings(call.sid)
        return {
            "sid": call.sid,
            "from": call.from_number,
            "to": call.to_number,
            "status": call.status,
            "scenario": call.scenario.name,
            "dialogue": call.dialogue_id,
            "is_talking": call.talk_elapsed is not None,
            "recordings": [
                {"sid": r.sid, "status": r.status, "seconds": r.duration_seconds, "downloads": r.downloads}
                for r in recordings
            ],
        }

    def _call(self, request: Request, sid: str) -> SimulatedCall:
        call = self._carrier.exchange.call(sid)
        if call is None:
            raise _missing(request)
        return call

    def _recording(self, request: Request, sid: str) -> SimulatedRecording:
        recording = self._carrier.exchange.recording(sid)
        if recording is None:
            raise _missing(request)
        return recording


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status=status, mimetype="application/json")


def _missing(request: Request) -> Refusal:
    return Refusal(404, 20404, f"The requested resource {request.path} was not found")


def _paging(request: Request) -> tuple[int, int]:
    size = request.args.get("PageSize", 50, type=int)
    return min(1000, max(1, size)), max(0, request.args.get("Page", 0, type=int))


def _listed_path(request: Request) -> str:
    """The list's address with what it was asked for, so that its pages are pages of the same list."""
    asked = {name: value for name, value in request.args.items() if name not in ("PageSize", "Page")}
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def _matches(call: SimulatedCall, wanted: Mapping[str, str]) -> bool:
    facts = (
        ("To", call.to_number),
        ("From", call.from_number),
        ("ParentCallSid", call.parent_sid or ""),
        ("Status", call.status),
    )
    if any(wanted.get(name, fact) != fact for name, fact in facts):
        return False
    return _is_within(call.started_at, wanted, "StartTime")


def _is_within(moment: datetime, wanted: Mapping[str, str], name: str) -> bool:
    """`?StartTime>=…` is read as a parameter whose name ends in the comparison."""
    since, until = _moment(wanted.get(f"{name}>", "")), _moment(wanted.get(f"{name}<", ""))
    return (since is None or moment >= since) and (until is None or moment <= until)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00").replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _wishes(request: Request) -> dict[str, Any]:
    """The body of POST /simulate/calls, checked. Raises Refusal."""
    body = request.get_json(silent=True) if request.content_length else {}
    if not isinstance(body, dict):
        raise Refusal(400, 20001, "a JSON object is expected")
    texts = {"from": "from_number", "to": "to_number", "scenario": "scenario", "dialogue": "dialogue_id"}
    texts["caller_name"] = "caller_name"
    wishes: dict[str, Any] = {}
    for name, value in body.items():
        if name in texts and isinstance(value, str) and len(value) <= 254:
            wishes[texts[name]] = value
        elif name == "speed" and isinstance(value, int | float) and 0.1 <= value <= 1000:
            wishes["speed"] = float(value)
        elif name == "seed" and isinstance(value, int):
            wishes["seed"] = value
        elif value is not None:
            raise Refusal(400, 20001, f"{name} is unknown or out of range")
    return wishes
