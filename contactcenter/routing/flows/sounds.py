"""Uploaded announcements and music: what carriers can play, kept in the store.

Bytes go there outside any transaction, between two: the row is there first (`arriving`), so that a crash leaves a
row by which the bytes are found, and nobody can choose a sound that never arrived.
"""

import secrets
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.core.ids import new_id
from contactcenter.crm.files import checks, names
from contactcenter.crm.files.checks import Checked
from contactcenter.crm.files.sniff import MP3, WAV
from contactcenter.routing.flows.models import FlowSound

MAX_BYTES = 5_000_000
MAX_SOUNDS = 500
PLAYABLE = {MP3: "mp3", WAV: "wav"}
"""Of what we recognise, what Twilio plays."""


def check_upload(stream: BinaryIO) -> Checked:
    """What a seekable upload is, by its bytes. Raises Invalid; leaves it at its start."""
    unwelcome = Invalid("sound_type", "Only MP3 and WAV can be played to callers.", file=["Not MP3 or WAV."])
    return checks.check(stream, MAX_BYTES, unwelcome=unwelcome, kinds=PLAYABLE)


def expect_sound(session: Session, name: str | None, found: Checked, *, actor_id: str) -> FlowSound:
    """Note that bytes are about to arrive. The key in the store is ours and says nothing of the name."""
    if (session.scalar(sa.select(sa.func.count()).select_from(FlowSound)) or 0) >= MAX_SOUNDS:
        raise Conflict("too_many_sounds", "There are too many sounds.", limit=MAX_SOUNDS)
    sound_id, extension, moment = new_id("snd"), PLAYABLE[found.kind], now()
    row = FlowSound(
        id=sound_id,
        name=names.clean_name(name),
        secret=secrets.token_urlsafe(32),
        extension=extension,
        content_type=found.kind.content_type,
        size_bytes=found.size_bytes,
        sha256=found.sha256,
        storage_key=f"prompts/{moment:%Y/%m/%d}/{sound_id}.{extension}",
        uploaded_by=actor_id,
        uploaded_at=moment,
    )
    session.add(row)
    return row


def sound_arrived(session: Session, sound_id: str) -> FlowSound:
    """The bytes are in the store: from now on it can be chosen."""
    row = session.get_one(FlowSound, sound_id)
    row.state = "stored"
    return row


def change_sound(session: Session, sound_id: str, changes: dict[str, object]) -> FlowSound:
    """Rename, take off the list, or put back on it. Flows that play it go on playing it."""
    row = session.get(FlowSound, sound_id)
    if row is None or row.state != "stored":
        raise NotFound("sound_not_found", "There is no such sound.")
    for name, value in changes.items():
        setattr(row, name, value)
    return row
