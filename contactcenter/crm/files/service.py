"""Files with a customer: keep, take off, take back, forget.

Bytes go to the store outside any transaction, between two: the row is there first (`arriving`), so that whatever a
crash leaves behind has a row by which it is found and removed.
"""

from datetime import timedelta
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.core.clock import now
from contactcenter.core.errors import Forbidden, Invalid, NotFound
from contactcenter.core.ids import new_id
from contactcenter.crm import service as crm
from contactcenter.crm.files import checks, names
from contactcenter.crm.files.checks import Checked
from contactcenter.crm.files.models import CustomerFile, FileDownload
from contactcenter.crm.timeline import service as timeline

timeline.declare_kind("file", "crm")

KEEP_DELETED = timedelta(days=30)
GIVE_UP = timedelta(hours=1)


def check(stream: BinaryIO, max_bytes: int) -> Checked:
    """What a seekable upload is. Raises Invalid for an empty, too large or unwelcome one; leaves it at its start."""
    unwelcome = Invalid("file_type", "Files of this kind are not kept here.", file=["Not a kind on the list."])
    return checks.check(stream, max_bytes, unwelcome=unwelcome)


def expect_file(session: Session, customer_id: str, name: str | None, found: Checked, *, actor_id: str) -> CustomerFile:
    """Note that bytes are about to arrive. The key in the store is ours and says nothing of the name."""
    customer = crm.get_customer(session, customer_id)
    file_id, moment = new_id("fil"), now()
    row = CustomerFile(
        id=file_id,
        customer_id=customer.id,
        name=names.clean_name(name),
        content_type=found.kind.content_type,
        size_bytes=found.size_bytes,
        sha256=found.sha256,
        storage_key=f"files/{moment:%Y/%m/%d}/{file_id}.{names.extension_of(found.kind)}",
        uploaded_by=actor_id,
        uploaded_at=moment,
    )
    session.add(row)
    return row


def file_arrived(session: Session, file_id: str) -> CustomerFile:
    """The bytes are in the store: the file is there for everybody."""
    row = get_file(session, file_id, for_update=True, is_any=True)
    if row.state == "arriving":
        row.state = "stored"
        _record(session, row)
    return row


def get_file(session: Session, file_id: str, *, for_update: bool = False, is_any: bool = False) -> CustomerFile:
    """Raises NotFound, also for one that is deleted or still arriving unless `is_any`."""
    row = session.get(CustomerFile, file_id, with_for_update=for_update)
    if row is None or row.state == "leaving" or not (is_any or (row.state == "stored" and row.deleted_at is None)):
        raise NotFound("file_not_found", "There is no such file.")
    return row


def rename_file(session: Session, file_id: str, name: str) -> CustomerFile:
    row = get_file(session, file_id, for_update=True)
    row.name = names.clean_name(name)
    _record(session, row)
    return row


def delete_file(session: Session, file_id: str, *, actor: Actor) -> CustomerFile:
    """Take a file off; `restore_file` brings it back for 30 days. Repeating changes nothing. Raises Forbidden."""
    row = get_file(session, file_id, for_update=True, is_any=True)
    _demand_own(row, actor)
    if row.deleted_at is None:
        row.deleted_at, row.deleted_by = now(), actor.id
        timeline.remove(session, "file", row.id)
    return row


def restore_file(session: Session, file_id: str, *, actor: Actor) -> CustomerFile:
    """Raises NotFound once the bytes are gone."""
    row = get_file(session, file_id, for_update=True, is_any=True)
    _demand_own(row, actor)
    if row.deleted_at is not None:
        row.deleted_at = row.deleted_by = None
        _record(session, row)
    return row


def note_download(session: Session, file_id: str, actor_id: str) -> None:
    session.add(FileDownload(file_id=file_id, actor_id=actor_id))


def list_forgettable(session: Session, limit: int = 100) -> list[tuple[str, str]]:
    """(id, storage key) of what was deleted over 30 days ago, or began to arrive over an hour ago and never did."""
    statement = sa.select(CustomerFile.id, CustomerFile.storage_key).where(_is_forgettable())
    return [(row[0], row[1]) for row in session.execute(statement.limit(limit))]


def begin_forgetting(session: Session, file_id: str) -> bool:
    """From now on it cannot be taken back. False when it was taken back in the meantime."""
    claim = sa.update(CustomerFile).where(CustomerFile.id == file_id, _is_forgettable()).values(state="leaving")
    return bool(session.execute(claim).rowcount)  # type: ignore[attr-defined]


def forget(session: Session, file_id: str) -> None:
    """The bytes are gone: so is the row."""
    session.execute(sa.delete(CustomerFile).where(CustomerFile.id == file_id, CustomerFile.state == "leaving"))


def _is_forgettable() -> sa.ColumnElement[bool]:
    moment = now()
    return sa.or_(
        CustomerFile.deleted_at < moment - KEEP_DELETED,
        sa.and_(CustomerFile.state == "arriving", CustomerFile.uploaded_at < moment - GIVE_UP),
        CustomerFile.state == "leaving",
    )


def _demand_own(row: CustomerFile, actor: Actor) -> None:
    if row.uploaded_by != actor.id and not can(actor, "customers.oversee"):
        raise Forbidden("not_your_file", "Only who added a file, or a supervisor, may delete it.")


def _record(session: Session, row: CustomerFile) -> None:
    timeline.record(
        session,
        kind="file",
        ref_id=row.id,
        channel="internal",
        occurred_at=row.uploaded_at,
        summary=row.name,
        customer_id=row.customer_id,
        agent_id=row.uploaded_by,
    )
