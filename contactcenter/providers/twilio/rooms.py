"""Conference rooms over Twilio's REST API: who is in one, hold, mute, coach, and ringing somebody for it.

A participant is addressed by the label we gave them. Updates say the whole new value, so that sending one twice
does no harm; creating a participant rings a phone, and is never repeated blindly.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

import requests
from twilio.base.exceptions import TwilioException

from contactcenter.core.errors import ProviderError
from contactcenter.providers.base import GuestChange, Invitation, Room, RoomGuest
from contactcenter.providers.twilio.fields import is_sid
from contactcenter.providers.twilio.rest import LiveCalls, provider_error

MAX_LISTED = 40
LEG_EVENTS = ["initiated", "ringing", "answered", "completed"]
T = TypeVar("T")


class LiveRooms:
    """Every verb raises ProviderError."""

    def __init__(self, calls: LiveCalls) -> None:
        self._calls = calls

    def find(self, room_name: str) -> Room | None:
        """The newest live room of that name; one may have the status `init` until somebody starts it."""
        return _asked(lambda: self._find(room_name))

    def change(self, room_id: str, label: str, change: GuestChange) -> None:
        _check_room(room_id)
        wanted = _written(change)
        _asked(lambda: self._calls.client().conferences(room_id).participants(label).update(**wanted))

    def invite(self, invitation: Invitation, progress_url: str) -> str:
        form: dict[str, Any] = {
            "from_": invitation.caller_id,
            "to": _address(invitation),
            "label": invitation.label,
            "timeout": invitation.ring_seconds,
            "status_callback": progress_url,
            "status_callback_event": LEG_EVENTS,
            "end_conference_on_exit": False,
            "beep": "false",
            "early_media": True,
            "muted": invitation.is_muted,
        }
        if invitation.coached_leg_id:
            form |= {"coaching": True, "call_sid_to_coach": invitation.coached_leg_id}
        room = self._calls.client().conferences(invitation.room_name)  # a name serves as well as an id, here alone
        return str(_asked(lambda: room.participants.create(**form)).call_sid)

    def _find(self, room_name: str) -> Room | None:
        found = self._calls.client().conferences.list(friendly_name=room_name, limit=MAX_LISTED)
        live = [room for room in found if str(room.status) != "completed"]
        if not live:
            return None
        guests = tuple(
            RoomGuest(p.call_sid, p.label or "", bool(p.muted), bool(p.hold), bool(p.coaching))
            for p in live[0].participants.list(limit=MAX_LISTED)
        )
        return Room(str(live[0].sid), guests)


def _written(change: GuestChange) -> dict[str, Any]:
    """The change in the SDK's words."""
    form: dict[str, Any] = {}
    if change.is_held is not None:
        form["hold"] = change.is_held
    if change.is_held:
        form |= {"hold_url": change.music_url, "hold_method": "GET"}
    if change.is_muted is not None:
        form["muted"] = change.is_muted
    if change.ends_room is not None:
        form["end_conference_on_exit"] = change.ends_room
    if change.coached_leg_id is not None:
        form["coaching"] = bool(change.coached_leg_id)
    if change.coached_leg_id:
        form["call_sid_to_coach"] = change.coached_leg_id
    return form


def _address(invitation: Invitation) -> str:
    if invitation.identity is None:
        return invitation.phone or ""
    query = f"?{urlencode(invitation.parameters)}" if invitation.parameters else ""
    return f"client:{invitation.identity}{query}"


def _asked(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except (TwilioException, requests.RequestException) as error:
        raise provider_error(error) from error


def _check_room(room_id: str) -> None:
    if not is_sid(room_id, "CF"):
        raise ProviderError("bad_room_id", "This is no id of a Twilio conference.", is_retryable=False)
