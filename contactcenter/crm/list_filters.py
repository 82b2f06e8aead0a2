"""What `mine` and `customer` mean in the filters of lists that people work through."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents.session import current_actor, own_user_id
from contactcenter.crm.reach import demand_sight
from contactcenter.crm.service import get_customer


def settle_filters(session: Session, filters: dict[str, Any], *, mine: str) -> dict[str, Any]:
    """`mine` names whoever asks under the filter `mine`; an old id of a merged customer means who is left. In place.

    Raises NotFound for an unknown customer, Forbidden (outside_reach) for another team's.
    """
    if filters["mine"]:
        filters[mine] = own_user_id()
    if filters["customer"]:
        filters["customer"] = get_customer(session, filters["customer"]).id
        demand_sight(session, current_actor(), filters["customer"])
    return filters
