"""Accounts: create, change, deactivate people; passwords and preferences."""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from anyascii import anyascii
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contactcenter.agents import passwords, sessions, totp
from contactcenter.agents.account_events import UserChanged, UserCreated, UserDeactivated
from contactcenter.agents.models import ROLES, Presence, User
from contactcenter.agents.queries import count_other_admins, find_user_by_email
from contactcenter.core.dialling import check_number
from contactcenter.core.errors import Conflict, Invalid
from contactcenter.core.events import emit
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import current

# A sign-in name, not a mailbox we write to: internal domains such as cty.local are fine.
_EMAIL = re.compile(r"[^\s@<>\"',;:\\()\[\]]{1,64}@[^\s@<>\"',;:\\()\[\]]{1,189}")


def canonical_email(email: str) -> str:
    """The one form of an address under which people are kept and found."""
    return unicodedata.normalize("NFC", email).strip().lower()


def create_user(
    session: Session,
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    is_demo: bool = False,
    locale: str = "vi",
    own_phone: str | None = None,
    voice_identity: str | None = None,
) -> User:
    """A new person, offline. Raises Invalid per field, Conflict (duplicate_email).

    Demo accounts are exempt from the password rules: their passwords are printed anyway,
    and they work only on the machine itself.
    """
    email = canonical_email(email)
    _check_identity(email, name, role)
    if not is_demo:
        passwords.check_strength(password, email=email)
    if find_user_by_email(session, email) is not None:
        raise _duplicate(email)
    user = User(
        email=email,
        name=name.strip(),
        role=role,
        password_hash=passwords.hash_password(password),
        is_demo=is_demo,
        locale=locale,
        own_phone=_own_phone(own_phone),
        voice_identity=voice_identity or _free_voice_identity(session, email),
    )
    try:
        with session.begin_nested():
            session.add(user)
            session.flush()
    except IntegrityError as error:  # two admins at once
        raise _duplicate(email) from error
    session.add(Presence(user_id=user.id))
    session.flush()
    emit(session, UserCreated(user.id))
    return user


def update_profile(session: Session, user: User, changes: dict[str, Any]) -> User:
    """Apply any of name, locale, theme, own_phone, answers_on. Raises Invalid."""
    if "own_phone" in changes:
        changes = {**changes, "own_phone": _own_phone(changes["own_phone"])}
    for field in ("name", "locale", "theme", "own_phone", "answers_on"):
        if field in changes:
            setattr(user, field, changes[field])
    if user.answers_on == "phone" and not user.own_phone:
        raise Invalid("invalid", "To answer on a phone, give its number.", own_phone=["Missing."])
    session.flush()
    return user


def administer(session: Session, user: User, changes: dict[str, Any], *, actor_id: str) -> User:
    """An admin's changes: the profile's, and role, is_active, password, is_totp_on (only off).

    A new password ends the person's sessions, and so does deactivation. Raises Conflict
    (last_admin, own_account) rather than lock everybody out; Invalid.
    """
    loses_admin = changes.get("role", "admin") != "admin" or changes.get("is_active") is False
    if user.role == "admin" and user.is_active and loses_admin and not count_other_admins(session, user.id):
        raise Conflict("last_admin", "Somebody must remain an admin.")
    if changes.get("is_active") is False and user.id == actor_id:
        raise Conflict("own_account", "You cannot deactivate yourself.")
    if "password" in changes:
        set_password(session, user, changes["password"])
    if changes.get("is_totp_on") is False:
        totp.turn_off(session, user)
    user.role = changes.get("role", user.role)
    _set_active(session, user, is_active=changes.get("is_active", user.is_active))
    update_profile(session, user, changes)
    emit(session, UserChanged(user.id))
    return user


def set_password(session: Session, user: User, password: str, *, keep_session: str | None = None) -> None:
    """A new password; every session but `keep_session` ends. Raises Invalid (weak_password)."""
    passwords.check_strength(password, email=user.email)
    user.password_hash = passwords.hash_password(password)
    session.flush()
    sessions.revoke_all(session, user.id, keep=keep_session)


def _set_active(session: Session, user: User, *, is_active: bool) -> None:
    was_active, user.is_active = user.is_active, is_active
    session.flush()
    if was_active and not is_active:
        sessions.revoke_all(session, user.id)
        emit(session, UserDeactivated(user.id))


def _check_identity(email: str, name: str, role: str) -> None:
    wrong: dict[str, list[str]] = {}
    if not _EMAIL.fullmatch(email) or not email.isprintable():
        wrong["email"] = ["Not an email address."]
    if not 1 <= len(name.strip()) <= 120 or not name.isprintable():
        wrong["name"] = ["From 1 to 120 characters on one line."]
    if role not in ROLES:
        wrong["role"] = [f"One of {', '.join(ROLES)}."]
    if wrong:
        raise Invalid("invalid", "Some fields are wrong.", **wrong)


def _own_phone(written: str | None) -> str | None:
    if not written or not written.strip():
        return None
    phone = parse_phone(written, current().default_region)
    if phone is None or check_number(written) is not None:
        raise Invalid("invalid", "That number cannot be rung.", own_phone=["Not a phone number that can be rung."])
    return phone.e164


def _free_voice_identity(session: Session, email: str) -> str:
    """`agent_` + the address's local part: letters, digits and _ are all that carriers take."""
    local = re.sub(r"[^a-z0-9]+", "_", anyascii(email.partition("@")[0]).lower()).strip("_")
    base = f"agent_{local or 'x'}"[:100]
    taken = set(
        session.scalars(sa.select(User.voice_identity).where(User.voice_identity.startswith(base, autoescape=True)))
    )
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}_{number}", number + 1
    return candidate


def _duplicate(email: str) -> Conflict:
    return Conflict("duplicate_email", "Somebody has this email already.", email=[email])
