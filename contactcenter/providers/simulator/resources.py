"""Calls and recordings as Twilio's REST API shows them. Numbers are strings there, times RFC 2822."""

from datetime import datetime
from typing import Any

from contactcenter.providers.simulator.forms import API_VERSION, rfc2822
from contactcenter.providers.simulator.rooms import Room, Seat
from contactcenter.providers.simulator.state import SimulatedCall, SimulatedRecording

MORE_INFO = "https://www.twilio.com/docs/errors/"


def call_resource(account_sid: str, call: SimulatedCall) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Calls/{call.sid}"
    return {
        "account_sid": account_sid,
        "annotation": None,
        "answered_by": None,
        "api_version": API_VERSION,
        "caller_name": call.caller_name,
        "date_created": rfc2822(call.started_at),
        "date_updated": rfc2822(call.ended_at or call.answered_at or call.started_at),
        "direction": call.direction,
        "duration": str(call.billed_seconds) if call.is_over else None,
        "end_time": rfc2822(call.ended_at) if call.ended_at else None,
        "forwarded_from": None,
        "from": call.from_number,
        "from_formatted": call.from_number,
        "group_sid": None,
        "parent_call_sid": call.parent_sid,
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "queue_time": "0",
        "sid": call.sid,
        "start_time": rfc2822(_began(call)),
        "status": call.status,
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
        "to": call.to_number,
        "to_formatted": call.to_number,
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


def _began(call: SimulatedCall) -> datetime:
    """As Twilio has it: an outgoing leg that was answered began with the answer."""
    return (call.answered_at or call.started_at) if call.parent_sid else call.started_at


def recording_resource(account_sid: str, recording: SimulatedRecording, api_url: str) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Recordings/{recording.sid}"
    is_ready = recording.status == "completed"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "call_sid": recording.call_sid,
        "conference_sid": None,
        "channels": recording.channels,
        "date_created": rfc2822(recording.started_at),
        "date_updated": rfc2822(recording.started_at),
        "start_time": rfc2822(recording.started_at),
        "price": None,
        "price_unit": "USD",
        "duration": str(recording.duration_seconds) if is_ready else None,
        "sid": recording.sid,
        "source": recording.source,
        "status": recording.status,
        "error_code": None,
        "uri": f"{uri}.json",
        "encryption_details": None,
        "subresource_uris": {},
        "media_url": f"{api_url}{uri}",
    }


def room_resource(account_sid: str, room: Room) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Conferences/{room.sid}"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "sid": room.sid,
        "friendly_name": room.name,
        "status": room.status,
        "region": "us1",
        "reason_conference_ended": None,
        "call_sid_ending_conference": None,
        "subresource_uris": {"participants": f"{uri}/Participants.json"},
        "uri": f"{uri}.json",
    }


def guest_resource(account_sid: str, room: Room, seat: Seat) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Conferences/{room.sid}/Participants/{seat.call.sid}.json"
    return {
        "account_sid": account_sid,
        "call_sid": seat.call.sid,
        "conference_sid": room.sid,
        "label": seat.label,
        "muted": seat.is_muted,
        "hold": seat.is_held,
        "coaching": seat.is_coaching,
        "call_sid_to_coach": seat.coached_sid or None,
        "start_conference_on_enter": seat.starts_room,
        "end_conference_on_exit": seat.ends_room,
        "status": "connected" if seat.call.answered_at else "ringing",
        "uri": uri,
    }


def page(name: str, items: list[dict[str, Any]], uri: str, size: int, number: int) -> dict[str, Any]:
    """One page of a list; `items` is everything, newest first."""
    start = size * number
    joint = "&" if "?" in uri else "?"
    shown = items[start : start + size]
    return {
        name: shown,
        "page": number,
        "page_size": size,
        "start": start,
        "end": start + max(0, len(shown) - 1),
        "uri": f"{uri}{joint}PageSize={size}&Page={number}",
        "first_page_uri": f"{uri}{joint}PageSize={size}&Page=0",
        "previous_page_uri": f"{uri}{joint}PageSize={size}&Page={number - 1}" if number else None,
        "next_page_uri": f"{uri}{joint}PageSize={size}&Page={number + 1}" if start + size < len(items) else None,
    }


def error_resource(status: int, code: int, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "more_info": f"{MORE_INFO}{code}", "status": status}
