"""Calls under lock, each read once a transaction.

Nobody else changes a call until the commit of whoever has locked it, so neither it nor its legs need be
read again. Found by what never changes: what else the transaction has changed need not be flushed before.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.calls import legs
from contactcenter.calls.models import Call

Name = tuple[str, str]
"""A provider, and its id of the call."""

KEY = ("provider", "provider_call_id")

# Run by every delivery: built once, since building a statement costs as much as running it.
_ONE = (
    sa.select(Call)
    .where(Call.provider == sa.bindparam("provider"), Call.provider_call_id == sa.bindparam("provider_call_id"))
    .with_for_update()
    .execution_options(autoflush=False)
)
_SEVERAL = (
    sa.select(Call)
    .where(sa.tuple_(Call.provider, Call.provider_call_id).in_(sa.bindparam("names", expanding=True)))
    .order_by(Call.id)
    .with_for_update()
    .execution_options(autoflush=False)
)


def find_locked(session: Session, name: Name) -> Call | None:
    """The call of that name, locked until the commit."""
    known = _locked(session)
    if name not in known:
        call = session.scalars(_ONE, dict(zip(KEY, name, strict=True))).one_or_none()
        if call is None:
            return None
        known[name] = call
    return known[name]


def note_locked(session: Session, name: Name, call: Call) -> None:
    """This transaction has made or locked the call."""
    _locked(session)[name] = call


def lock_several(session: Session, names: Iterable[Name]) -> None:
    """Lock those of these calls that there are, in the order of their ids, and read their legs."""
    calls = session.scalars(_SEVERAL, {"names": sorted(names)}).all()
    for call in calls:
        note_locked(session, (call.provider, call.provider_call_id), call)
    legs.read_several(session, calls)


def _locked(session: Session) -> dict[Name, Any]:
    locked: dict[Name, Any] = session.info.setdefault("locked_calls", {})
    return locked
