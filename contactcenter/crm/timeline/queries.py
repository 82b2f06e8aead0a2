"""One customer's timeline, a page at a time."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.paging import Page, page
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.search.lines import IN_ONE_CUSTOMER, Hit, find_lines

Hits = dict[tuple[str, str], list[Hit]]
"""By (kind, ref_id): the lines of an item that hold what was looked for."""


_parts: dict[str, Callable[[str], "sa.Select[str]"]] = {}


def contribute_parts(kind: str, fn: Callable[[str], "sa.Select[str]"]) -> None:
    """Let a package above tell whose items besides their last agent's they are: `fn(agent_id)` selects ref_ids."""
    _parts[kind] = fn


def list_timeline(
    session: Session, customer_id: str, filters: dict[str, Any], mask: Mask = NOTHING
) -> tuple[Page, Hits]:
    """One customer's items, newest first: one scan of the index (customer, time), at any depth.

    `text` is looked up in its own index first; its hits come with their items.
    """
    statement = sa.select(TimelineItem).where(TimelineItem.customer_id == customer_id, *conditions(filters))
    hits: Hits = {}
    if filters.get("text"):
        hits = _hits(session, customer_id, filters["text"], mask)
        if not hits:
            return Page([], None), {}
        statement = statement.where(sa.tuple_(TimelineItem.kind, TimelineItem.ref_id).in_(list(hits)))
    order = (TimelineItem.occurred_at, TimelineItem.id)
    return page(session, statement, order, limit=filters["limit"], cursor=filters["cursor"]), hits


def find_item(
    session: Session, customer_id: str, item_id: str, filters: dict[str, Any], mask: Mask = NOTHING
) -> tuple[TimelineItem | None, Hits]:
    """One item, if it is this customer's and the filters let it through."""
    found, hits = list_timeline(session, customer_id, {**filters, "id": item_id, "limit": 1, "cursor": None}, mask)
    return (found.items[0] if found.items else None), hits


def conditions(filters: dict[str, Any]) -> list[sa.ColumnElement[bool]]:
    """What the filters ask of an item; `kind` and `channel` may name several, with commas."""
    asked: list[sa.ColumnElement[bool]] = []
    for name, column in (("kind", TimelineItem.kind), ("channel", TimelineItem.channel)):
        if filters.get(name):
            asked.append(column.in_(filters[name].split(",")))
    if filters.get("agent"):
        asked.append(_had_part(filters["agent"]))
    if filters.get("id"):
        asked.append(TimelineItem.id == filters["id"])
    if filters.get("has_recording") is not None:
        asked.append(TimelineItem.has_recording.is_(filters["has_recording"]))
    if filters.get("from_"):
        asked.append(TimelineItem.occurred_at >= filters["from_"])
    if filters.get("to"):
        asked.append(TimelineItem.occurred_at < filters["to"])
    return asked


def _had_part(agent_id: str) -> sa.ColumnElement[bool]:
    shared = [
        sa.and_(TimelineItem.kind == kind, TimelineItem.ref_id.in_(select(agent_id))) for kind, select in _parts.items()
    ]
    return sa.or_(TimelineItem.agent_id == agent_id, *shared)


def _hits(session: Session, customer_id: str, text: str, mask: Mask) -> Hits:
    grouped: Hits = defaultdict(list)
    for hit in find_lines(session, text, limit=IN_ONE_CUSTOMER, customer_id=customer_id, mask=mask):
        grouped[hit.kind, hit.ref_id].append(hit)
    return dict(grouped)
