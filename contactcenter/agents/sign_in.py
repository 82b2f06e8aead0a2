"""Signing in, in three steps: count the attempt, check the password, complete.

The slow hash runs between two short transactions, never inside one: on SQLite the
webhooks of ringing calls would wait for it. Nothing tells an unknown email from a wrong
password, neither the answer nor the time it takes.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contactcenter.agents import passwords, sessions, throttle, totp
from contactcenter.agents.accounts import canonical_email
from contactcenter.agents.models import User, UserSession
from contactcenter.agents.queries import find_user_by_email, get_user
from contactcenter.core.errors import Unauthenticated
from contactcenter.core.settings import current

CODE_FAILURES = 10
"""Wrong codes a person may enter in the window, from all addresses together: six digits are few."""


@dataclass(frozen=True)
class Attempt:
    """An attempt that has been counted. `user_id` is None when nobody may sign in by that email."""

    subject: str
    attempt_ids: list[str]
    user_id: str | None
    password_hash: str | None


@dataclass(frozen=True)
class SignedIn:
    user: User
    session: UserSession
    token: str


def begin(session: Session, email: str, ip: str) -> Attempt:
    """Count the attempt and find whom it is about. Raises TooManyAttempts."""
    email = canonical_email(email)[:254]
    subject = f"{email}|{ip}"
    attempt_ids = throttle.admit(session, throttle.sign_in_limits(subject, ip))
    user = find_user_by_email(session, email)
    if user is None or not _may_sign_in(user):
        return Attempt(subject, attempt_ids, None, None)
    return Attempt(subject, attempt_ids, user.id, user.password_hash)


def is_password_right(attempt: Attempt, password: str) -> bool:
    """Slow: call outside transactions."""
    return passwords.is_correct(attempt.password_hash, password)


def complete(
    session: Session,
    attempt: Attempt,
    *,
    password: str,
    is_right: bool,
    code: str | None,
    ip: str,
    user_agent: str,
) -> SignedIn | Unauthenticated:
    """Open the session, or say why not.

    A refusal is returned, not raised, because what was counted must be committed. Raises
    TooManyAttempts for wrong codes.
    """
    if not is_right or attempt.user_id is None:
        return Unauthenticated("bad_credentials", "The email or the password is not right.")
    user = get_user(session, attempt.user_id, for_update=True)
    if user.password_hash != attempt.password_hash or not _may_sign_in(user):
        return Unauthenticated("bad_credentials", "The email or the password is not right.")
    if user.is_totp_on:
        refusal = _check_code(session, user, attempt, code)
        if refusal is not None:
            return refusal
    throttle.forgive(session, attempt.subject)
    throttle.take_back(session, attempt.attempt_ids)
    if passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    row, token = sessions.open_session(session, user, ip=ip, user_agent=user_agent)
    return SignedIn(user, row, token)


def _check_code(session: Session, user: User, attempt: Attempt, code: str | None) -> Unauthenticated | None:
    if not code:
        throttle.take_back(session, attempt.attempt_ids)
        return Unauthenticated("code_required", "Enter the code from your phone.")
    counted = throttle.admit(session, {f"code|{user.id}": CODE_FAILURES})
    if not totp.use_code(session, user, code):
        return Unauthenticated("bad_code", "That code is not right.")
    throttle.take_back(session, counted)
    return None


def _may_sign_in(user: User) -> bool:
    return user.is_active and (current().is_demo or not user.is_demo)
