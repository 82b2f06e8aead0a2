"""What is to become of each row: a new customer, a change of one who is there, or nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.crm.imports.drafts import Draft, Line, Reader
from contactcenter.crm.models import Customer, Identity
from contactcenter.crm.reach import within


class Searched(Protocol):
    """What names people: canonical lines, our own id."""

    @property
    def lines(self) -> list[Line]: ...

    @property
    def customer_id(self) -> str | None: ...


Action = Literal["create", "update", "skip", "fail", "outside"]

OUTCOME_OF = {"create": "created", "update": "updated", "skip": "skipped", "fail": "failed", "outside": "outside"}


@dataclass(slots=True)
class Plan:
    """`customer_id` is whom the row is about, where they are there already.

    `outside`: a customer of another team, whom the importer does not see. Nothing is done to them, nor said of them.
    """

    draft: Draft
    action: Action
    customer_id: str | None = None


@dataclass(frozen=True)
class Found:
    """Who has which line as their own, and the ids a file named that exist (merged ones as their survivor).

    `outside`: those of them whom the importer does not see.
    """

    by_line: dict[Line, set[str]]
    by_id: dict[str, str]
    outside: frozenset[str] = frozenset()

    @property
    def ids(self) -> set[str]:
        """Everybody found."""
        return {*self.by_id.values(), *(one for owners in self.by_line.values() for one in owners)}


_LOCK = sa.text(
    "SELECT pg_advisory_xact_lock(hashtextextended(line, 0)) FROM (SELECT unnest(:lines) AS line ORDER BY 1) AS sorted"
).bindparams(sa.bindparam("lines", type_=ARRAY(sa.String)))


def lock_lines(session: Session, drafts: Sequence[Searched]) -> None:
    """As crm.identities.lock_lines, for a whole batch in one statement."""
    lines = sorted({f"{channel}:{value}" for draft in drafts for channel, value in draft.lines})
    if lines and session.connection().dialect.name == "postgresql":
        session.execute(_LOCK, {"lines": lines})


def find_people(session: Session, drafts: Sequence[Searched], reach: Reach = EVERYTHING) -> Found:
    """Two or three statements for any number of rows, and one more for an importer who does not see everybody."""
    by_line: dict[Line, set[str]] = defaultdict(set)
    for channel in ("phone", "email"):
        values = {value for draft in drafts for kind, value in draft.lines if kind == channel}
        for row in session.execute(_OWNERS, {"channel": channel, "values": list(values)}) if values else ():
            if row.merged_into_id is None:
                by_line[channel, row.value].add(row.customer_id)
    named = {draft.customer_id for draft in drafts if draft.customer_id}
    found = Found(by_line, _survivors(session, named) if named else {})
    return replace(found, outside=find_outside(session, reach, found.ids)) if reach else found


def find_outside(session: Session, reach: Reach, customer_ids: set[str]) -> frozenset[str]:
    """Which of these customers are out of reach."""
    if not reach or not customer_ids:
        return frozenset()
    seen = session.scalars(sa.select(Customer.id).where(Customer.id.in_(customer_ids), within(reach)))
    return frozenset(customer_ids) - set(seen)


# Who was merged is left out by us: asked for those who were not, PostgreSQL takes them for few until it has counted,
# and begins with all customers of a new installation.
_OWNERS = (
    sa.select(Identity.value, Identity.customer_id, Customer.merged_into_id)
    .join(Customer, Customer.id == Identity.customer_id)
    .where(
        Identity.channel == sa.bindparam("channel"),
        Identity.value.in_(sa.bindparam("values", expanding=True)),
        Identity.status == "known",
        Identity.is_shared.is_(False),
    )
)


def plan_rows(drafts: list[Draft], found: Found, reader: Reader, options: dict[str, Any]) -> list[Plan]:
    """A plan for each draft from the first on; shorter where a row needs what an earlier one is about to write."""
    plans: list[Plan] = []
    new_lines: dict[Line, Plan] = {}
    changing: set[str] = set()
    policy = options.get("on_duplicate", "skip")
    for draft in drafts:
        earlier = next((new_lines[line] for line in draft.lines if line in new_lines), None)
        if earlier is not None and policy == "update" and not draft.customer_id:
            break
        if earlier is not None and policy == "skip":
            draft.blame("same_as_row", value=earlier.draft.number)
            plan = Plan(draft, "skip", earlier.customer_id)
        else:
            plan = _plan(draft, found, reader, policy)
        if plan.action == "update" and plan.customer_id in changing:
            break
        if plan.action in ("create", "update"):
            new_lines.update(dict.fromkeys(draft.lines, plan))
        if plan.action == "update" and plan.customer_id:
            changing.add(plan.customer_id)
        plans.append(plan)
    return plans


def _plan(draft: Draft, found: Found, reader: Reader, policy: str) -> Plan:
    people = _list_people(draft, found, policy)
    if people & found.outside:
        return Plan(draft, "outside")
    if draft.customer_id and not people:
        draft.blame("unknown_customer", value=draft.customer_id)
        return Plan(draft, "fail")
    if len(people) > 1 and policy == "update":
        draft.blame("several_people")
        return Plan(draft, "fail")
    if people:
        return _settle(Plan(draft, "update" if policy == "update" else "skip", min(people)), reader)
    if "display_name" not in draft.values:
        names = {column for column, target in reader.columns if target.name == "display_name"}
        if not any(problem["column"] in names for problem in draft.problems):  # else that is said already
            draft.blame("name_missing")
        return Plan(draft, "fail")
    return _settle(Plan(draft, "create"), reader)


def _list_people(draft: Draft, found: Found, policy: str) -> set[str]:
    """Who is there already of those the row may be about: by our id, else by its lines."""
    if draft.customer_id:
        known = found.by_id.get(draft.customer_id)
        return {known} if known else set()
    if policy == "create":
        return set()
    return {owner for line in draft.lines for owner in found.by_line.get(line, ())}


def _settle(plan: Plan, reader: Reader) -> Plan:
    """A row with a fault is not taken, if that is how the import is to be."""
    if plan.action != "skip" and reader.is_refused(plan.draft):
        plan.action = "fail"
    return plan


def _survivors(session: Session, ids: set[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    wanted = {i: {i} for i in ids}  # the id now looked at → those of the file that led to it
    while wanted:
        rows = session.execute(
            sa.select(Customer.id, Customer.merged_into_id).where(Customer.id.in_(list(wanted)))
        ).all()
        following: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.merged_into_id is None:
                known.update(dict.fromkeys(wanted[row.id], row.id))
            else:
                following[row.merged_into_id] |= wanted[row.id]
        wanted = following
    return known
