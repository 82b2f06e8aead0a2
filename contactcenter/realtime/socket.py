"""The socket edge: who may connect, which rooms they are in, replay after a gap.

Origin is not authentication, and `before_request` never runs for socket events. So: no
cookie, no Engine.IO (checked in WSGI, before a thread is spent); a single-use ticket at
CONNECT; and every later event asks again whether the session lives.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from flask import Flask, request

from contactcenter.agents import presence
from contactcenter.agents.account_events import UserChanged, UserDeactivated
from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.agents.session import COOKIE, actor_for_cookie, actor_for_session, redeem_ticket
from contactcenter.agents.session_events import SessionRevoked
from contactcenter.agents.sessions import list_roles
from contactcenter.agents.teams.events import ReachChanged, TeamsChanged
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import DomainError
from contactcenter.core.events import after
from contactcenter.core.settings import Settings, current
from contactcenter.core.urgency import let_pass
from contactcenter.realtime import heartbeats, log
from contactcenter.realtime.library import Refused, SocketIO, disconnect, join_room
from contactcenter.realtime.log import Told, ToldToMany
from contactcenter.realtime.watching import find_lost, room_to_watch

_log = structlog.get_logger(__name__)

SWEEP_SECONDS = 5
TOLD_AT_ONCE = 10
"""Sockets: each wakes a thread, and whoever is rung meanwhile would stand behind all of them."""
LONGEST_WAY_GIVEN_SECONDS = 0.5
"""While many are told the same: a flood of calls slows it down, no more."""

socketio = SocketIO()
_people: dict[str, Actor] = {}
"""Socket id → whose it is, of this process's sockets."""
_watched: defaultdict[str, set[str]] = defaultdict(set)
"""Socket id → rooms of the calls and customers that somebody looks at there."""
_sweeping = threading.Lock()
"""Taken for good by the one thread of this process that sweeps."""


def install(app: Flask, settings: Settings) -> SocketIO:
    """Attach Socket.IO to the app, websocket only, behind the cookie check."""
    socketio.init_app(
        app,
        async_mode=settings.async_mode,
        transports=["websocket"],
        cors_allowed_origins=_is_own_origin(settings),
        message_queue=settings.redis_url or None,
        ping_interval=20,
        ping_timeout=15,
        max_http_buffer_size=100_000,
        manage_session=False,
        logger=False,
        engineio_logger=False,
    )
    app.wsgi_app = CookieGate(app.wsgi_app)  # type: ignore[method-assign]
    # With a message queue the onlookers may be another process's.
    log.know_rooms((lambda _room: True) if settings.redis_url else _is_watched)
    return socketio


class CookieGate:
    """Refuses strangers before Engine.IO: a socket that never says CONNECT would hold a thread."""

    def __init__(self, wsgi_app: Any) -> None:
        self._wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith("/socket.io"):
            refusal = _refusal(environ)
            if refusal is not None:
                start_response(refusal, [("Content-Type", "text/plain"), ("Content-Length", "0")])
                return [b""]
        return self._wsgi_app(environ, start_response)


@after(Told)
def emit_told(event: Told) -> None:
    socketio.emit(event.type, event.body, to=event.room)


@after(ToldToMany)
def emit_to_many(event: ToldToMany) -> None:
    """A few sockets at a time, everything for them in one go, letting those pass who wait for an answer."""
    if current().redis_url:  # the sockets are other processes', which are told of rooms
        for told in event.messages:
            emit_told(told)
        return
    by_room: dict[str, list[Told]] = defaultdict(list)
    for told in event.messages:
        by_room[told.room].append(told)
    until = time.monotonic() + LONGEST_WAY_GIVEN_SECONDS
    for room, messages in by_room.items():
        sids = _sids_in(room)
        for start in range(0, len(sids), TOLD_AT_ONCE):
            if time.monotonic() < until:
                let_pass()
            for told in messages:
                socketio.emit(told.type, told.body, to=sids[start : start + TOLD_AT_ONCE])


