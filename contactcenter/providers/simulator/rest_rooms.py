"""Conference rooms over REST: who is in them, bringing somebody in, hold, mute and coaching."""

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from contactcenter.providers.simulator.replies import Refusal, answer_json, missing, paging
from contactcenter.providers.simulator.resources import guest_resource, page, room_resource
from contactcenter.providers.simulator.rooms import Room, Seat

if TYPE_CHECKING:
    from contactcenter.core.settings import TwilioSettings
    from contactcenter.providers.simulator.carrier import Carrier


class RoomViews:
    """Part of the RestApi."""

    _carrier: "Carrier"
    _account: "TwilioSettings"

    def list_rooms(self, request: Request) -> Response:
        room = self._carrier.exchange.room(request.args.get("FriendlyName", ""))
        items = [room_resource(self._account.account_sid, room)] if room else []
        return answer_json(page("conferences", items, request.path, *paging(request)))

    def list_guests(self, request: Request, sid: str) -> Response:
        room = self._room(request, sid)
        items = [guest_resource(self._account.account_sid, room, seat) for seat in list(room.seats.values())]
        return answer_json(page("participants", items, request.path, *paging(request)))

    def invite(self, request: Request, sid: str) -> Response:
        """Ring somebody for the room; they answer by themselves, as simulated people do."""
        room = self._room(request, sid)
        if not request.form.get("To") or not request.form.get("From"):
            raise Refusal(400, 21201, "No 'To' or 'From' number is specified")
        call = self._carrier.invite(
            room, request.form.to_dict(), frozenset(request.form.getlist("StatusCallbackEvent"))
        )
        seat = Seat(call, label=request.form.get("Label", ""))
        return answer_json(guest_resource(self._account.account_sid, room, seat), 201)

    def change_guest(self, request: Request, sid: str, label: str) -> Response:
        room = self._room(request, sid)
        seat = room.find(label)
        if seat is None:
            raise missing(request)
        room.change(seat, request.form.to_dict())
        return answer_json(guest_resource(self._account.account_sid, room, seat))

    def _room(self, request: Request, sid: str) -> Room:
        room = self._carrier.exchange.room(sid)
        if room is None:
            raise missing(request)
        return room
