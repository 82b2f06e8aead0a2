"""What checking a file has found: counts over all rows, and the first rows that need a look."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.imports.comparing import without_news
from contactcenter.crm.imports.drafts import Draft, Reader
from contactcenter.crm.imports.planning import OUTCOME_OF, Plan, find_people, plan_rows
from contactcenter.crm.models import Customer

SHOWN_ROWS = 100
Problems = list[dict[str, Any]]


class Tally:
    """`problems`: {row, name, problems, is_refused}; `duplicates`: {row, name, customer_id, display_name}."""

    def __init__(self) -> None:
        self.rows = 0
        self.repaired = 0
        self.outcomes: Counter[str] = Counter()
        self.duplicates: list[dict[str, Any]] = []
        self._codes: Counter[tuple[str, int | None]] = Counter()
        self._shown: list[dict[str, Any]] = []

    def as_json(self) -> dict[str, Any]:
        by_code = [
            {"code": code, "column": column, "count": count} for (code, column), count in self._codes.most_common(50)
        ]
        return {
            "rows": self.rows,
            "outcomes": dict(self.outcomes),
            "repaired": self.repaired,
            "by_code": by_code,
            "problems": self._shown,
            "duplicates": [d for d in self.duplicates if "display_name" in d],
        }

    def note_problems(self, row: int, name: Callable[[], str], problems: Problems, *, is_refused: bool) -> None:
        for problem in problems:
            self._codes[problem["code"], problem["column"]] += 1
        if problems and len(self._shown) < SHOWN_ROWS:
            self._shown.append({"row": row, "name": name(), "problems": problems, "is_refused": is_refused})


class CustomerFindings(Tally):
    """Who would be created, changed and passed over."""

    def __init__(self, reader: Reader, options: dict[str, Any], reach: Reach) -> None:
        super().__init__()
        self._reader, self._options, self._reach = reader, options, reach
        self._seen: dict[int, int] = {}

    def add(self, session: Session, drafts: list[Draft]) -> None:
        found = find_people(session, drafts, self._reach)
        rest = drafts
        while rest:  # plans stop where a row needs what an earlier one would have written
            plans = plan_rows(rest, found, self._reader, self._options)
            rest = rest[len(plans) :]
            unchanged = self._find_unchanged(session, plans)
            for plan in plans:
                self._count(plan, is_unchanged=plan.draft.number in unchanged)
        self._name_duplicates(session)

    def _find_unchanged(self, session: Session, plans: list[Plan]) -> set[int]:
        """Rows that say nothing new of whom they would change. Tags for everybody are taken for news."""
        if self._options.get("tags"):
            return set()
        changing = [plan for plan in plans if plan.action == "update"]
        return without_news(session, changing, self._reader.fields, self._options)

    def _count(self, plan: Plan, *, is_unchanged: bool) -> None:
        draft = plan.draft
        self._note_repeat(plan)
        self.outcomes["unchanged" if is_unchanged else OUTCOME_OF[plan.action]] += 1
        self.repaired += draft.is_repaired
        is_refused = plan.action == "fail"
        name = draft.values.get("display_name", "")
        self.note_problems(draft.number, lambda: name, draft.problems, is_refused=is_refused)
        if plan.customer_id and len(self.duplicates) < SHOWN_ROWS:
            self.duplicates.append({"row": draft.number, "name": name, "customer_id": plan.customer_id})

    def _note_repeat(self, plan: Plan) -> None:
        """Rows that repeat a line of an earlier row: by then that row's customer would be there."""
        policy = self._options.get("on_duplicate", "skip")
        if policy == "create":
            return
        hashes = [hash(line) for line in plan.draft.lines]
        earlier = next((self._seen[h] for h in hashes if h in self._seen), None)
        codes = [p["code"] for p in plan.draft.problems]
        if earlier is not None and (plan.action == "create" or codes == ["name_missing"]):
            plan.action = "update" if policy == "update" else "skip"
            plan.draft.problems = [p for p in plan.draft.problems if p["code"] != "name_missing"]
            if not any(p["code"] == "same_as_row" for p in plan.draft.problems):
                plan.draft.blame("same_as_row", value=earlier)
        if plan.action in ("create", "update"):
            for h in hashes:
                self._seen.setdefault(h, plan.draft.number)

    def _name_duplicates(self, session: Session) -> None:
        unnamed = [d for d in self.duplicates if "display_name" not in d]
        if not unnamed:
            return
        ids = {d["customer_id"] for d in unnamed}
        rows = session.execute(sa.select(Customer.id, Customer.display_name).where(Customer.id.in_(ids)))
        names = {row.id: row.display_name for row in rows}
        for duplicate in unnamed:
            duplicate["display_name"] = names.get(duplicate["customer_id"], "")
