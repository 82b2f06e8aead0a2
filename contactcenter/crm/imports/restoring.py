"""What an import of customers did, taken back: those that it made go, fields that it changed are as they were.

A customer that it made is removed if nobody has touched them since; a field that it changed gets its
old value back if it still holds the new one; a line that it added goes.
"""

import json
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.events import emit
from contactcenter.crm.changes import IDENTITY, read_value
from contactcenter.crm.events import CustomersImported, CustomersRemoved
from contactcenter.crm.fields.catalogue import list_fields
from contactcenter.crm.fields.field import Field
from contactcenter.crm.fields.values import as_json, clean
from contactcenter.crm.imports import extras
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.untouched import find_own_changes, find_touched, undo_batch
from contactcenter.crm.models import Customer, FieldChange, Identity
from contactcenter.crm.service import fold


def take_back(session: Session, job: Import, rows: list[ImportRow]) -> None:
    """One batch of rows of one import of customers."""
    _Undo(session, job).take_back(rows)


class _Undo:
    """One batch of rows of one import."""

    def __init__(self, session: Session, job: Import) -> None:
        self._session, self._job = session, job
        self._history: list[dict[str, Any]] = []

    def take_back(self, rows: list[ImportRow]) -> None:
        ids = sorted({row.made_id for row in rows if row.made_id})
        extras.take_back(self._session, {row.made_id: row.added for row in rows if row.made_id and row.added})
        held = {row.id: row for row in self._session.execute(_HELD, {"ids": ids})}
        removed = self._remove([row for row in rows if row.outcome == "created"], held)
        changed = self._restore([row for row in rows if row.outcome == "updated"], held)
        if self._history:
            self._session.execute(sa.insert(FieldChange.__table__), self._history)  # type: ignore[arg-type]
        if removed:
            emit(self._session, CustomersRemoved(tuple(removed)))
        if changed:
            emit(self._session, CustomersImported(self._job.id, tuple(changed), tuple(changed)))

    def _remove(self, rows: list[ImportRow], held: dict[str, Any]) -> list[str]:
        ids = [row.made_id for row in rows if row.made_id and row.made_id in held]
        touched = find_touched(self._session, ids, self._job.id) if ids else {}
        excused = find_own_changes(self._session, ids, self._job.id) if ids else set()
        removed = []
        for row in rows:
            reason = self._why_kept(row, held, excused) or touched.get(row.made_id or "")
            if reason:
                row.undo, row.undo_reason = "kept", reason
            else:
                row.undo = "removed"
                removed.append(str(row.made_id))
        if removed:
            self._session.flush()
            table: Any = Customer.__table__
            self._session.execute(sa.delete(table).where(table.c.id.in_(removed)))
            for row in rows:
                if row.undo == "removed":
                    self._session.expire(row, ["customer_id"])
        return removed

    def _why_kept(self, row: ImportRow, held: dict[str, Any], excused: set[str]) -> str | None:
        customer = held.get(row.made_id or "")
        if customer is None:
            return "gone"
        if customer.merged_into_id is not None or row.customer_id != row.made_id:
            return "merged"
        is_newer = customer.version != row.made_version and customer.id not in excused
        return "changed_since" if is_newer else None

    def _restore(self, rows: list[ImportRow], held: dict[str, Any]) -> list[str]:
        if not rows:
            return []
        ids = [row.made_id for row in rows if row.made_id]
        changes: dict[str, list[Any]] = defaultdict(list)
        for change in self._session.execute(_CHANGES, {"batch": self._job.id, "ids": ids}):
            changes[change.customer_id].append(change)
        fields = {field.name: field for field in list_fields(self._session)}
        # A customer may stand in several rows: everything the file did to them is taken back with the first of these.
        outcomes: dict[str, tuple[bool, list[str]]] = dict.fromkeys(self._restored_before(ids), (False, []))
        restored = []
        for row in rows:
            customer = held.get(row.made_id or "")
            if customer is None or customer.merged_into_id is not None:
                row.undo, row.undo_reason = "kept", "merged" if customer is not None else "gone"
                continue
            if customer.id not in outcomes:
                outcomes[customer.id] = self._restore_one(customer, changes[customer.id], fields)
            is_changed, kept = outcomes[customer.id]
            is_changed |= self._drop_lines(row) or bool(row.added)
            row.undo, row.undo_reason = ("kept", "changed_since") if kept else ("restored", None)
            if is_changed:
                restored.append(customer.id)
        return restored

    def _restored_before(self, ids: list[str]) -> set[str]:
        """Whose fields an earlier part of this undo has put back."""
        done = sa.select(FieldChange.customer_id).where(
            FieldChange.batch_id == undo_batch(self._job.id),
            FieldChange.customer_id.in_(ids),
            FieldChange.field != IDENTITY,
        )
        return set(self._session.scalars(done.distinct()))

    def _restore_one(self, customer: Any, changes: list[Any], fields: dict[str, Field]) -> tuple[bool, list[str]]:
        """Put old values back; whether anything was, and the fields that hold something newer."""
        values: dict[str, Any] = {}
        custom = dict(customer.custom)
        kept: list[str] = []
        for change in changes:
            field = fields.get(change.field)
            if change.field == IDENTITY:
                continue
            if field is None:  # archived since: nobody sees it
                kept.append(change.field)
                continue
            here = values.get(field.name, getattr(customer, field.name, None))  # the newest change first
            current = custom.get(field.key) if field.is_custom else here
            if as_json(current) != read_value(change.new_value):
                kept.append(change.field)
                continue
            old = clean(field, read_value(change.old_value))
            if not field.is_custom:
                values[field.name] = old
            elif old is None:
                custom.pop(field.key, None)
            else:
                custom[field.key] = old
            self._keep_history(customer.id, change.field, change.new_value, change.old_value)
        if not values and custom == customer.custom and not any(c.field == IDENTITY for c in changes):
            return False, kept
        self._put(customer, values, custom)
        return True, kept

    def _put(self, customer: Any, values: dict[str, Any], custom: dict[str, Any]) -> None:
        name = values.get("display_name", customer.display_name)
        table: Any = Customer.__table__
        more = {"custom": custom, "name_folded": fold(name)[:400], "version": customer.version + 1, "updated_at": now()}
        self._session.execute(sa.update(table).where(table.c.id == customer.id).values({**values, **more}))

    def _drop_lines(self, row: ImportRow) -> bool:
        """Lines that the row had added and nobody has confirmed or moved since."""
        if not row.added:
            return False
        table: Any = Identity.__table__
        mine = (table.c.id.in_(row.added), table.c.customer_id == row.made_id, table.c.is_verified.is_(False))
        gone = self._session.execute(sa.select(table).where(*mine)).all()
        self._session.execute(sa.delete(table).where(table.c.id.in_([line.id for line in gone])))
        names = ("channel", "value", "label", "status", "is_shared", "is_verified", "source")
        for line in gone:
            told = json.dumps({name: getattr(line, name) for name in names})
            self._keep_history(str(row.made_id), IDENTITY, told, "null")
        return bool(gone)

    def _keep_history(self, customer_id: str, field: str, old: str | None, new: str | None) -> None:
        who = {"at": now(), "actor_id": self._job.created_by, "cause": "undo", "batch_id": undo_batch(self._job.id)}
        self._history.append({"customer_id": customer_id, "field": field, "old_value": old, "new_value": new, **who})


_TABLE: Any = Customer.__table__
_HELD = (
    sa.select(_TABLE)
    .where(_TABLE.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_TABLE.c.id)
    .with_for_update()
)
_CHANGES = (
    sa.select(FieldChange.customer_id, FieldChange.field, FieldChange.old_value, FieldChange.new_value)
    .where(
        FieldChange.batch_id == sa.bindparam("batch"), FieldChange.customer_id.in_(sa.bindparam("ids", expanding=True))
    )
    .order_by(FieldChange.at.desc(), FieldChange.id.desc())
)
