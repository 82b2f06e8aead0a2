"""Who is asking: a person in a session, or a machine with a key."""

from dataclasses import dataclass
from typing import Literal

from contactcenter.agents.models import ApiKey, User, UserSession


@dataclass(frozen=True)
class Actor:
    """`id` names the actor in ledgers; `user_id` and `session_id` are None for a key."""

    kind: Literal["user", "api_key"]
    id: str
    user_id: str | None
    role: str
    session_id: str | None
    locale: str
    name: str
    theme: str = "auto"


def person(user: User, signed_in: UserSession) -> Actor:
    return Actor("user", user.id, user.id, user.role, signed_in.id, user.locale, user.name, user.theme)


def machine(key: ApiKey, locale: str) -> Actor:
    return Actor("api_key", key.id, None, key.role, None, locale, key.name)
