"""Who is asking: a person in a session, or a machine with a key."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from contactcenter.agents.models import ApiKey, User, UserSession


@dataclass(frozen=True)
class Actor:
    """`id` names the actor in ledgers; `user_id` and `session_id` are None for a key.

    `is_limited`: not everybody's customers are theirs to see (teams/reach.py).
    """

    kind: Literal["user", "api_key"]
    id: str
    user_id: str | None
    role: str
    session_id: str | None
    locale: str
    name: str
    theme: str = "auto"
    is_limited: bool = False


def person(user: User, signed_in: UserSession, limited_roles: Collection[str]) -> Actor:
    is_limited = user.role in limited_roles
    return Actor("user", user.id, user.id, user.role, signed_in.id, user.locale, user.name, user.theme, is_limited)


def machine(key: ApiKey, locale: str) -> Actor:
    return Actor("api_key", key.id, None, key.role, None, locale, key.name)
