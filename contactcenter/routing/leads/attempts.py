"""How often somebody tried to reach whoever asked for something, since they did: on the lead's card and page."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.routing.leads.models import Lead

NEVER = {"count": 0, "answered": 0, "last_at": None}

_COUNTED = (
    sa.select(
        Lead.id,
        sa.func.count().label("count"),
        sa.func.count(Call.answered_at).label("answered"),
        sa.func.max(Call.started_at).label("last_at"),
    )
    .where(Call.direction == "outbound", Call.started_at >= Lead.created_at)
    .where(Lead.id.in_(sa.bindparam("ids", expanding=True)))
    .group_by(Lead.id)
)
# Whose lead it is once that is known, else the number: each by its own index.
_BY_CUSTOMER = _COUNTED.join(Call, Call.customer_id == Lead.customer_id)
_BY_NUMBER = _COUNTED.join(Call, Call.party == Lead.party)


def attempts_for(session: Session, leads: Sequence[Lead]) -> dict[str, dict[str, Any]]:
    """By lead's id: calls out to them since it came, `answered` of them, and when the last one was."""
    found = {}
    for statement, of_somebody_known in ((_BY_CUSTOMER, True), (_BY_NUMBER, False)):
        ids = [lead.id for lead in leads if (lead.customer_id is not None) == of_somebody_known]
        for row in session.execute(statement, {"ids": ids}) if ids else ():
            found[row.id] = {"count": row.count, "answered": row.answered, "last_at": row.last_at}
    return found
