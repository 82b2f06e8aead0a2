"""A batch of rows into the database: a handful of statements for all of them, in the caller's transaction."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.changes import IDENTITY
from contactcenter.crm.events import CustomersImported, IdentityAdded
from contactcenter.crm.fields.field import Field
from contactcenter.crm.fields.values import as_json, clean
from contactcenter.crm.imports import extras
from contactcenter.crm.imports.comparing import HELD, lines_of, list_news
from contactcenter.crm.imports.drafts import Draft, Line, Reader, line_values
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.planning import OUTCOME_OF, Plan
from contactcenter.crm.models import Customer, FieldChange, Identity, TimelineItem
from contactcenter.crm.service import fold

SOURCE = "import"


def write_plans(session: Session, job: Import, plans: list[Plan], reader: Reader) -> Counter[str]:
    """Carry the plans out and keep what became of each row. Returns how many of each outcome."""
    batch = _Batch(session, job, reader.fields, now())
    batch.create([plan for plan in plans if plan.action == "create"])
    batch.update([plan for plan in plans if plan.action == "update"])
    for plan in plans:
        if plan.action in ("skip", "fail", "outside"):
            batch.note(plan.draft, OUTCOME_OF[plan.action], plan.customer_id)
    return batch.finish()


class _Batch:
    """What one transaction is going to insert; each table once."""

    def __init__(self, session: Session, job: Import, fields: list[Field], at: datetime) -> None:
        self._session, self._job, self._fields, self._at = session, job, fields, at
        self._identities: list[dict[str, Any]] = []
        self._history: list[dict[str, Any]] = []
        self._ledger: list[dict[str, Any]] = []
        self._created: list[str] = []
        self._changed: list[str] = []

    def create(self, plans: list[Plan]) -> None:
        defaults = {field.name: clean(field, None) for field in self._fields if not field.is_required}
        rows = []
        for plan in plans:
            customer_id = plan.customer_id = new_id("cus")
            rows.append(self._new_customer(customer_id, plan.draft, defaults))
            for line in plan.draft.lines:
                self._add_line(customer_id, line)
            self.note(plan.draft, "created", customer_id, version=1)
            self._created.append(customer_id)
        if rows:
            self._session.execute(sa.insert(Customer.__table__), rows)  # type: ignore[arg-type]

    def update(self, plans: list[Plan]) -> None:
        if not plans:
            return
        ids = sorted({plan.customer_id for plan in plans if plan.customer_id})
        held = {row.id: row for row in self._session.execute(_HELD, {"ids": ids})}
        lines = lines_of(self._session, ids)
        changes = []
        for plan in plans:
            before = held.get(plan.customer_id or "")
            if before is None:  # merged or erased since it was found: the next run of this batch sees it
                plan.draft.blame("changed_meanwhile")
                self.note(plan.draft, "failed", None)
                continue
            after = self._change(before, plan.draft)
            added = self._add_missing_lines(before.id, plan.draft, lines[before.id])
            if after is None and not added:
                self.note(plan.draft, "unchanged", before.id)
                continue
            changes.append(after or self._as_held(before))
            self.note(plan.draft, "updated", before.id, version=before.version + 1, added=added)
            self._changed.append(before.id)
        if changes:
            self._session.execute(self._update_statement(), changes)

    def note(
        self, draft: Draft, outcome: str, customer_id: str | None, *, version: int | None = None, added: Any = ()
    ) -> None:
        self._ledger.append(
            {
                "import_id": self._job.id,
                "number": draft.number,
                "outcome": outcome,
                "customer_id": customer_id,
                "made_id": customer_id if version is not None else None,
                "made_version": version,
                "added": list(added),
                "problems": draft.problems,
            }
        )

    def finish(self) -> Counter[str]:
        self._give_extras()
        for table, rows in (
            (Identity, self._identities),
            (FieldChange, self._history),
            (ImportRow, sorted(self._ledger, key=lambda row: row["number"])),
        ):
            if rows:
                self._session.execute(sa.insert(table.__table__), rows)  # type: ignore[arg-type]
        for channel, value, customer_id in self._find_orphaned():
            emit(self._session, IdentityAdded(customer_id, channel, value))
        ids = (*self._created, *self._changed)
        if ids:
            emit(self._session, CustomersImported(self._job.id, ids, tuple(self._changed)))
        return Counter(row["outcome"] for row in self._ledger)

    def _give_extras(self) -> None:
        """Tags and the like, for everybody that the rows are about."""
        rows = {
            row["customer_id"]: row for row in self._ledger if row["outcome"] in ("created", "updated", "unchanged")
        }
        given = extras.give(self._session, self._job.options, list(rows), self._job.created_by)
        for customer_id, added in given.items():
            row = rows[customer_id]
            row["added"] = [*row["added"], *added]
            if row["outcome"] == "unchanged":
                row |= {"outcome": "updated", "made_id": customer_id}
                self._changed.append(customer_id)

    def _new_customer(self, customer_id: str, draft: Draft, defaults: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = {"status": "potential", "owner_id": self._job.options.get("owner_id")}
        custom: dict[str, Any] = {}
        for field in self._fields:
            value = draft.values.get(field.name)
            if field.is_custom:
                if value is not None:
                    custom[field.key] = value
            elif field.name in draft.values:
                row[field.name] = value
            elif field.name not in row:
                row[field.name] = defaults.get(field.name)
        name = row["display_name"] = draft.values["display_name"]
        row |= {"id": customer_id, "version": 1, "custom": custom, "source": SOURCE, "name_folded": fold(name)[:400]}
        return row | {"created_at": self._at, "updated_at": self._at}

    def _change(self, before: Any, draft: Draft) -> dict[str, Any] | None:
        """The columns as they are to be, or None when the row says nothing new."""
        after = self._as_held(before)
        news = list_news(before, draft, self._fields, self._job.options)
        for field, old, new in news:
            if field.is_custom:
                after["v_custom"] = {**after["v_custom"], field.key: new}
            else:
                after[f"v_{field.name}"] = new
            self._keep_history(before.id, field.name, old, new)
        if "v_display_name" in after:
            after["v_name_folded"] = fold(after["v_display_name"])[:400]
        return after if news else None

    def _as_held(self, before: Any) -> dict[str, Any]:
        columns = [f"{field.name}" for field in self._fields if not field.is_custom]
        held = {f"v_{name}": getattr(before, name) for name in (*columns, "custom", "name_folded")}
        return held | {"b_id": before.id, "v_version": before.version + 1, "v_updated_at": self._at}

    def _update_statement(self) -> Any:
        columns = [field.name for field in self._fields if not field.is_custom]
        names = dict.fromkeys((*columns, "custom", "name_folded", "version", "updated_at"))
        table: Any = Customer.__table__
        statement = sa.update(table).where(table.c.id == sa.bindparam("b_id"))
        return statement.values({name: sa.bindparam(f"v_{name}") for name in names})

    def _add_missing_lines(self, customer_id: str, draft: Draft, have: set[Line]) -> list[str]:
        added = []
        for line in draft.lines:
            if line in have:
                continue
            have.add(line)
            added.append(self._add_line(customer_id, line))
            told = {"channel": line[0], "value": line[1], "label": "", "status": "known", "is_shared": False}
            self._keep_history(customer_id, IDENTITY, None, {**told, "is_verified": False, "source": SOURCE})
        return added

    def _add_line(self, customer_id: str, line: Line) -> str:
        identity_id = new_id("idn")
        row = {"id": identity_id, "customer_id": customer_id, "source": SOURCE, "created_at": self._at}
        self._identities.append(row | line_values(line))
        return identity_id

    def _keep_history(self, customer_id: str, field: str, old: Any, new: Any) -> None:
        self._history.append(
            {
                "customer_id": customer_id,
                "at": self._at,
                "actor_id": self._job.created_by,
                "cause": "import",
                "batch_id": self._job.id,
                "field": field,
                "old_value": json.dumps(as_json(old)),
                "new_value": json.dumps(as_json(new)),
            }
        )

    def _find_orphaned(self) -> list[tuple[str, str, str]]:
        """New numbers that called before anybody knew whose they were: those who adopt calls must hear of them."""
        by_value = {row["value"]: row for row in self._identities if row["channel"] == "phone"}
        if not by_value:
            return []
        parties = self._session.scalars(_ORPHANED, {"parties": list(by_value)})
        return [("phone", party, by_value[party]["customer_id"]) for party in parties if party]


_HELD = HELD.with_for_update()
_ORPHANED = (
    sa.select(TimelineItem.party)
    .where(TimelineItem.party.in_(sa.bindparam("parties", expanding=True)), TimelineItem.customer_id.is_(None))
    .distinct()
)
