"""The life of a recording, and when to try again.

expected (known, or waiting for its next try) → fetching → verified; failed (somebody must
press "retry"); absent (the provider has none). `attempts` counts the times somebody set out
to fetch it, so that a file which kills the process is given up too.
"""

from datetime import timedelta
from enum import StrEnum


class RecordingState(StrEnum):
    EXPECTED = "expected"
    FETCHING = "fetching"
    VERIFIED = "verified"
    ABSENT = "absent"
    FAILED = "failed"


LEASE = timedelta(minutes=10)
"""A fetch that has not ended by then died with its process."""

DELAYS_SECONDS = (2, 5, 15, 60, 300, 900, 3600, 7200, 14400, 21600, 36000)
"""Between the tries: about 23 hours in all, as a provider's bad day may last."""

MAX_ATTEMPTS = len(DELAYS_SECONDS) + 1

BAD_FILE_ATTEMPTS = 4
"""The provider answered with something that is no such audio: waiting a day rarely mends that."""

BAD_FILE = frozenset({"wrong_type", "too_short", "unreadable_audio"})


def retry_delay(code: str, attempt: int, *, is_retryable: bool) -> int | None:
    """Seconds to wait after failure `code` of try number `attempt` (from 1); None to give up."""
    limit = BAD_FILE_ATTEMPTS if code in BAD_FILE else MAX_ATTEMPTS
    if not is_retryable or attempt >= limit:
        return None
    return DELAYS_SECONDS[max(attempt, 1) - 1]
