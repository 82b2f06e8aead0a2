"""What notes tell the rest of the product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoteWritten:
    """A note is new, says something else, or is back; `is_gone`: it was deleted."""

    note_id: str
    customer_id: str
    is_gone: bool = False
