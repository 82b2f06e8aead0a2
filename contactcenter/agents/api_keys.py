"""Keys for machines: shown once, kept as a hash, with a role and no person behind them."""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import ROLES, ApiKey
from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid, NotFound

PREFIX = "cck_"
"""Lets secret scanners recognise a leaked key."""

TOUCH_EVERY = timedelta(minutes=5)


def create_key(session: Session, name: str, role: str) -> tuple[ApiKey, str]:
    """A new key: its row, and the key itself, which is nowhere else. Raises Invalid."""
    if role not in ROLES:
        raise Invalid("invalid", "That role does not exist.", role=[f"One of {', '.join(ROLES)}."])
    if not name.strip():
        raise Invalid("invalid", "A key needs a name.", name=["Missing."])
    key = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(name=name.strip()[:120], key_hash=_hash(key), role=role)
    session.add(row)
    session.flush()
    return row, key


def find_live(session: Session, key: str) -> ApiKey | None:
    return session.scalars(
        sa.select(ApiKey).where(ApiKey.key_hash == _hash(key), ApiKey.revoked_at.is_(None))
    ).one_or_none()


def list_keys(session: Session) -> list[ApiKey]:
    return list(session.scalars(sa.select(ApiKey).order_by(ApiKey.created_at, ApiKey.id)))


def revoke_key(session: Session, key_id: str) -> None:
    """End a key now. Raises NotFound."""
    row = session.get(ApiKey, key_id)
    if row is None:
        raise NotFound("api_key_not_found", "There is no such key.")
    row.revoked_at = row.revoked_at or now()
    session.flush()


def needs_touch(row: ApiKey) -> bool:
    return row.last_used_at is None or now() - row.last_used_at > TOUCH_EVERY


def touch(session: Session, key_id: str) -> None:
    session.execute(sa.update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=now()))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
