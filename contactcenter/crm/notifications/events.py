"""What notifications tell the rest of the product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NotificationCreated:
    notification_id: str
    user_id: str


@dataclass(frozen=True)
class NotificationsRead:
    """Somebody looked at theirs: the count in their other tabs is old."""

    user_id: str
