"""What may be routed: each package registers its kind of work, and what the engine must ask of it.

The engine knows lines, offers and capacity; what a reference is, who owns it, whether it is still there
and what accepting it means belongs to whoever registered the kind. `calls` are registered by call_work.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from contactcenter.routing.models import Offer, Queue, WorkItem


class Shown(NamedTuple):
    """An item in a list: what it is called, the number or address beside it, and where it leads to."""

    title: str | None
    subtitle: str
    url: str | None = None


def _nothing(_session: Session, _item: WorkItem) -> None:
    """Nothing to do or say for this kind."""


@dataclass(frozen=True)
class Kind:
    """Every function runs in the engine's transaction, with the item locked unless it says otherwise.

    `lock(session, ref_id)`: lock the thing itself; called before the item is locked (lock order).
    `accepted(session, item)`: `item.agent_id` took it. `taken_back(session, item)`: they had, and it goes on to
    somebody else; `given_up(session, item)`: they had, and it came to nothing. Both while `item.agent_id` stands.
    `sticky(session, item)`: id of the person's own agent. `limits(session, item, agent_ids)`: rules of this kind
    only, agent id → reasons. `moved(session, item, queue)`: it overflowed into another queue. `pop(session,
    offer)`: what the agent's screen shows when it rings. `call_made(session, ref_id)`: the call that accepting it
    made. `shown(session, ref_ids)`: for lists. `holds_slot`: accepted work takes capacity until it is finished;
    otherwise accepting is the end of it. `rings`: an offer makes the agent's phone ring, so they cannot be idle.
    """

    name: str
    lock: Callable[[Session, str], object]
    accepted: Callable[[Session, WorkItem], None]
    pop: Callable[[Session, Offer], dict[str, Any]]
    shown: Callable[[Session, Sequence[str]], Mapping[str, Shown]]
    taken_back: Callable[[Session, WorkItem], None] = _nothing
    given_up: Callable[[Session, WorkItem], None] = _nothing
    sticky: Callable[[Session, WorkItem], str | None] = _nothing
    limits: Callable[[Session, WorkItem, Sequence[str]], Mapping[str, tuple[str, ...]]] | None = None
    moved: Callable[[Session, WorkItem, Queue], None] | None = None
    call_made: Callable[[Session, str], str | None] | None = None
    holds_slot: bool = True
    rings: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of work known; the same name again replaces it."""
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    return _kinds[name]


def ringing() -> list[str]:
    """Names of the kinds whose offers make a phone ring."""
    return [kind.name for kind in _kinds.values() if kind.rings]
