"""Files of orders, whole."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.imports.findings import Tally
from contactcenter.crm.imports.kind import Kind
from contactcenter.crm.imports.orders.planning import OUTCOME_OF, find_known, plan_order
from contactcenter.crm.imports.orders.reading import OrderDraft, OrderReader, gather, new_reader
from contactcenter.crm.imports.orders.targets import GROUPS, WORDS, list_targets
from contactcenter.crm.imports.orders.undoing import take_back
from contactcenter.crm.imports.orders.writing import SOURCE, outcome_of_rest, problems_of, write
from contactcenter.crm.orders.models import Order

_EXAMPLE: dict[str, Any] = {
    "code": "DH-1001",
    "placed_at": date(2026, 1, 31),
    "status": "Đã giao",
    "total": 3_490_000,
    "currency": "VND",
    "channel": "Cửa hàng",
    "phone": "0901 234 567",
    "email": "hoa@example.vn",
    "display_name": "Nguyễn Thị Hoa",
    "product_code": "NC-01",
    "product_name": "Nồi cơm điện 1,8 lít",
    "quantity": 1,
    "price": 2_990_000,
}
_SECOND = {"code": "DH-1001", "product_code": "CS-02", "product_name": "Chảo sâu 26 cm", "quantity": 2,
           "price": 250_000, "status": "", "channel": ""}  # fmt: skip


class OrderFindings(Tally):
    """How many orders would be made, changed and passed over, and how many buyers saved."""

    def __init__(self, _reader: OrderReader, options: dict[str, Any], reach: Reach) -> None:
        super().__init__()
        self._options, self._reach = options, reach
        self._buyers: set[int] = set()

    def add(self, session: Session, drafts: list[OrderDraft]) -> None:
        known = find_known(session, self._options.get("source") or SOURCE, drafts, self._reach)
        for draft in drafts:
            plan = plan_order(draft, known, self._options)
            first, *rest = draft.numbers
            self.outcomes[OUTCOME_OF[plan.action]] += 1
            if rest:
                self.outcomes[outcome_of_rest(plan)] += len(rest)
            self.repaired += draft.is_repaired
            if plan.is_new_customer and plan.action == "create":
                self._count_buyer(draft)
            name = str(draft.values.get("code", ""))
            for number in draft.numbers if plan.action == "fail" else [first]:
                self.note_problems(number, lambda n=name: n, problems_of(plan, number), is_refused=True)  # type: ignore[misc]

    def _count_buyer(self, draft: OrderDraft) -> None:
        lines = {hash(line) for line in draft.lines}
        if not lines & self._buyers:
            self.outcomes["new_customers"] += 1
        self._buyers |= lines


def _name_made(session: Session, ids: Sequence[str]) -> dict[str, str]:
    rows = session.execute(sa.select(Order.id, Order.code).where(Order.id.in_(ids)))
    return {row.id: row.code for row in rows}


ORDERS = Kind(
    name="orders",
    permission="orders.edit",
    groups=GROUPS,
    list_targets=list_targets,
    synonyms=WORDS,
    finders=(
        frozenset({"code"}),
        frozenset({"phone", "email", "id", "account"}),
        frozenset({"total", "product_code", "product_name"}),
    ),
    missing=(
        "orders_need_columns",
        "Choose the column with the order's code, one that says whose it is, and its total or its products.",
    ),
    new_reader=new_reader,
    gather=gather,
    new_findings=OrderFindings,
    write=write,
    take_back=take_back,
    examples=(_EXAMPLE, _SECOND),
    options={"source": SOURCE, "new_customers": True, "currency": "VND"},
    name_made=_name_made,
)
