"""Sign-ins that the server can end: a row a browser, found by a hash of its random token.

A session lives 12 hours after its last request and 7 days at most (`expires_at`).
Sockets are opened with a ticket, good once and for 30 seconds, that only works beside
the cookie of the session that asked for it.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor, person
from contactcenter.agents.models import SocketTicket, User, UserSession
from contactcenter.agents.session_events import SessionRevoked
from contactcenter.agents.teams.reach import limited_roles
from contactcenter.core.clock import now
from contactcenter.core.errors import NotFound
from contactcenter.core.events import emit
from contactcenter.core.settings import current

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
TICKET_LIFE = timedelta(seconds=30)
KEPT = timedelta(days=30)
"""How long the row of an ended session stays."""

TOUCH_EVERY = timedelta(minutes=5)
"""`last_seen_at` is this coarse, so that reading a page does not cost a write."""

_MOMENT, _IDLE = (sa.bindparam(name, type_=UserSession.expires_at.type) for name in ("moment", "idle"))
_LIVE = (
    sa.select(UserSession, User)
    .join(User, User.id == UserSession.user_id)
    .where(UserSession.revoked_at.is_(None), UserSession.expires_at > _MOMENT, UserSession.last_seen_at > _IDLE)
    .where(User.is_active.is_(True), sa.or_(User.is_demo.is_(False), sa.bindparam("is_demo", type_=sa.Boolean())))
)
# Built once: each request asks.
_BY_TOKEN = _LIVE.where(UserSession.token_hash == sa.bindparam("value"))
_BY_ID = _LIVE.where(UserSession.id == sa.bindparam("value"))
_IS_LIVE = _BY_ID.with_only_columns(sa.literal(1))


def hash_token(token: str) -> str:
    """Tokens are 256 random bits: a plain hash cannot be searched back."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def open_session(session: Session, user: User, *, ip: str, user_agent: str) -> tuple[UserSession, str]:
    """Sign `user` in. Returns the row and the token, which is nowhere else."""
    moment = now()
    session.execute(sa.delete(UserSession).where(UserSession.expires_at < moment - KEPT))
    token = secrets.token_urlsafe(32)
    row = UserSession(
        token_hash=hash_token(token),
        user_id=user.id,
        csrf_token=secrets.token_urlsafe(32),
        created_at=moment,
        last_seen_at=moment,
        expires_at=moment + ABSOLUTE,
        ip=ip[:45],
        user_agent=user_agent[:200],
    )
    session.add(row)
    session.flush()
    return row, token


def find_live(session: Session, token: str) -> tuple[UserSession, User] | None:
    """The live session with this token, and whose it is."""
    found = _find(session, _BY_TOKEN, hash_token(token))
    return (found[0], found[1]) if found else None


def find_live_by_id(session: Session, session_id: str) -> tuple[UserSession, User] | None:
    found = _find(session, _BY_ID, session_id)
    return (found[0], found[1]) if found else None


def is_live(session: Session, session_id: str) -> bool:
    return _find(session, _IS_LIVE, session_id) is not None


def list_live(session: Session, user_id: str) -> list[UserSession]:
    """The user's live sessions, the latest seen first."""
    order = UserSession.last_seen_at.desc(), UserSession.id.desc()
    return list(
        session.scalars(sa.select(UserSession).where(UserSession.user_id == user_id, *_live()).order_by(*order))
    )


def list_roles(session: Session, session_ids: set[str]) -> dict[str, str]:
    """Of these sessions, those that live, with the role that each has now."""
    if not session_ids:
        return {}
    statement = sa.select(UserSession.id, User.role).join(User, User.id == UserSession.user_id)
    statement = statement.where(UserSession.id.in_(session_ids), User.is_active.is_(True), *_live())
    return {session_id: role for session_id, role in session.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def needs_touch(row: UserSession) -> bool:
    return now() - row.last_seen_at > TOUCH_EVERY


def touch(session: Session, session_id: str) -> None:
    """The session was used."""
    session.execute(sa.update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now()))


def revoke(session: Session, row: UserSession) -> None:
    """End a session now. Ending an ended one changes nothing."""
    if row.revoked_at is None:
        row.revoked_at = now()
        session.flush()
        emit(session, SessionRevoked(row.id, row.user_id))


def revoke_own(session: Session, user_id: str, session_id: str) -> None:
    """End one of the user's sessions. Raises NotFound for anybody else's."""
    row = session.get(UserSession, session_id)
    if row is None or row.user_id != user_id:
        raise NotFound("session_not_found", "There is no such session.")
    revoke(session, row)


def revoke_all(session: Session, user_id: str, *, keep: str | None = None) -> int:
    """End the user's sessions, but for the one called `keep`. Returns how many."""
    ended = [row for row in list_live(session, user_id) if row.id != keep]
    for row in ended:
        revoke(session, row)
    return len(ended)


def issue_ticket(session: Session, session_id: str) -> tuple[str, datetime]:
    """A ticket for one socket of this session, and until when it is good."""
    moment = now()
    session.execute(sa.delete(SocketTicket).where(SocketTicket.expires_at < moment - TICKET_LIFE))
    ticket = secrets.token_urlsafe(32)
    expires_at = moment + TICKET_LIFE
    session.add(SocketTicket(token_hash=hash_token(ticket), session_id=session_id, expires_at=expires_at))
    session.flush()
    return ticket, expires_at


def redeem_ticket(session: Session, ticket: str, session_token: str) -> Actor | None:
    """Who opens this socket; None when the ticket is unknown, old, used, or another session's.

    `session` must be a writing transaction: a ticket works once, whoever else tries at the same time.
    """
    found = find_live(session, session_token)
    if found is None:
        return None
    row, user = found
    used = session.execute(
        sa.update(SocketTicket)
        .where(
            SocketTicket.token_hash == hash_token(ticket),
            SocketTicket.session_id == row.id,
            SocketTicket.used_at.is_(None),
            SocketTicket.expires_at > now(),
        )
        .values(used_at=now())
    )
    return person(user, row, limited_roles(session)) if used.rowcount else None  # type: ignore[attr-defined]


def _find(session: Session, statement: Any, value: str) -> Any:
    moment = now()
    values = {"value": value, "moment": moment, "idle": moment - IDLE, "is_demo": current().is_demo}
    return session.execute(statement, values).one_or_none()


def _live() -> tuple[sa.ColumnElement[bool], ...]:
    moment = now()
    return (
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > moment,
        UserSession.last_seen_at > moment - IDLE,
    )
