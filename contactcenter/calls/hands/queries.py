"""Named reads of raised hands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import Presence
from contactcenter.agents.teams.reach import EVERYTHING, Reach, colleagues_only
from contactcenter.calls.hands.models import Hand
from contactcenter.calls.hands.service import NOTICE
from contactcenter.calls.models import Call
from contactcenter.core.paging import Page, page
from contactcenter.core.phone import format_national
from contactcenter.crm.models import Customer
from contactcenter.crm.notifications.queries import contribute_texts
from contactcenter.crm.queries import user_names

_COLUMNS = (
    "id", "version", "agent_id", "call_id", "raised_at", "coming_id", "coming_at", "lowered_at", "lowered_by",
    "lowered_reason",
)  # fmt: skip
GONE_AFTER = timedelta(seconds=60)
"""An agent who is offline for this long has gone home with their hand up."""
FORGOTTEN_AFTER = timedelta(minutes=30)
"""Up for this long outside a call, nobody asks any more."""


def list_up(session: Session, reach: Reach = EVERYTHING) -> list[Hand]:
    """Colleagues' raised hands, the first raised first."""
    up = _of_colleagues(reach).where(Hand.up_key.is_not(None))
    return list(session.scalars(up.order_by(Hand.raised_at, Hand.id)))


def list_hands(session: Session, reach: Reach, *, limit: int, cursor: str | None) -> Page:
    """All that colleagues raised, the newest first."""
    return page(session, _of_colleagues(reach), (Hand.raised_at, Hand.id), limit=limit, cursor=cursor)


def present(session: Session, hands: Sequence[Hand]) -> list[dict[str, Any]]:
    """Of the shape of `HandSchema`: with names, and who is on the line."""
    names = user_names(session, {one for hand in hands for one in (hand.agent_id, hand.coming_id)})
    callers = _callers(session, [hand.call_id for hand in hands if hand.call_id])
    nobody = {"customer_name": None, "number": ""}
    return [
        {
            **{name: getattr(hand, name) for name in _COLUMNS},
            "agent_name": names.get(hand.agent_id),
            "coming_name": names.get(hand.coming_id or ""),
            **callers.get(hand.call_id or "", nobody),
        }
        for hand in hands
    ]


def forgotten(moment: datetime) -> Any:
    """(hand id, why) of hands that nobody lowered: the agent left, has passed the call on, it is over, or long ago."""
    has_left = sa.and_(Presence.status == "offline", Presence.status_since < moment - GONE_AFTER)
    has_passed_on = sa.and_(Call.handler_id.is_not(None), Call.handler_id != Hand.agent_id)
    is_old = sa.and_(Hand.call_id.is_(None), Hand.raised_at < moment - FORGOTTEN_AFTER)
    reason = sa.case(
        (has_left, "left"), (is_old, "forgotten"), (Call.ended_at.is_not(None), "call_ended"), else_="passed_on"
    )
    return (
        sa.select(Hand.id, reason)
        .join(Presence, Presence.user_id == Hand.agent_id)
        .outerjoin(Call, Call.id == Hand.call_id)
        .where(Hand.up_key.is_not(None), sa.or_(has_left, is_old, Call.ended_at.is_not(None), has_passed_on))
    )


def _of_colleagues(reach: Reach) -> sa.Select[Hand]:
    return sa.select(Hand).where(colleagues_only(reach, Hand.agent_id)) if reach else sa.select(Hand)


def _callers(session: Session, call_ids: list[str]) -> dict[str, dict[str, Any]]:
    if not call_ids:
        return {}
    rows = session.execute(
        sa.select(Call.id, Call.party, Call.is_anonymous, Customer.display_name)
        .outerjoin(Customer, Customer.id == Call.customer_id)
        .where(Call.id.in_(call_ids))
    )
    return {
        row.id: {
            "customer_name": row.display_name,
            "number": "" if row.is_anonymous else format_national(row.party or ""),
        }
        for row in rows
    }


def _lines(session: Session, hand_ids: list[str]) -> dict[str, str]:
    """What such a notification says besides who asks: whom they talk with."""
    hands = session.scalars(sa.select(Hand).where(Hand.id.in_(hand_ids))).all()
    return {row["id"]: row["customer_name"] or row["number"] for row in present(session, hands)}


def register() -> None:
    contribute_texts(NOTICE, _lines)
