"""What a row says that the customer it is about does not have yet."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.fields.field import Field
from contactcenter.crm.imports.drafts import Draft, Line
from contactcenter.crm.imports.planning import Plan
from contactcenter.crm.models import Customer, Identity

_EMPTY: tuple[Any, ...] = (None, "", [])
_TABLE: Any = Customer.__table__
HELD = (
    sa.select(_TABLE)
    .where(_TABLE.c.id.in_(sa.bindparam("ids", expanding=True)), _TABLE.c.merged_into_id.is_(None))
    .order_by(_TABLE.c.id)  # one order for all who lock several
)
_LINES = sa.select(Identity.customer_id, Identity.channel, Identity.value).where(
    Identity.customer_id.in_(sa.bindparam("ids", expanding=True))
)


def list_news(
    before: Any, draft: Draft, fields: Sequence[Field], options: dict[str, Any]
) -> list[tuple[Field, Any, Any]]:
    """Fields with what they hold and what they are to hold. A blank cell changes nothing."""
    fills_only = bool(options.get("fill_only"))
    news = []
    for field in fields:
        if field.name not in draft.values:
            continue
        old = before.custom.get(field.key) if field.is_custom else getattr(before, field.name)
        new = draft.values[field.name]
        if new != old and not (fills_only and old not in _EMPTY):
            news.append((field, old, new))
    return news


def lines_of(session: Session, customer_ids: Sequence[str]) -> dict[str, set[Line]]:
    """Each customer's numbers and addresses."""
    lines: dict[str, set[Line]] = defaultdict(set)
    for row in session.execute(_LINES, {"ids": customer_ids}):
        lines[row.customer_id].add((row.channel, row.value))
    return lines


def without_news(session: Session, plans: Sequence[Plan], fields: Sequence[Field], options: dict[str, Any]) -> set[int]:
    """Rows, of those to change somebody, that say nothing new."""
    about = {plan.draft.number: (plan.customer_id, plan.draft) for plan in plans if plan.customer_id}
    ids = sorted({customer_id for customer_id, _ in about.values()})
    held = {row.id: row for row in session.execute(HELD, {"ids": ids})} if ids else {}
    lines = lines_of(session, list(held)) if held else {}
    return {
        number
        for number, (customer_id, draft) in about.items()
        if customer_id in held
        and lines.get(customer_id, set()).issuperset(draft.lines)
        and not list_news(held[customer_id], draft, fields, options)
    }
