"""Where people meet Flask: who is asking, may they, and the cookie that says so.

Every view carries a mark, `@require(permission)` or `@public(reason)`; a test walks all
routes and fails for one without. Put the mark directly under `@blp.route(...)`, above
`@blp.arguments(...)`, so that a stranger learns nothing about the shape of a body.

Sockets have no request: `actor_for_cookie`, `actor_for_session` and `redeem_ticket` are
for them. `before_request` never runs for socket events, so each event asks again.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from flask import Flask, Request, Response, after_this_request, g, request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from sqlalchemy.exc import OperationalError

from contactcenter.agents import api_keys, sessions, sign_in
from contactcenter.agents.actor import Actor, machine, person
from contactcenter.agents.marks import list_routes, public, unlisted_routes
from contactcenter.agents.models import User
from contactcenter.agents.policies import PERMISSIONS, can, demand
from contactcenter.agents.queries import get_user
from contactcenter.agents.sessions import redeem_ticket
from contactcenter.agents.teams.paths import admit
from contactcenter.agents.teams.reach import limited_roles
from contactcenter.core.db import glance, read, transaction
from contactcenter.core.errors import DomainError, Forbidden, Unauthenticated
from contactcenter.core.settings import current
from contactcenter.core.urgency import awaited

__all__ = [
    "COOKIE",
    "Actor",
    "actor_for_cookie",
    "actor_for_session",
    "csrf_token",
    "current_actor",
    "find_actor",
    "install",
    "is_session_live",
    "list_routes",
    "load_actor",
    "own_user_id",
    "public",
    "redeem_ticket",
    "require",
    "require_csrf",
    "unlisted_routes",
]

_log = structlog.get_logger(__name__)

COOKIE = "cc_session"
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

P = ParamSpec("P")
R = TypeVar("R")


class NoSessions(SessionInterface):
    """Flask's own cookie is neither read nor written: sign-ins are rows of ours."""

    def open_session(self, _app: Flask, _incoming: Request) -> NullSession:
        return NullSession()

    def save_session(self, _app: Flask, _kept: SessionMixin, _response: Response) -> None:
        """Nothing is kept."""


def install(app: Flask) -> None:
    """Let templates ask `can("permission")`."""
    app.session_interface = NoSessions()
    app.context_processor(lambda: {"can": _current_can})


# Who is asking


@dataclass(frozen=True)
class Caller:
    """An actor and, for a browser, the token its unsafe requests must carry."""

    actor: Actor
    csrf_token: str | None


def current_actor() -> Actor:
    """Who makes this request. Raises Unauthenticated."""
    actor = find_actor()
    if actor is None:
        raise Unauthenticated("unauthenticated", "Sign in first.")
    return actor


def find_actor() -> Actor | None:
    """Who makes this request, or None; looked up once a request. Raises Unauthenticated for a bad key."""
    caller = _caller()
    return caller.actor if caller else None


def own_user_id() -> str:
    """The person who makes this request. Raises Unauthenticated, or Forbidden for a key."""
    user_id = current_actor().user_id
    if user_id is None:
        raise Forbidden("person_only", "An API key is no person.")
    return user_id


def csrf_token() -> str:
    """The token for this browser's unsafe requests; empty for a key or nobody."""
    caller = _caller()
    return (caller.csrf_token or "") if caller else ""


def load_actor(incoming: Request) -> Actor | None:
    """Who sent `incoming`. Raises Unauthenticated when it carries a key that is not valid."""
    caller = _load(incoming)
    return caller.actor if caller else None


def actor_for_cookie(token: str | None) -> Actor | None:
    """Who holds this `cc_session` value; for the WSGI check before a socket opens."""
    if not token:
        return None
    with read() as session:
        found = sessions.find_live(session, token)
        return person(found[1], found[0], limited_roles(session)) if found else None


def actor_for_session(session_id: str) -> Actor | None:
    """Whose session this is and with which role now; None when it has ended. For each socket event."""
    with read() as session:
        found = sessions.find_live_by_id(session, session_id)
        return person(found[1], found[0], limited_roles(session)) if found else None


def is_session_live(session_id: str) -> bool:
    return actor_for_session(session_id) is not None


def _caller() -> Caller | None:
    if "caller" not in g:
        g.caller = _load(request)
    caller: Caller | None = g.caller
    return caller


