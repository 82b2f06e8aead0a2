"""What a path names, and whether whoever asks for it may see that.

A guard belongs to a piece of a path, such as `/calls/<call_id>`, and covers every route below it; a test walks all
routes and fails for a piece that has neither a guard nor a reason to need none.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.actor import Actor
from contactcenter.agents.teams.reach import Reach, reach_of
from contactcenter.core.errors import Forbidden

Guard = Callable[[Session, Reach, str], bool]

_guards: dict[str, Guard] = {}


def guard_path(piece: str, sees: Guard) -> None:
    """`sees(session, reach, id)` says whether what `piece` names is within somebody's reach.

    What is not there is: the view says that it is not.
    """
    _guards[piece] = sees
    _guards_of.cache_clear()


def guard_where(piece: str, row_id: Any, is_within: Callable[[Reach], sa.ColumnElement[bool]]) -> None:
    """Guard a piece of paths that names a row of a table by a condition on it."""
    guard_path(piece, lambda session, reach, named: is_row_within(session, row_id == named, is_within(reach)))


def is_row_within(session: Session, which: sa.ColumnElement[bool], condition: sa.ColumnElement[bool]) -> bool:
    """Whether the row meets the condition, or is not there; what is not known for certain does not meet it."""
    return session.scalar(sa.select(sa.case((condition, 1), else_=0)).where(which)) != 0


def guard_person(piece: str) -> None:
    """Guard a piece of paths that names somebody by whether they are a colleague; `me` is."""
    guard_path(piece, lambda _session, reach, user_id: user_id == "me" or reach.covers(user_id))


def admit(session: Session, actor: Actor, rule: str, named: Mapping[str, Any]) -> None:
    """Raises Forbidden (outside_reach)."""
    guards = _guards_of(rule)
    reach = reach_of(session, actor) if guards else None
    if reach:
        for name, sees in guards:
            if not sees(session, reach, str(named[name])):
                raise outside_reach()


def outside_reach() -> Forbidden:
    return Forbidden("outside_reach", "Another team takes care of this customer or company.")


def guarded_pieces(rule: str) -> list[str]:
    """Which guards a route of that rule passes."""
    return [piece for piece in _guards if piece in rule]


@lru_cache(maxsize=1000)
def _guards_of(rule: str) -> tuple[tuple[str, Guard], ...]:
    return tuple((_name(piece), _guards[piece]) for piece in guarded_pieces(rule))


def _name(piece: str) -> str:
    return piece[piece.index("<") + 1 : piece.index(">")]
