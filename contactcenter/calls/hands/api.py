"""Raised hands over HTTP."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, own_user_id, require
from contactcenter.agents.teams.paths import guard_path
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.calls.hands import queries, service
from contactcenter.calls.hands.models import Hand
from contactcenter.calls.hands.schemas import HandFilters, HandPage, HandSchema, RaiseIn
from contactcenter.core.db import read, transaction

blp = Blueprint("hands", __name__, url_prefix="/api/v1/hands", description="Agents who ask for help")


def _sees(session: Session, reach: Reach, hand_id: str) -> bool:
    hand = session.get(Hand, hand_id)
    return hand is None or reach.covers(hand.agent_id)


guard_path("/hands/<hand_id>", _sees)


@blp.get("")
@require("hands.answer")
@blp.arguments(HandFilters, location="query")
@blp.response(200, HandPage)
def list_hands(filters: dict[str, Any]) -> Any:
    """Who asks for help, the first raised first; with `is_up=false` all there were, the newest first."""
    with read() as session:
        reach = reach_of(session, current_actor())
        if filters["is_up"]:
            return {"items": queries.present(session, queries.list_up(session, reach)), "next_cursor": None}
        found = queries.list_hands(session, reach, limit=filters["limit"], cursor=filters["cursor"])
        return {"items": queries.present(session, list(found.items)), "next_cursor": found.next_cursor}


@blp.post("")
@require("hands.raise")
@blp.arguments(RaiseIn)
@blp.response(201, HandSchema)
def raise_hand(body: dict[str, Any]) -> Any:
    """Ask for help: supervisors see it at once. Up already: the same hand."""
    with transaction() as session:
        return _shown(session, service.raise_hand(session, own_user_id(), body["call_id"]))


@blp.delete("/<hand_id>")
@require("hands.raise")
@blp.response(200, HandSchema)
def lower_hand(hand_id: str) -> Any:
    """By the agent, or whoever leads. Lowering it twice is no error."""
    with transaction() as session:
        return _shown(session, service.lower(session, hand_id, current_actor()))


@blp.put("/<hand_id>/coming")
@require("hands.answer")
@blp.response(200, HandSchema)
def come(hand_id: str) -> Any:
    """Tell the agent that one is coming. 409 `already_coming` by a colleague, `hand_is_down`."""
    with transaction() as session:
        return _shown(session, service.come(session, hand_id, own_user_id()))


@blp.delete("/<hand_id>/coming")
@require("hands.answer")
@blp.response(200, HandSchema)
def stay(hand_id: str) -> Any:
    """One is not coming after all."""
    with transaction() as session:
        return _shown(session, service.stay(session, hand_id, own_user_id()))


def _shown(session: Session, hand: Hand) -> dict[str, Any]:
    return queries.present(session, [hand])[0]
