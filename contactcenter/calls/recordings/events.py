"""What became of a recording. Emitted once per recording and outcome."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordingReady:
    """The audio is stored, verified and can be played."""

    recording_id: str
    call_id: str


@dataclass(frozen=True)
class RecordingFailed:
    """Fetching was given up, or the file went missing; somebody can retry it."""

    recording_id: str
    call_id: str
    error: str
