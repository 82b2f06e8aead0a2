"""Accounts over HTTP: sign-in, one's own account, and the people an admin manages."""

from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents import accounts, confirmation, queries, schemas, sessions, totp
from contactcenter.agents.models import User, UserSession
from contactcenter.agents.session import (
    current_actor,
    current_user_and_token,
    own_user_id,
    public,
    require,
    sign_in_browser,
    sign_out_browser,
)
from contactcenter.agents.teams.reach import reach_name
from contactcenter.core.db import read, transaction
from contactcenter.core.paging import Page, page
from contactcenter.core.schemas import page_of

blp = Blueprint("accounts", __name__, url_prefix="/api/v1", description="Sign-in and people")


@blp.route("/session", methods=["POST"])
@public("this is where people sign in")
@blp.arguments(schemas.SignInSchema)
@blp.response(200, schemas.SessionSchema)
def sign_in(data: dict[str, Any]) -> dict[str, Any]:
    """Sign in; the session cookie comes with the answer."""
    user, token = sign_in_browser(data["email"], data["password"], data["code"])
    return {"user": user, "csrf_token": token}


@blp.route("/session")
@require("account.own")
@blp.response(200, schemas.SessionSchema)
def show_session() -> dict[str, Any]:
    """Who is signed in here."""
    user, token = current_user_and_token()
    return {"user": user, "csrf_token": token}


@blp.route("/session", methods=["DELETE"])
@require("account.own")
@blp.response(204)
def sign_out() -> None:
    """Sign out here."""
    sign_out_browser()


@blp.route("/me")
@require("account.own")
@blp.response(200, schemas.MeSchema)
def show_me() -> dict[str, Any]:
    """One's own account, and how far one sees."""
    with read() as session:
        reach = reach_name(session, current_actor())
    return {**schemas.UserSchema().dump(current_user_and_token()[0]), "reach": reach}


@blp.route("/me", methods=["PATCH"])
@require("account.own")
@blp.arguments(schemas.ProfileChangeSchema)
@blp.response(200, schemas.UserSchema)
def change_me(changes: dict[str, Any]) -> User:
    """Language, theme, own phone, and where calls ring."""
    with transaction() as session:
        user = queries.get_user(session, own_user_id(), for_update=True)
        return accounts.update_profile(session, user, changes)


@blp.route("/me/password", methods=["POST"])
@require("account.own")
@blp.arguments(schemas.PasswordChangeSchema)
@blp.response(204)
def change_password(data: dict[str, str]) -> None:
    """A new password; other browsers are signed out."""
    confirmation.confirm_password(own_user_id(), data["current"], field="current")
    with transaction() as session:
        user = queries.get_user(session, own_user_id(), for_update=True)
        accounts.set_password(session, user, data["new"], keep_session=current_actor().session_id)


@blp.route("/me/totp", methods=["POST"])
@require("account.own")
@blp.response(200, schemas.EnrolmentSchema)
def start_totp() -> dict[str, str]:
    """Begin setting up the second factor."""
    with transaction() as session:
        return asdict(totp.start(session, queries.get_user(session, own_user_id(), for_update=True)))


@blp.route("/me/totp/confirm", methods=["POST"])
@require("account.own")
@blp.arguments(schemas.CodeSchema)
@blp.response(204)
def confirm_totp(data: dict[str, str]) -> None:
    """Turn the second factor on with a code from the phone."""
    with transaction() as session:
        totp.confirm(session, queries.get_user(session, own_user_id(), for_update=True), data["code"])


@blp.route("/me/totp", methods=["DELETE"])
@require("account.own")
@blp.arguments(schemas.PasswordSchema)
@blp.response(204)
def stop_totp(data: dict[str, str]) -> None:
    """Turn the second factor off."""
    confirmation.confirm_password(own_user_id(), data["password"], field="password")
    with transaction() as session:
        totp.turn_off(session, queries.get_user(session, own_user_id(), for_update=True))


@blp.route("/me/sessions")
@require("account.own")
@blp.response(200, schemas.SignedInBrowsersSchema)
def list_my_sessions() -> dict[str, Any]:
    """Where one is signed in."""
    with read() as session:
        rows = sessions.list_live(session, own_user_id())
    return {"items": [_browser(row, current_actor().session_id) for row in rows]}


@blp.route("/me/sessions/<session_id>", methods=["DELETE"])
@require("account.own")
@blp.response(204)
def end_my_session(session_id: str) -> None:
    """Sign another browser out."""
    with transaction() as session:
        sessions.revoke_own(session, own_user_id(), session_id)


@blp.route("/socket-tickets", methods=["POST"])
@require("console.use")
@blp.response(200, schemas.SocketTicketSchema)
def issue_socket_ticket() -> dict[str, Any]:
    """A pass for one socket, good for 30 seconds."""
    with transaction() as session:
        ticket, expires_at = sessions.issue_ticket(session, current_actor().session_id or "")
    return {"ticket": ticket, "expires_at": expires_at}


@blp.route("/users")
@require("users.manage")
@blp.arguments(schemas.UserQuerySchema, location="query")
@blp.response(200, page_of(schemas.ManagedUserSchema))
def list_users(query: dict[str, Any]) -> Page:
    """Everybody who has an account."""
    with read() as session:
        return page(session, queries.list_users(), (User.created_at, User.id), **query, is_descending=False)


@blp.route("/users", methods=["POST"])
@require("users.manage")
@blp.arguments(schemas.NewUserSchema)
@blp.response(201, schemas.ManagedUserSchema)
def create_user(data: dict[str, Any]) -> User:
    """Let somebody in."""
    with transaction() as session:
        return accounts.create_user(session, **data)


@blp.route("/users/<user_id>", methods=["PATCH"])
@require("users.manage")
@blp.arguments(schemas.UserChangeSchema)
@blp.response(200, schemas.ManagedUserSchema)
def change_user(changes: dict[str, Any], user_id: str) -> User:
    """Change a person's role, name, phone or password, or deactivate them."""
    with transaction() as session:
        user = queries.get_user(session, user_id, for_update=True)
        return accounts.administer(session, user, changes, actor_id=current_actor().id)


@blp.route("/users/<user_id>/sessions", methods=["DELETE"])
@require("users.manage")
@blp.response(200, schemas.EndedSessionsSchema)
def end_sessions(user_id: str) -> dict[str, int]:
    """Sign somebody out everywhere; an admin who does it to themselves stays in here."""
    with transaction() as session:
        user = queries.get_user(session, user_id, for_update=True)
        return {"ended": sessions.revoke_all(session, user.id, keep=current_actor().session_id)}


def _browser(row: UserSession, current_id: str | None) -> dict[str, Any]:
    shown = {f: getattr(row, f) for f in ("id", "created_at", "last_seen_at", "ip", "user_agent")}
    return {**shown, "is_current": row.id == current_id}
