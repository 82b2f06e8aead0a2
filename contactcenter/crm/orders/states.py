"""The way of an order, and who may send it where."""

from contactcenter.core.errors import Conflict

STATUSES = ("draft", "placed", "paid", "shipped", "delivered", "returned", "canceled")

BOUGHT = frozenset({"placed", "paid", "shipped", "delivered"})
"""What counts as a purchase. Drafts are not one yet, canceled and returned orders no longer."""

_NEXT: dict[str, frozenset[str]] = {
    "draft": frozenset({"placed", "paid", "canceled"}),
    "placed": frozenset({"paid", "shipped", "delivered", "canceled"}),
    "paid": frozenset({"placed", "shipped", "delivered", "returned", "canceled"}),
    "shipped": frozenset({"placed", "paid", "delivered", "returned", "canceled"}),
    "delivered": frozenset({"placed", "paid", "shipped", "returned"}),
    "returned": frozenset({"paid", "shipped", "delivered"}),
    "canceled": frozenset({"placed", "paid", "shipped"}),
}
"""By hand. Cash on delivery ships before it is paid; steps back set a slip right; no way leads back to a draft."""


def advance(current: str, wanted: str) -> str:
    """The status after a person asked for `wanted`. Raises Conflict `order_cannot_become`."""
    if wanted != current and wanted not in _NEXT[current]:
        raise Conflict(
            "order_cannot_become", "An order cannot go from there to there.", **{"from": current, "to": wanted}
        )
    return wanted


def list_next(current: str) -> list[str]:
    """Where a person may send it, in the order of the way."""
    return [status for status in STATUSES if status in _NEXT[current]]