@after(SessionRevoked)
def drop_sockets_of_session(event: SessionRevoked) -> None:
    _drop(f"session:{event.session_id}")


@after(UserDeactivated, UserChanged)
def drop_sockets_of_user(event: UserDeactivated | UserChanged) -> None:
    """Rooms follow the role: whoever changed connects anew, with today's rights."""
    _drop(f"user:{event.user_id}")


@after(ReachChanged, TeamsChanged)
def end_watching(_event: ReachChanged | TeamsChanged) -> None:
    """Here at once; other processes' sockets are swept by them, some seconds later."""
    if _people:
        drop_ended()


def drop_ended() -> None:
    """Disconnect whose session has ended, or who has another role now, without this process being told; and let nobody
    go on looking at what is no longer within their reach.

    It may have been another process that ended it, or the clock; and somebody who only listens sends nothing
    by which we would notice.
    """
    held = dict(_people)
    with read() as session:
        roles = list_roles(session, {actor.session_id for actor in held.values() if actor.session_id})
        looking = [(sid, held[sid], frozenset(rooms)) for sid, rooms in _watched.copy().items() if sid in held]
        lost = find_lost(session, looking)
    for sid, actor in held.items():
        if roles.get(actor.session_id or "") != actor.role:
            socketio.server.disconnect(sid)
    for sid, room in lost:
        _leave(sid, held[sid], room)


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """Redeem the ticket, join the person's rooms, send what they missed."""
    ticket = auth.get("ticket") if isinstance(auth, dict) else None
    token = request.cookies.get(COOKIE, "")
    if not isinstance(ticket, str) or len(ticket) > 200:
        raise Refused("ticket_required")
    with transaction() as session:
        actor = redeem_ticket(session, ticket, token)
        if actor is None or actor.user_id is None:
            raise Refused("bad_ticket")
        presence.heartbeat(session, actor.user_id)
    _people[_sid()] = actor
    _sweep_from_now_on()
    join_room(f"session:{actor.session_id}")
    _join(actor, f"user:{actor.user_id}")
    _join(actor, log.EVERYONE)
    if can(actor, "agents.read"):
        _join(actor, log.LEADS)
    _tell_other_devices(actor)
    after_seq = auth.get("after_seq")
    if after_seq is not None:
        _replay(actor.user_id, after_seq)


@socketio.on("disconnect")
def on_disconnect(_reason: Any = None) -> None:
    _people.pop(_sid(), None)
    _watched.pop(_sid(), None)


@socketio.on("heartbeat")
def on_heartbeat(_body: Any = None) -> dict[str, Any]:
    """Renew the lease; answers the server's time and the last number given to this person."""
    actor = _people.get(_sid())
    seq = heartbeats.take(actor) if actor is not None else None
    if seq is None:
        disconnect()
        return {"error": "signed_out"}
    return {"server_time": isoformat(now()), "seq": seq}


@socketio.on("resume")
def on_resume(body: Any = None) -> None:
    """Send again what came after a number."""
    actor = _actor()
    if actor is not None and actor.user_id is not None:
        _replay(actor.user_id, body.get("after_seq") if isinstance(body, dict) else None)


@socketio.on("watch")
def on_watch(body: Any = None) -> dict[str, Any]:
    """Hear of one call or customer while looking at it; what is named is authorised."""
    actor = _actor()
    room = room_to_watch(actor, body) if actor is not None else None
    if actor is None or room is None:
        return {"error": "not_allowed"}
    _join(actor, room)
    _watched[_sid()].add(room)
    return {"ok": True}


@socketio.on("unwatch")
def on_unwatch(body: Any = None) -> None:
    actor = _actor()
    if actor is not None and isinstance(body, dict):
        for kind in ("call", "customer"):
            if isinstance(body.get(kind), str):
                _leave(_sid(), actor, f"{kind}:{body[kind][:40]}")


@socketio.on("typing")
def on_typing(_body: Any = None) -> None:
    """Reserved for conversations, which come with messaging; still needs a live session."""
    _actor()