def _load(incoming: Request) -> Caller | None:
    scheme, _, key = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":  # others are a proxy's own, such as a Basic gate in front of a trial
        return _load_machine(key.strip())
    token = incoming.cookies.get(COOKIE)
    return _load_person(token) if token else None


def _load_person(token: str) -> Caller | None:
    with glance() as session:
        found = sessions.find_live(session, token)
        limited = limited_roles(session) if found else ()
    if found is None:
        return None
    row, user = found
    if sessions.needs_touch(row):
        _touch(sessions.touch, row.id)
    return Caller(person(user, row, limited), row.csrf_token)


def _load_machine(key: str) -> Caller:
    with glance() as session:
        row = api_keys.find_live(session, key)
    if row is None:
        raise Unauthenticated("bad_api_key", "That API key is not valid.")
    if api_keys.needs_touch(row):
        _touch(api_keys.touch, row.id)
    return Caller(machine(row, current().locale), None)


def _touch(touch: Callable[..., None], row_id: str) -> None:
    """Note the use; a busy database must not refuse a read for it."""
    try:
        with transaction() as session:
            touch(session, row_id)
    except OperationalError:
        _log.warning("could not note the use of a session or key")


# May they


def require(permission: str, *, is_shell: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a view: 401 for nobody, 403 without the permission or, from a browser, the CSRF token.

    403 `outside_reach` too, when what the path names is a customer's whom other teams take care of.
    `is_shell`: the view shows nothing of what its path names; what is asked for then is refused by the API, in words.
    """
    if permission not in PERMISSIONS:
        raise KeyError(f"unknown permission {permission!r}: list it in agents/policies.py")

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            with awaited():
                demand(current_actor(), permission)
                require_csrf()
                if not is_shell:
                    admit_path(current_actor())
                return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def admit_path(actor: Actor) -> None:
    """Raises Forbidden when the path names something of a customer whom the actor does not see."""
    if actor.is_limited and request.url_rule is not None and request.view_args:
        with glance() as session:
            admit(session, actor, request.url_rule.rule, request.view_args)


def require_csrf() -> None:
    """Raises Forbidden when a browser's unsafe request lacks its session's token.

    Cookies come along with requests that other sites cause; the token does not. Keys are
    sent on purpose and need none.
    """
    caller = _caller()
    if request.method in SAFE_METHODS or caller is None or caller.csrf_token is None:
        return
    given = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    if not hmac.compare_digest(given.encode(), caller.csrf_token.encode()):
        raise Forbidden("bad_csrf", "The page is out of date. Reload it and try again.")


def _current_can(permission: str) -> bool:
    actor = find_actor()
    return actor is not None and can(actor, permission)


# Signing in and out


def sign_in_browser(email: str, password: str, code: str | None) -> tuple[User, str]:
    """Sign this browser in: a new token in its cookie, the old session ended.

    Returns the user and the CSRF token. Raises Unauthenticated, TooManyAttempts.
    """
    ip, user_agent = request.remote_addr or "", request.user_agent.string
    with transaction() as session:
        attempt = sign_in.begin(session, email, ip)
    is_right = sign_in.is_password_right(attempt, password)
    with transaction() as session:
        outcome = sign_in.complete(
            session, attempt, password=password, is_right=is_right, code=code, ip=ip, user_agent=user_agent
        )
        if not isinstance(outcome, DomainError):
            _end_replaced(session, request.cookies.get(COOKIE))
    if isinstance(outcome, DomainError):
        raise outcome
    _answer_with_cookie(outcome.token)
    return outcome.user, outcome.session.csrf_token


def sign_out_browser() -> None:
    """End this browser's session and take its cookie back."""
    with transaction() as session:
        _end_replaced(session, request.cookies.get(COOKIE))
    after_this_request(_forget_cookie)


def current_user_and_token() -> tuple[User, str]:
    """The person who makes this request, and their CSRF token."""
    with read() as session:
        return get_user(session, own_user_id()), csrf_token()


def _end_replaced(session: Any, token: str | None) -> None:
    found = sessions.find_live(session, token) if token else None
    if found is not None:
        sessions.revoke(session, found[0])


def _answer_with_cookie(token: str) -> None:
    def attach(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            token,
            max_age=sessions.ABSOLUTE,
            httponly=True,
            samesite="Lax",
            secure=current().is_secure,
            path="/",
        )
        return response

    after_this_request(attach)


def _forget_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=current().is_secure)
    return response
