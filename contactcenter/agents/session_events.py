"""What happened to sign-ins."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionRevoked:
    """A session ended before its time: its sockets must go."""

    session_id: str
    user_id: str
