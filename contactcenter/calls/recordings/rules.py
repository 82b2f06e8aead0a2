"""What a fetch may cost and how stereo files are laid out, by this process's settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from contactcenter.core import settings

DOWNLOAD_SECONDS = 300.0
"""Far below `states.LEASE`, after which a fetch counts as dead."""

CHANNEL_ORDERS = {
    "customer_first": ("customer", "agent"),
    "agent_first": ("agent", "customer"),
}


@dataclass(frozen=True)
class Rules:
    """`stereo` says who is left and who is right."""

    max_bytes: int
    download_seconds: float
    stereo: Sequence[str]


def current() -> Rules:
    told = settings.current()
    return Rules(told.max_recording_bytes, DOWNLOAD_SECONDS, CHANNEL_ORDERS[told.recording_channel_order])


def channel_map(channels: int, kind: str, stereo: Sequence[str]) -> list[str]:
    """Who is on which channel, left first.

    A voicemail has the customer only; one channel of a conversation has both, mixed. In stereo the
    order differs by provider and product (Twilio's documents and field tests disagree), hence a setting.
    """
    if channels == 2:
        return list(stereo)
    if channels == 1:
        return ["customer"] if kind == "voicemail" else ["mixed"]
    return ["unknown"] * channels
