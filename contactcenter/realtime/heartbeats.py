"""Heartbeats: everybody's, all day. So each only reads, and a second's worth of leases is renewed together."""

import structlog

from contactcenter.agents import presence, sessions
from contactcenter.agents.actor import Actor
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import DomainError
from contactcenter.core.urgency import let_pass
from contactcenter.realtime import log
from contactcenter.realtime.later import Later

_log = structlog.get_logger(__name__)

TOGETHER_SECONDS = 1
"""Little beside the lease: what dies with the process, the next heartbeat brings."""


def take(actor: Actor) -> int | None:
    """Have this person's lease renewed; the last number given to them, or None when their session has ended."""
    with read() as session:
        if actor.user_id is None or actor.session_id is None or not sessions.is_live(session, actor.session_id):
            return None
        seq = log.head(session, actor.user_id)
    _leases.put(actor.user_id, actor.user_id)
    return seq


def _renew(user_ids: list[str]) -> None:
    let_pass()
    with transaction() as session:
        renewed = presence.renew_leases(session, user_ids)
    for user_id in user_ids:
        if user_id not in renewed:
            _bring_back(user_id)


def _bring_back(user_id: str) -> None:
    try:
        with transaction() as session:
            presence.heartbeat(session, user_id)
    except DomainError as error:  # removed meanwhile: the others' leases are renewed all the same
        _log.info("no lease", code=error.code)


_leases = Later(TOGETHER_SECONDS, _renew)
