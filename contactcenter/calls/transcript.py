"""Where a line of live transcript stands in the audio.

Twilio's Timestamp of a final line is the moment it was finished, not begun; a click must
land where the speaker starts. So the beginning is reckoned back by the usual speed of
speech, not before the same speaker's previous line.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from contactcenter.calls.audio_facts import CHARACTERS_PER_SECOND, offset_seconds
from contactcenter.calls.models import TranscriptLine


def place_lines(lines: Sequence[TranscriptLine], start: datetime | None) -> list[dict[str, Any]]:
    """Lines in the order they began: speaker, start_seconds into the conversation, text."""
    finished: dict[str, float] = {}
    placed = []
    for line in lines:
        if line.spoken_at is None:
            seconds = line.start_seconds
        else:
            end = offset_seconds(start, line.spoken_at)
            seconds = max(finished.get(line.speaker, 0.0), end - len(line.text) / CHARACTERS_PER_SECOND)
            finished[line.speaker] = end
        placed.append({"speaker": line.speaker, "start_seconds": round(seconds, 2), "text": line.text})
    return sorted(placed, key=lambda line: line["start_seconds"])
