"""Whose customers they are, and who may take them over: what one owns one may listen to."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.policies import can
from contactcenter.core.errors import Forbidden
from contactcenter.crm.service import get_customer


@contextmanager
def guarding_owner(session: Session, customer_id: str, actor: Actor, *, others: Iterable[str] = ()) -> Iterator[None]:
    """Around a change of a customer, into whom `others` may be merged.

    Nobody but those who lead takes a colleague's customer away: raises Forbidden `not_your_customer`. Giving away one's
    own and taking care of nobody's are free to all.
    """
    before = [get_customer(session, one).owner_id for one in (customer_id, *others)]
    yield
    after = get_customer(session, customer_id).owner_id
    colleagues = [owner for owner in before if owner not in (None, actor.user_id)]
    is_taken = after not in colleagues if before[0] in colleagues else after == actor.user_id and bool(colleagues)
    if is_taken and not can(actor, "customers.reassign"):
        raise Forbidden("not_your_customer", "A colleague takes care of this customer.")
