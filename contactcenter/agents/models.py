"""People who sign in, what they may do, and what they are doing."""

from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contactcenter.core.clock import now
from contactcenter.core.db import Base
from contactcenter.core.ids import new_id

ROLES = ("agent", "supervisor", "admin")


class User(Base):
    """Somebody who signs in. `voice_identity` is their softphone's name at the carrier."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "usr"))
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[str] = mapped_column(sa.String(20))
    password_hash: Mapped[str] = mapped_column(sa.String(255))
    totp_secret: Mapped[str | None] = mapped_column(sa.String(255))
    is_totp_on: Mapped[bool] = mapped_column(default=False)
    totp_last_counter: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(sa.String(5), default="vi")
    theme: Mapped[str] = mapped_column(sa.String(10), default="auto")
    voice_identity: Mapped[str] = mapped_column(sa.String(120), unique=True)
    own_phone: Mapped[str | None] = mapped_column(sa.String(20))
    answers_on: Mapped[str] = mapped_column(sa.String(10), default="browser")
    created_at: Mapped[datetime] = mapped_column(default=now)

    presence: Mapped["Presence"] = relationship(back_populates="user", uselist=False)

    __table_args__ = (
        sa.CheckConstraint("role IN ('agent', 'supervisor', 'admin')", name="role"),
        sa.CheckConstraint("answers_on IN ('browser', 'phone')", name="answers_on"),
    )


class UserSession(Base):
    """One signed-in browser. Only a hash of its token is stored; revoking it is a time."""

    __tablename__ = "user_sessions"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "ses"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    ip: Mapped[str] = mapped_column(sa.String(45), default="")
    user_agent: Mapped[str] = mapped_column(sa.String(200), default="")


class SocketTicket(Base):
    """A single-use pass to open one socket, good for 30 seconds."""

    __tablename__ = "socket_tickets"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("user_sessions.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiKey(Base):
    """A machine's pass. The key itself is shown once and stored as a hash."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "key"))
    name: Mapped[str] = mapped_column(sa.String(120))
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    role: Mapped[str] = mapped_column(sa.String(20))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LoginAttempt(Base):
    """Failed sign-ins per email and address, so that guessing slows down across restarts."""

    __tablename__ = "login_attempts"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "log"))
    subject: Mapped[str] = mapped_column(sa.String(300), index=True)
    attempted_at: Mapped[datetime] = mapped_column(default=now, index=True)


def _is_ready(context: Any) -> bool:
    return bool(context.get_current_parameters().get("status") == "available")


class Presence(Base):
    """An agent's three layers: the status they pick, the activity we derive, reachability.

    `next_status` is applied when the current call and its wrap-up are over. The lease is the last
    heartbeat + 45 s. `is_status_ready` repeats the status's own: every decision asks for it. `nudged_at`:
    told that the status lasts too long; `shift_ended_at`: the end of shift that was acted on.
    """

    __tablename__ = "presence"

    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[str] = mapped_column(sa.String(30), default="offline")
    status_since: Mapped[datetime] = mapped_column(default=now)
    next_status: Mapped[str | None] = mapped_column(sa.String(30))
    next_actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    activity: Mapped[str] = mapped_column(sa.String(20), default="idle")
    activity_since: Mapped[datetime] = mapped_column(default=now)
    idle_since: Mapped[datetime] = mapped_column(default=now)
    lease_until: Mapped[datetime | None] = mapped_column(index=True)
    is_reachable: Mapped[bool] = mapped_column(default=False)
    is_status_ready: Mapped[bool] = mapped_column(default=_is_ready, server_default=sa.false())
    nudged_at: Mapped[datetime | None]
    shift_ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship(back_populates="presence")


class PresenceChange(Base):
    """The ledger behind every report about time: what changed, who did it, and why."""

    __tablename__ = "presence_changes"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default=partial(new_id, "prc"))
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=now)
    status: Mapped[str] = mapped_column(sa.String(30))
    activity: Mapped[str] = mapped_column(sa.String(20))
    is_reachable: Mapped[bool]
    actor_id: Mapped[str | None] = mapped_column(sa.String(40))
    cause: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]

    __table_args__ = (sa.Index("ix_presence_changes_user_at", "user_id", "at"),)
