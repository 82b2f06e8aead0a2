"""Screens: made, found by their token, changed, ended; and what one shows, which names no customer.

The token opens this one view and nothing else. It travels behind the `#` of the link, which browsers keep to
themselves, and then in a header: no server's log ever has it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.errors import Invalid, NotFound, Unauthenticated
from contactcenter.core.ids import new_id
from contactcenter.core.remembered import Remembered
from contactcenter.reporting.screens.models import WallScreen
from contactcenter.reporting.wallboard import board
from contactcenter.routing.floor import acts
from contactcenter.routing.models import Queue

PREFIX = "cct_"
"""Lets secret scanners recognise a leaked token."""
SEEN_EVERY = timedelta(seconds=30)
_last_board = Remembered[dict[str, Any]](seconds=2.0)
"""Several screens ask every few seconds; they are shown the same."""

_SHOWN_OF_QUEUE = (
    "id", "name", "is_open", "closed_at", "target_seconds", "target_percent", "limits", "figures", "callbacks_open",
    "oldest_at", "agents", "slots",
)  # fmt: skip
_FIGURE = ("code", "value", "state", "target", "unit")


def create(session: Session, values: Mapping[str, Any], *, days: int, actor_id: str) -> tuple[WallScreen, str]:
    """A new screen and its token, which is nowhere else. Raises Invalid for an unknown queue."""
    token = PREFIX + secrets.token_urlsafe(32)
    screen = WallScreen(
        id=new_id("scr"), token_hash=_hash(token), created_by=actor_id, expires_at=now() + timedelta(days=days)
    )
    _apply(session, screen, values)
    session.add(screen)
    session.flush()
    acts.keep(session, actor_id, "screen_made", detail={"name": screen.name, "screen": screen.id})
    return screen, token


def change(session: Session, screen_id: str, values: Mapping[str, Any]) -> WallScreen:
    """What it shows, from its next look on. Raises NotFound, Invalid."""
    screen = _get(session, screen_id)
    _apply(session, screen, values)
    screen.version += 1
    session.flush()
    return screen


def revoke(session: Session, screen_id: str, actor_id: str) -> None:
    """Ended now; ended already: nothing changes. Raises NotFound."""
    screen = _get(session, screen_id)
    if screen.revoked_at is None:
        screen.revoked_at, screen.revoked_by = now(), actor_id
        acts.keep(session, actor_id, "screen_revoked", detail={"name": screen.name, "screen": screen.id})


def list_screens(session: Session) -> list[WallScreen]:
    """Those that still show something, then the ended ones, the newest first."""
    found = session.scalars(sa.select(WallScreen).order_by(WallScreen.created_at.desc(), WallScreen.id).limit(100))
    return sorted(found, key=lambda screen: not is_live(screen))


def is_live(screen: WallScreen) -> bool:
    return screen.revoked_at is None and screen.expires_at > now()


def find_by_token(session: Session, token: str) -> WallScreen:
    """Raises Unauthenticated for a token that is unknown, ended or out of date."""
    screen = session.scalars(sa.select(WallScreen).where(WallScreen.token_hash == _hash(token))).one_or_none()
    if screen is None or not is_live(screen):
        raise Unauthenticated("bad_screen_token", "This screen's link has ended.")
    return screen


def is_due_to_be_noted(screen: WallScreen) -> bool:
    return screen.last_seen_at is None or now() - screen.last_seen_at > SEEN_EVERY


def note_seen(session: Session, screen_id: str) -> None:
    session.execute(sa.update(WallScreen).where(WallScreen.id == screen_id).values(last_seen_at=now()))


def shown(session: Session, screen: WallScreen, timezone: str) -> dict[str, Any]:
    """Of the shape of `ScreenViewSchema`: figures of its queues, no customer, no surname."""
    whole = _last_board.get(lambda: board.build(session, timezone))
    known = {queue["id"]: queue for queue in whole["queues"]}
    chosen = [known[queue_id] for queue_id in screen.queue_ids if queue_id in known] or list(known.values())
    return {
        "as_of": whole["as_of"],
        "server_time": now(),
        "timezone": timezone,
        "slot_minutes": whole["slot_minutes"],
        "screen": screen,
        "queues": [_plain(queue, shows_names=screen.shows_names) for queue in chosen],
    }


def _plain(queue: dict[str, Any], *, shows_names: bool) -> dict[str, Any]:
    names: dict[str, list[str]] = {}
    if shows_names:
        for one in queue["members"]:
            if one["state"] == "offline":
                continue
            names.setdefault(one["state"], []).append(first_name(one["name"]))
    figures = {code: {key: one[key] for key in _FIGURE} for code, one in queue["figures"].items()}
    return {**{key: queue[key] for key in _SHOWN_OF_QUEUE}, "figures": figures, "names": names}


def first_name(name: str) -> str:
    """The given name, which Vietnamese writes last."""
    return name.rsplit(maxsplit=1)[-1] if name.split() else ""


def _apply(session: Session, screen: WallScreen, values: Mapping[str, Any]) -> None:
    wanted = values.get("queue_ids")
    if wanted:
        active = set(session.scalars(sa.select(Queue.id).where(Queue.id.in_(wanted), Queue.is_active.is_(True))))
        if set(wanted) - active:
            raise Invalid("unknown_queue", "There is no such queue.", queue_ids=["There is no such queue."])
    for name, value in values.items():
        setattr(screen, name, value)


def _get(session: Session, screen_id: str) -> WallScreen:
    screen = session.get(WallScreen, screen_id)
    if screen is None:
        raise NotFound("screen_not_found", "There is no such screen.")
    return screen


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
