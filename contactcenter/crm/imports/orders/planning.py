"""What is to become of each order: whose it is, whether it is there already, and what would change."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import Reach
from contactcenter.crm.imports.drafts import Line
from contactcenter.crm.imports.orders.reading import OrderDraft
from contactcenter.crm.imports.planning import Found, find_outside, find_people
from contactcenter.crm.lines import SOCIAL
from contactcenter.crm.models import Customer, Identity
from contactcenter.crm.orders.lines import sum_of
from contactcenter.crm.orders.many import find_by_codes
from contactcenter.crm.orders.models import Order, Product
from contactcenter.crm.orders.money import LARGEST
from contactcenter.crm.orders.products import find_products
from contactcenter.crm.orders.service import read_back

Action = Literal["create", "update", "unchanged", "skip", "fail", "outside"]
OUTCOME_OF = {
    "create": "created",
    "update": "updated",
    "unchanged": "unchanged",
    "skip": "skipped",
    "fail": "failed",
    "outside": "outside",
}
_COLUMNS = {"placed_at": "placed_at", "status": "status", "total": "total_minor", "currency": "currency",
            "channel": "channel"}  # fmt: skip


@dataclass(slots=True)
class Plan:
    """`told`: columns of the order; `items`: its lines, None when the file says nothing of them."""

    draft: OrderDraft
    action: Action
    order: Order | None = None
    customer_id: str | None = None
    is_new_customer: bool = False
    told: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Known:
    """What is there already of all that a batch of orders names. `shared`: lines that several people use.

    `outside`: customers of other teams, whom the importer does not see.
    """

    orders: dict[str, Order]
    people: Found
    shared: frozenset[Line]
    accounts: dict[str, set[str]]
    products: dict[str, Product]
    outside: frozenset[str]


def find_known(session: Session, source: str, drafts: Sequence[OrderDraft], reach: Reach) -> Known:
    """Half a dozen statements for any number of orders, and one more for an importer who does not see everybody."""
    codes = [draft.values["code"] for draft in drafts if "code" in draft.values]
    sold = {item["product_code"] for draft in drafts for item in draft.items if "product_code" in item}
    accounts = {draft.values["account"] for draft in drafts if "account" in draft.values}
    orders = find_by_codes(session, source, codes) if codes else {}
    people = find_people(session, drafts)
    owners = _find_accounts(session, accounts) if accounts else {}
    named = {*people.ids, *(order.customer_id for order in orders.values()), *chain(*owners.values())}
    return Known(
        orders,
        people,
        _find_shared(session, drafts),
        owners,
        find_products(session, [], sold) if sold else {},
        find_outside(session, reach, named),
    )


def plan_order(draft: OrderDraft, known: Known, options: dict[str, Any]) -> Plan:
    """Any fault in any of its rows refuses the whole order."""
    order = known.orders.get(draft.values.get("code", ""))
    if known.outside & _list_buyers(draft, known, order):
        return Plan(draft, "outside")
    if order is not None and options.get("on_duplicate", "skip") == "skip" and not draft.problems:
        return Plan(draft, "skip", order, order.customer_id)
    items = _items(draft, known) if draft.items else None
    plan = Plan(draft, "create" if order is None else "update", order, items=items)
    _choose_buyer(plan, known, options)
    _tell(plan, options)
    if draft.problems:
        plan.action = "fail"
    elif order is not None and not _differs(plan, order):
        plan.action = "unchanged"
    return plan


def _list_buyers(draft: OrderDraft, known: Known, order: Order | None) -> set[str]:
    """Everybody whom the rows, or the order that is there, say it belongs to."""
    named = known.people.by_id.get(draft.customer_id) if draft.customer_id else None
    told = {named} if named else _list_owners(draft, known)
    return told | ({order.customer_id} if order else set())


def _list_owners(draft: OrderDraft, known: Known) -> set[str]:
    owners = {owner for line in draft.lines for owner in known.people.by_line.get(line, ())}
    return owners | known.accounts.get(draft.values.get("account", ""), set())


def _choose_buyer(plan: Plan, known: Known, options: dict[str, Any]) -> None:
    draft = plan.draft
    if draft.customer_id:
        plan.customer_id = known.people.by_id.get(draft.customer_id)
        if plan.customer_id is None:
            draft.blame("unknown_customer", value=draft.customer_id)
        return
    owners = _list_owners(draft, known)
    if len(owners) > 1 or (not owners and any(line in known.shared for line in draft.lines)):
        draft.blame("several_customers")
    elif owners:
        plan.customer_id = min(owners)
    elif plan.order is not None:
        plan.customer_id = plan.order.customer_id
    elif draft.problems:
        return  # a number that cannot be read may have been what tells who it is
    elif not options.get("new_customers", True) or not draft.values.get("display_name"):
        draft.blame("unknown_buyer")
    elif not draft.lines:
        draft.blame("buyer_without_line", value=draft.values["display_name"])
    else:
        plan.is_new_customer = True


def _tell(plan: Plan, options: dict[str, Any]) -> None:
    values, draft = plan.draft.values, plan.draft
    plan.told = {column: values[name] for name, column in _COLUMNS.items() if name in values}
    if plan.order is None:
        plan.told = {"status": "placed", "channel": "other", "currency": options.get("currency") or "VND"} | plan.told
        if "placed_at" not in values and not draft.problems:
            draft.blame("date_missing")
    elif "currency" in plan.told and plan.told["currency"] == plan.order.currency:
        plan.told.pop("currency")
    if "total_minor" in plan.told or plan.items is None:
        if "total_minor" not in plan.told and plan.order is None and not draft.problems:
            draft.blame("total_missing")
        return
    if plan.order is None or plan.items != read_back(plan.order):
        plan.told["total_minor"] = sum_of(plan.items)
        if plan.told["total_minor"] > LARGEST:
            draft.blame("bad_money")


def _differs(plan: Plan, order: Order) -> bool:
    told = plan.told | ({"customer_id": plan.customer_id} if plan.customer_id else {})
    if any(getattr(order, name) != value for name, value in told.items()):
        return True
    return plan.items is not None and plan.items != read_back(order)


def _items(draft: OrderDraft, known: Known) -> list[dict[str, Any]]:
    """Lines as they are kept; what is missing comes from the product. Blames rows that name nothing we can keep."""
    items = []
    for item in draft.items:
        product = known.products.get(item.get("product_code", ""))
        name = item.get("product_name") or (product.name if product else None)
        price = item.get("price", product.price_minor if product and _is_in(draft, product) else None)
        if item["row"] in draft.problems:
            continue
        if name is None:
            code = "unknown_product" if "product_code" in item else "product_missing"
            draft.blame(code, value=item.get("product_code"), row=item["row"])
        elif price is None:
            draft.blame("price_missing", value=name, row=item["row"])
        else:
            found = {"product_id": product.id if product else None, "name": name}
            items.append({**found, "quantity": item.get("quantity", 1), "price_minor": price})
    return items


def _is_in(draft: OrderDraft, product: Product) -> bool:
    """A price of another currency is no price."""
    return product.currency == draft.values.get("currency", product.currency)


_SHARED = sa.select(Identity.channel, Identity.value).where(
    Identity.value.in_(sa.bindparam("values", expanding=True)), Identity.status == "known", Identity.is_shared.is_(True)
)
_ACCOUNTS = (
    sa.select(Identity.value, Identity.customer_id)
    .join(Customer, Customer.id == Identity.customer_id)
    .where(
        Identity.channel.in_(SOCIAL),
        Identity.value.in_(sa.bindparam("values", expanding=True)),
        Identity.status == "known",
        Identity.is_shared.is_(False),
        Customer.merged_into_id.is_(None),
    )
)


def _find_shared(session: Session, drafts: Sequence[OrderDraft]) -> frozenset[Line]:
    values = {value for draft in drafts for _channel, value in draft.lines}
    if not values:
        return frozenset()
    return frozenset((row.channel, row.value) for row in session.execute(_SHARED, {"values": list(values)}))


def _find_accounts(session: Session, accounts: set[str]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in session.execute(_ACCOUNTS, {"values": list(accounts)}):
        owners[row.value].add(row.customer_id)
    return owners
