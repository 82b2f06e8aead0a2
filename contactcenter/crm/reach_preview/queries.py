"""How many customers each person sees, and would see by other rules.

The owners' customers are counted once for everybody. What is left for each person, those of others whom they dealt
with, is counted from their dealings, and asked about many people at a time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.teams.models import LIMITED_ROLES
from contactcenter.agents.teams.reach import Reach, reaches, reaches_if
from contactcenter.crm.models import Customer
from contactcenter.crm.reach import by_no_index, known_outside

AT_ONCE = 25
"""People in one statement: each brings a subquery of their own, and databases limit how many there may be."""


def preview_reach(session: Session, wanted: Mapping[str, str | None]) -> dict[str, Any]:
    """Of the shape of `ReachPreviewSchema`; active people by name. `wanted`: role → reach, None to keep it."""
    present = reaches(session)
    proposed = {role: wanted.get(role) or reach for role, reach in present.items()}
    active = sa.select(User).where(User.is_active.is_(True), User.role.in_(LIMITED_ROLES))
    people = list(session.scalars(active.order_by(User.name, User.id)))
    owned = _count_owned(session)
    now, then = reaches_if(session, people, present), reaches_if(session, people, proposed)
    extras = _count_dealt_with(session, {reach for reach in (*now.values(), *then.values()) if reach})

    def seen(reach: Reach) -> int:
        if reach.colleagues is None:
            return sum(owned.values())
        return sum(owned.get(one, 0) for one in (None, *reach.colleagues)) + extras[reach]

    items = [
        {"user_id": one.id, "name": one.name, "role": one.role}
        | {"sees_now": seen(now[one.id]), "would_see": seen(then[one.id])}
        for one in people
    ]
    return {"customers": sum(owned.values()), "nobodys": owned.get(None, 0), "items": items}


def count_left_behind(session: Session) -> list[dict[str, Any]]:
    """Of the shape of `LeftBehindSchema`: who can no longer sign in, but has customers; most first."""
    gone = sa.select(User.id, User.name).where(User.is_active.is_(False))
    names = {row.id: row.name for row in session.execute(gone)}
    owned = _count_owned(session, Customer.owner_id.in_(sorted(names))) if names else {}
    items = [
        {"user_id": one, "name": names[one], "customers": customers}
        for one, customers in owned.items()
        if one is not None and customers
    ]
    return sorted(items, key=lambda item: (-item["customers"], item["name"], item["user_id"]))


def _count_owned(session: Session, *whose: sa.ColumnElement[bool]) -> dict[str | None, int]:
    """Owner → how many; None for those without. By two indexes alone: a million rows would take a second to read."""
    owner = by_no_index(Customer.owner_id).label("owner")
    gone = sa.select(owner, sa.func.count()).where(Customer.merged_into_id > "").group_by(owner)
    merged = {row[0]: row[1] for row in session.execute(gone)}
    counted = session.execute(sa.select(Customer.owner_id, sa.func.count()).where(*whose).group_by(Customer.owner_id))
    return {row[0]: row[1] - merged.get(row[0], 0) for row in counted}


def _count_dealt_with(session: Session, limits: Iterable[Reach]) -> dict[Reach, int]:
    waiting = list(limits)
    counts: dict[Reach, int] = {}
    while waiting:
        some, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        columns = [sa.select(sa.func.count()).where(known_outside(reach)).scalar_subquery() for reach in some]
        counts.update(zip(some, session.execute(sa.select(*columns)).one(), strict=True))
    return counts
