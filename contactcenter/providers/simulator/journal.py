"""What the carrier must still know after a restart: calls it had, recordings it promised.

One JSON line per change, the last of an id counts. A real carrier does not forget a recording because the
customer's server, or the carrier's own, was restarted.
"""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contactcenter.providers.simulator.line import Line
from contactcenter.providers.simulator.state import SimulatedCall, SimulatedRecording

KEPT = 2000

_CALL_FIELDS = ("sid", "from_number", "to_number", "direction", "status", "parent_sid", "dialogue_id")
_RECORDING_FIELDS = ("sid", "call_sid", "source", "channels", "dialogue_id", "speed", "seconds", "status", "pieces")


class Journal:
    """Appends to `path`; its folder is made. Writing may come from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def keep(self, thing: SimulatedCall | SimulatedRecording) -> None:
        line = json.dumps(_packed(thing)) + "\n"
        with self._lock, self._path.open("a", encoding="utf-8") as out:
            out.write(line)

    def beat(self) -> None:
        """Say that the carrier is alive: a kill writes nothing, and calls that it cut off ended then."""
        self._path.touch(mode=0o600)

    def last_written_at(self) -> datetime:
        """When the carrier was last known to be alive; now when it never was."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return datetime.now(UTC)

    def load(self) -> tuple[list[SimulatedCall], list[SimulatedRecording]]:
        """What was kept, oldest first, and the file rewritten without what is superseded.

        Only this user may read it: it holds callers' numbers.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        latest: dict[str, dict[str, Any]] = {}
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8").splitlines():
                entry = _entry(line)
                if entry is not None:
                    latest.pop(entry["sid"], None)
                    latest[entry["sid"]] = entry
        entries = list(latest.values())[-KEPT:]
        draft = self._path.with_suffix(".draft")
        draft.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
        draft.chmod(0o600)
        draft.replace(self._path)
        calls = [_call(entry) for entry in entries if entry["kind"] == "call"]
        return calls, [_recording(entry) for entry in entries if entry["kind"] == "recording"]


def _packed(thing: SimulatedCall | SimulatedRecording) -> dict[str, Any]:
    if isinstance(thing, SimulatedRecording):
        facts = {name: getattr(thing, name) for name in _RECORDING_FIELDS}
        return {"kind": "recording", **facts, "started_at": thing.started_at.isoformat()}
    facts = {name: getattr(thing, name) for name in _CALL_FIELDS}
    times = {name: getattr(thing, name) for name in ("started_at", "answered_at", "ended_at")}
    return {"kind": "call", **facts, **{name: at and at.isoformat() for name, at in times.items()}}


def _entry(line: str) -> dict[str, Any] | None:
    """None for a line that a crash cut off."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "sid" in entry and "kind" in entry else None


def _call(entry: dict[str, Any]) -> SimulatedCall:
    return SimulatedCall(
        **{name: entry[name] for name in _CALL_FIELDS},
        line=Line(entry["sid"]),
        started_at=datetime.fromisoformat(entry["started_at"]),
        answered_at=_moment(entry["answered_at"]),
        ended_at=_moment(entry["ended_at"]),
    )


def _recording(entry: dict[str, Any]) -> SimulatedRecording:
    facts = {name: entry[name] for name in _RECORDING_FIELDS if name in entry}
    facts["pieces"] = [(at, seconds) for at, seconds in facts.get("pieces", ())]
    return SimulatedRecording(**facts, started_at=datetime.fromisoformat(entry["started_at"]))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
