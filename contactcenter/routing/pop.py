"""The screen pop: one payload, built when an agent's screen rings, ready to paint.

Shape: identity, badges, reason, waited_s and target_s, the last three contacts, what is
open, one next-best action, the queue's script. `waited_s` is as of the offer: built again later, it is the same.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls.models import Call
from contactcenter.core.clock import isoformat
from contactcenter.core.phone import format_national
from contactcenter.crm import matching
from contactcenter.crm.models import TimelineItem
from contactcenter.crm.queries import last_contact_at
from contactcenter.crm.tasks.queries import list_open_for_pop
from contactcenter.routing.glance import glance
from contactcenter.routing.leads.queries import list_open_for_pop as list_leads_for_pop
from contactcenter.routing.models import Offer, Queue, WorkItem
from contactcenter.routing.transfers.queries import context_card

# Built once: every ring waits for them.
_CONTACTS = (
    sa.select(
        TimelineItem.occurred_at,
        TimelineItem.channel,
        TimelineItem.kind,
        TimelineItem.summary,
        Call.state,
        Call.disposition,
        Call.talk_seconds,
        User.name,
    )
    .outerjoin(Call, sa.and_(TimelineItem.kind == "call", Call.id == TimelineItem.ref_id))
    .outerjoin(User, User.id == TimelineItem.agent_id)
    .where(TimelineItem.ref_id != sa.bindparam("call_id"), TimelineItem.kind.not_in(("task", "file")))
    .order_by(TimelineItem.occurred_at.desc(), TimelineItem.id.desc())
    .limit(3)
)
_CONTACTS_OF_CUSTOMER = _CONTACTS.where(TimelineItem.customer_id == sa.bindparam("who"))
_CONTACTS_OF_NUMBER = _CONTACTS.where(TimelineItem.party == sa.bindparam("who"), TimelineItem.customer_id.is_(None))


def build_pop(session: Session, offer: Offer, call: Call | None = None) -> dict[str, Any]:
    """Everything the incoming card and the first paint of the call view show. JSON-ready.

    `call`: for an offer of something else about a call.
    """
    call = call or session.get_one(Call, offer.ref_id)
    giver, note = context_card(session, call.id) or (None, None)
    item = session.get_one(WorkItem, offer.work_item_id)
    queue = session.get_one(Queue, item.queue_id)
    match = _match(session, call)
    seen = glance(session, call.customer_id, call.party)
    customer = seen if seen.id else None
    contacts = _last_contacts(session, customer, call)
    return {
        "offer_id": offer.id,
        "call_id": call.id,
        "kind": offer.kind,
        "direction": call.direction,
        "expires_at": isoformat(offer.expires_at),
        "ring_seconds": queue.ring_seconds,
        "identity": _identity(session, call, customer, match, offer.agent_id),
        "badges": _badges(customer, call),
        "reason": {
            "queue": queue.name,
            "menu_choice": call.menu_key,
            "source": call.to_number,
            "callback_n": max(seen.missed, seen.calls_today - 1, 0),
            "transferred_by": giver,
            "note": note,
        },
        "waited_s": max(0, int((offer.created_at - item.entered_at).total_seconds())),
        "target_s": queue.target_seconds,
        "last_contacts": contacts,
        "open": _open(session, seen, call),
        "next_best_action": _next_best_action(customer, call, contacts, seen.calls_today),
        "script": queue.script,
        "dispositions": queue.dispositions,
        "calls_today": seen.calls_today,
    }


def _open(session: Session, seen: Any, call: Call) -> dict[str, Any]:
    """What this person may buy, and what was promised to them and is not done yet."""
    wanted = list_leads_for_pop(session, seen.id, call.party) if seen.has_leads else []
    promised = list_open_for_pop(session, seen.id) if seen.has_tasks else []
    return {"leads": wanted, "conversations": [], "orders": [], "callbacks": promised}


def _match(session: Session, call: Call) -> matching.Match:
    if call.is_anonymous:
        return matching.ANONYMOUS
    return matching.find_match(session, "phone", call.party)


def _identity(session: Session, call: Call, customer: Any, match: matching.Match, agent_id: str) -> dict[str, Any]:
    name = customer.display_name if customer else (call.caller_name or "")
    return {
        "customer_id": call.customer_id,
        "name": name,
        "confidence": match.confidence,
        "reason": match.reason,
        "number": "" if call.is_anonymous else (call.party or ""),
        "number_national": "" if call.is_anonymous else format_national(call.party or ""),
        "candidates": _candidates(session, match, agent_id) if customer is None else [],
    }


def _candidates(session: Session, match: matching.Match, agent_id: str) -> list[dict[str, Any]]:
    """The people a number may be, mine first, then by last contact."""
    people = matching.list_people(session, match.candidate_ids)
    last = last_contact_at(session, [p.id for p in people]) if people else {}
    shown = [
        {
            "customer_id": person.id,
            "name": person.display_name,
            "last_contact_at": isoformat(last.get(person.id)),
            "open_items": 0,
            "is_mine": person.owner_id == agent_id,
        }
        for person in people
    ]
    return sorted(shown, key=lambda c: (c["is_mine"], c["last_contact_at"] or ""), reverse=True)[:9]


def _badges(customer: Any, call: Call) -> dict[str, Any]:
    return {
        "segment": customer.segment if customer else None,
        "status": customer.status if customer else None,
        "language": customer.language if customer else None,
        "do_not_call": bool(customer and customer.do_not_call),
        "recording_consent": "announced",
        "blocked": bool(customer and customer.is_blocked),
        "anonymous": call.is_anonymous,
    }


def _last_contacts(session: Session, customer: Any, call: Call) -> list[dict[str, Any]]:
    if customer is not None:
        rows = session.execute(_CONTACTS_OF_CUSTOMER, {"who": customer.id, "call_id": call.id})
    elif call.party:
        rows = session.execute(_CONTACTS_OF_NUMBER, {"who": call.party, "call_id": call.id})
    else:
        return []
    return [
        {
            "when": isoformat(row.occurred_at),
            "channel": row.channel,
            "kind": row.kind,
            "agent": row.name,
            "outcome": row.disposition or row.state,
            "talk_seconds": row.talk_seconds,
            "line": row.summary,
        }
        for row in rows
    ]


def _next_best_action(customer: Any, call: Call, contacts: list[dict[str, Any]], repeats: int) -> dict[str, str] | None:
    """One thing worth doing, the most urgent first."""
    if customer is not None and customer.is_blocked:
        return None
    if any(c["outcome"] == "complaint" for c in contacts[:1]):
        return _action(
            "follow_complaint",
            "Lần trước khách khiếu nại: hỏi đã ổn chưa",
            "Last time they complained: ask if it is settled",
        )
    if any(c["outcome"] in ("missed", "abandoned", "voicemail") for c in contacts[:1]):
        return _action("apologise_missed", "Xin lỗi vì cuộc gọi nhỡ lần trước", "Apologise for the call we missed")
    if repeats > 1:
        return _action(
            "repeat_caller",
            f"Khách gọi lần {repeats} hôm nay: xem ghi chú trước",
            f"Call {repeats} today: read the last notes",
        )
    if customer is None and not call.is_anonymous:
        return _action("save_customer", "Khách mới: hỏi tên và lưu hồ sơ", "New caller: ask their name and save them")
    return None


def _action(code: str, vietnamese: str, english: str) -> dict[str, str]:
    return {"code": code, "text_vi": vietnamese, "text_en": english}
