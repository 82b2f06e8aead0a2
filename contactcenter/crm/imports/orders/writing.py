"""A batch of orders into the database, with the buyers that nobody knew, in the caller's transaction."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.core.clock import now
from contactcenter.core.events import emit
from contactcenter.core.ids import new_id
from contactcenter.crm.events import CustomersImported
from contactcenter.crm.imports.brought import BROUGHT
from contactcenter.crm.imports.drafts import Line, line_values
from contactcenter.crm.imports.kind import Written
from contactcenter.crm.imports.models import Import, ImportRow
from contactcenter.crm.imports.orders.planning import OUTCOME_OF, Plan, find_known, plan_order
from contactcenter.crm.imports.orders.reading import OrderDraft, OrderReader
from contactcenter.crm.imports.planning import lock_lines
from contactcenter.crm.models import Customer, Identity
from contactcenter.crm.orders.many import insert_orders, snapshot
from contactcenter.crm.orders.service import apply_changes
from contactcenter.crm.service import fold

SOURCE = "import"
"""In the ledger's `added`: the customer that came with an order."""

Row = dict[str, Any]


def write(session: Session, job: Import, drafts: list[OrderDraft], _reader: OrderReader, reach: Reach) -> Written:
    """Carry out what is planned for each; all drafts are dealt with."""
    lock_lines(session, drafts)
    source = job.options.get("source") or SOURCE
    known = find_known(session, source, drafts, reach)
    plans = [plan_order(draft, known, job.options) for draft in drafts]
    buyers = _save_buyers(session, job, [plan for plan in plans if plan.is_new_customer and plan.action == "create"])
    ledger: list[Row] = []
    orders: list[Row] = []
    for plan in plans:
        head: Row = {"made_id": None, "made_version": None, "added": [], "before": None}
        if plan.action == "create":
            head |= {"made_id": new_id("ord"), "made_version": 1, "added": buyers.get(id(plan), [])}
            orders.append(_new_order(plan, head["made_id"], source))
        elif plan.action == "update" and plan.order is not None:
            head |= {"made_id": plan.order.id, "before": snapshot(plan.order)}
            buyer = {"customer_id": plan.customer_id} if plan.customer_id else {}
            apply_changes(session, plan.order, plan.told | buyer, plan.items)
            head["made_version"] = plan.order.version
        ledger += _ledger_rows(job, plan, head)
    insert_orders(session, orders, actor_id=job.created_by)
    if ledger:
        session.execute(sa.insert(ImportRow.__table__), ledger)  # type: ignore[arg-type]
    outcomes = Counter(row["outcome"] for row in ledger)
    outcomes["new_customers"] = len(buyers)
    outcomes["repaired"] = sum(draft.is_repaired for draft in drafts)
    return Written(outcomes, len(drafts))


def _new_order(plan: Plan, order_id: str, source: str) -> Row:
    told = {"id": order_id, "source": source, "code": plan.draft.values["code"], "external_id": None}
    return {**told, "customer_id": plan.customer_id, **plan.told, "lines": plan.items or []}


def _ledger_rows(job: Import, plan: Plan, head: Row) -> list[Row]:
    """The first row says what became of the order, the others that they are its lines; refused, each says why."""
    outcome = OUTCOME_OF[plan.action]
    facts = {"import_id": job.id, "customer_id": plan.customer_id}
    first, *rest = plan.draft.numbers
    others: Row = {"made_id": None, "made_version": None, "added": [], "before": None}
    rows = [{**facts, **head, "number": first, "outcome": outcome, "problems": problems_of(plan, first)}]
    for number in rest:
        outcome_here = outcome_of_rest(plan)
        rows.append(
            {**facts, **others, "number": number, "outcome": outcome_here, "problems": problems_of(plan, number)}
        )
    return rows


def outcome_of_rest(plan: Plan) -> str:
    """Of the order's rows below its first."""
    return OUTCOME_OF[plan.action] if plan.action in ("fail", "outside") else "line"


def problems_of(plan: Plan, number: int) -> list[dict[str, Any]]:
    """A row's own problems; of a row without any in a refused order, where the fault is."""
    problems = plan.draft.problems
    if number in problems or plan.action != "fail":
        return problems.get(number, [])
    return [{"column": None, "code": "other_row_wrong", "value": str(min(problems))}]


def _save_buyers(session: Session, job: Import, plans: list[Plan]) -> dict[int, list[str]]:
    """Save whom nobody knew, each once however many of the orders are theirs. Plan → what the ledger notes."""
    at = now()
    people: dict[Line, str] = {}
    customers: list[Row] = []
    identities: list[Row] = []
    noted: dict[int, list[str]] = {}
    for plan in plans:
        known = next((people[line] for line in plan.draft.lines if line in people), None)
        if known is None:
            known = new_id("cus")
            customers.append(_new_customer(known, plan.draft.values["display_name"], at))
            noted[id(plan)] = [f"{BROUGHT}{known}"]
        plan.customer_id = known
        for line in plan.draft.lines:
            if line not in people:
                people[line] = known
                facts = {"id": new_id("idn"), "customer_id": known, "source": SOURCE, "created_at": at}
                identities.append(facts | line_values(line))
    if customers:
        session.execute(sa.insert(Customer.__table__), customers)  # type: ignore[arg-type]
        session.execute(sa.insert(Identity.__table__), identities)  # type: ignore[arg-type]
        emit(session, CustomersImported(job.id, tuple(row["id"] for row in customers)))
    return noted


def _new_customer(customer_id: str, name: str, at: Any) -> Row:
    facts = {"id": customer_id, "status": "potential", "version": 1, "custom": {}, "source": SOURCE}
    return facts | {"display_name": name, "name_folded": fold(name)[:400], "created_at": at, "updated_at": at}