@socketio.on_error_default
def on_error(error: Exception) -> dict[str, str]:
    """One of the four places that catch everything: a bad event must not end the socket."""
    if isinstance(error, DomainError):
        return {"error": error.code}
    _log.exception("socket event failed", exc_info=error)
    return {"error": "internal"}


def _join(actor: Actor, room: str) -> None:
    """Enter a room, and the part of it for one's role: where something is masked, each role hears its own."""
    with suppress(KeyError):  # the socket closed while its event waited for a turn
        join_room(room)
        join_room(log.room_of(room, actor.role))


def _leave(sid: str, actor: Actor, room: str) -> None:
    for part in (room, log.room_of(room, actor.role)):
        socketio.server.leave_room(sid, part)
    _watched.get(sid, set()).discard(room)


def _tell_other_devices(actor: Actor) -> None:
    """Somebody opened a second device: the first one says so. Both show the same; tabs of one browser are no news."""
    own = [sid for sid, other in list(_people.items()) if other.session_id == actor.session_id]
    data = {"user_agent": request.user_agent.string[:200]}
    body = {"seq": None, "at": isoformat(now()), "type": "device.joined", "data": data}
    socketio.emit("device.joined", body, to=f"user:{actor.user_id}", skip_sid=own)


def _actor() -> Actor | None:
    """Whose socket this is, asked anew for each event; a dead session loses its socket."""
    known = _people.get(_sid())
    actor = actor_for_session(known.session_id) if known and known.session_id else None
    if actor is None:
        disconnect()
    return actor


def _replay(user_id: str, after_seq: Any) -> None:
    is_number = isinstance(after_seq, int) and not isinstance(after_seq, bool) and 0 <= after_seq < 2**62
    with read() as session:
        bodies = log.missed(session, user_id, after_seq) if is_number else None
        seq = log.head(session, user_id)
    sid = _sid()
    if bodies is None:
        body = {"seq": None, "at": isoformat(now()), "type": "resync", "data": {"seq": seq}}
        socketio.emit("resync", body, to=sid)
        return
    for body in bodies:
        socketio.emit(body["type"], body, to=sid)


def _sweep_from_now_on() -> None:
    """One thread a process, from its first socket on; tests sweep by hand."""
    if not current().is_testing and _sweeping.acquire(blocking=False):
        socketio.start_background_task(_sweep)


def _sweep() -> None:
    while True:
        socketio.sleep(SWEEP_SECONDS)
        try:
            drop_ended()
        except Exception as error:  # noqa: BLE001 - the socket edge's own loop: the next round may go well
            _log.error("sockets were not swept", error=type(error).__name__)


def _sid() -> str:
    """The socket this event came from; Flask-SocketIO hangs it on the request."""
    return str(request.sid)  # type: ignore[attr-defined]


def _is_watched(room: str) -> bool:
    return room in socketio.server.manager.rooms.get("/", {})


def _drop(room: str) -> None:
    for sid in _sids_in(room):
        socketio.server.disconnect(sid)


def _sids_in(room: str) -> list[str]:
    return [sid for sid, _ in socketio.server.manager.get_participants("/", room)]


def _refusal(environ: dict[str, Any]) -> str | None:
    """The status line to refuse a handshake with, or None to let it pass."""
    if parse_qs(environ.get("QUERY_STRING", "")).get("transport") != ["websocket"]:
        return "400 BAD REQUEST"
    if not environ.get("HTTP_SEC_WEBSOCKET_KEY") or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return "400 BAD REQUEST"
    try:
        morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
    except CookieError:
        return "400 BAD REQUEST"
    if morsel is None or actor_for_cookie(morsel.value) is None:
        return "401 UNAUTHORIZED"
    return None


def _is_own_origin(settings: Settings) -> Callable[[str, dict[str, Any]], bool]:
    public = urlsplit(settings.public_url).netloc

    def check(origin: str, environ: dict[str, Any]) -> bool:
        return urlsplit(origin).netloc in (public, environ.get("HTTP_HOST", ""))

    return check
