"""What happened to people's accounts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UserCreated:
    user_id: str


@dataclass(frozen=True)
class UserChanged:
    """An admin changed a name, role or phone; own preferences are not told. Rooms follow the role."""

    user_id: str


@dataclass(frozen=True)
class UserDeactivated:
    """Somebody may no longer sign in; their sessions are revoked in the same transaction."""

    user_id: str
