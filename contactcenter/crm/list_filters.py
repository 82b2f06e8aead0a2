"""What `mine` and `customer` mean in the filters of lists that people work through."""

from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents.session import own_user_id
from contactcenter.crm.service import get_customer


def settle_filters(session: Session, filters: dict[str, Any], *, mine: str) -> dict[str, Any]:
    """`mine` names whoever asks under the filter `mine`; an old id of a merged customer means who is left. In place.

    Raises NotFound for an unknown customer.
    """
    if filters["mine"]:
        filters[mine] = own_user_id()
    if filters["customer"]:
        filters["customer"] = get_customer(session, filters["customer"]).id
    return filters
