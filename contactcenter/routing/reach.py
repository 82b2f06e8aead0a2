"""Whose work comes to somebody, as far as that lets them see a customer or a call: offers, missed callers.

Whoever is rung may look at who calls before they answer. What they declined or missed lets them see nothing.
"""

from typing import Any

import sqlalchemy as sa

from contactcenter.calls.models import Call
from contactcenter.calls.reach import contribute_offered
from contactcenter.crm.reach import by_no_index, contribute_dealings
from contactcenter.routing.missed.models import MissedCaller
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.routing.transfers.models import Transfer
from contactcenter.routing.transfers.service import CONSULT

STANDING = ("pending", "accepted")


def register() -> None:
    contribute_offered(_is_offered)
    contribute_dealings(_customers_offered)
    contribute_dealings(_customers_to_call_back)


def _is_offered(user_id: str) -> sa.ColumnElement[bool]:
    """Condition on `Call`: it rings at them, or they took it, or they are asked about it."""
    as_call = sa.exists().where(WorkItem.kind == "call", WorkItem.ref_id == Call.id, _holds(user_id))
    as_question = sa.exists().where(WorkItem.kind == CONSULT, WorkItem.ref_id == Transfer.id, _holds(user_id))
    return sa.or_(as_call, sa.exists().where(Transfer.call_id == Call.id, as_question))


def _customers_offered(user_id: Any) -> sa.Select[Any]:
    offers = sa.select(WorkItem.customer_id).join(Offer, Offer.work_item_id == WorkItem.id)
    return offers.where(Offer.agent_id == user_id, Offer.state.in_(STANDING))


def _customers_to_call_back(user_id: Any) -> sa.Select[Any]:
    return sa.select(MissedCaller.customer_id).where(MissedCaller.owner_id == user_id)


def _holds(user_id: str) -> sa.ColumnElement[bool]:
    """Condition on `WorkItem`."""
    return sa.exists().where(
        Offer.work_item_id == WorkItem.id,
        by_no_index(Offer.agent_id) == user_id,
        Offer.state.in_(STANDING),
    )
