"""Who may do what: one table. Views and socket events ask it, screens show by it.

A view is guarded by `@require(permission)` of `agents.session`; this module knows no
Flask, so that services and sockets can ask too.
"""

from typing import Protocol

from contactcenter.agents.actor import Actor
from contactcenter.core.errors import Forbidden

_EVERYBODY = frozenset({"agent", "supervisor", "admin"})
_LEADS = frozenset({"supervisor", "admin"})
_ADMINS = frozenset({"admin"})

PERMISSIONS: dict[str, frozenset[str]] = {
    "account.own": _EVERYBODY,  # one's own password, second factor, sessions, language
    "console.use": _EVERYBODY,  # own status, offers, snapshot, softphone, socket
    "calls.read_own": _EVERYBODY,
    "calls.read_all": _EVERYBODY,  # an agent on the phone needs what colleagues agreed with the caller
    "calls.handle": _EVERYBODY,  # notes, wrap-up, hold, hang up; the service checks whose call it is
    "calls.handle_all": _LEADS,
    "calls.monitor": _LEADS,  # listen, whisper, barge in; each is kept
    "calls.place": _EVERYBODY,  # whom, the gate decides
    "hands.raise": _EVERYBODY,  # ask for help, and lower one's own; the service checks whose it is
    "hands.answer": _LEADS,  # see who asks, say that one is coming, lower anybody's
    "recordings.play_own": _EVERYBODY,  # and those of customers one owns: see may_play
    "recordings.play_all": _LEADS,
    "recordings.retry": _LEADS,
    "customers.read": _EVERYBODY,
    "customers.edit": _EVERYBODY,
    "customers.reassign": _LEADS,  # take one away from a colleague
    "customers.reveal": _EVERYBODY,  # what masking hides from one's role; each look is kept with its reason
    "customers.merge": _EVERYBODY,  # whoever finds a double mends it; every merge can be undone
    "customers.import": _LEADS,
    "customers.export": _LEADS,  # a whole customer list in one file
    "customers.oversee": _LEADS,  # who looked at what of one, and deleting what others wrote of them
    "customers.audit": _LEADS,  # data quality, and changes to many at once
    "fields.manage": _ADMINS,
    "masking.manage": _ADMINS,
    "companies.read": _EVERYBODY,
    "companies.edit": _EVERYBODY,
    "segments.read": _EVERYBODY,
    "segments.edit": _LEADS,
    "orders.read": _EVERYBODY,
    "orders.edit": _EVERYBODY,
    "products.edit": _LEADS,
    "tasks.read": _EVERYBODY,
    "tasks.edit": _EVERYBODY,
    "leads.read": _EVERYBODY,
    "leads.edit": _EVERYBODY,  # the service checks whose lead it is
    "leads.take": _EVERYBODY,  # acknowledge, give back, take a floating one
    "leads.assign": _LEADS,  # give leads to people, hand over, switch somebody's distribution
    "leads.manage": _LEADS,  # stages, reasons, policies, deadlines, forms
    "presence.read": _EVERYBODY,  # statuses, and one's own ledger; others' with agents.read
    "statuses.manage": _ADMINS,
    "schedule.read": _EVERYBODY,  # opening hours, and one's own shifts and leave; others' with schedule.edit
    "schedule.edit": _LEADS,
    "missed.read": _EVERYBODY,
    "missed.edit": _EVERYBODY,  # one's own and nobody's; the service checks whose it is
    "missed.manage": _LEADS,  # how soon a queue calls back
    "agents.read": _LEADS,
    "agents.force_status": _LEADS,
    "queues.read": _LEADS,
    "queues.manage": _ADMINS,
    "flows.read": _LEADS,
    "flows.manage": _ADMINS,  # what every caller hears
    "queues.close": _LEADS,  # shut one in an emergency, with a message for callers
    "floor.direct": _LEADS,  # give waiting work, move it, send word; each act is kept
    "wallboard.read": _LEADS,
    "screens.manage": _LEADS,  # pages on the wall that show figures without a person's session
    "reports.read": _LEADS,
    "trials.run": _LEADS,  # another policy over a past period
    "deliveries.read": _LEADS,
    "deliveries.replay": _LEADS,
    "teams.read": _EVERYBODY,  # who is in which
    "teams.manage": _ADMINS,  # and whose customers each role sees
    "users.manage": _ADMINS,
    "api_keys.manage": _ADMINS,
    "simulate.calls": _EVERYBODY,  # only where the demo is on
}
"""Permission → roles."""

PERSONAL = frozenset({"account.own", "console.use", "leads.take", "hands.raise", "hands.answer"})
"""Permissions of people only: a key has no password, status, screen or hands."""


NEEDS_EVERYTHING = frozenset({"deliveries.read", "deliveries.replay", "customers.audit"})
"""What shows or changes everybody's customers at once: not for who sees only some of them."""


class HandledCall(Protocol):
    """The part of a call that decides who may listen to it."""

    @property
    def agent_id(self) -> str | None: ...


def can(actor: Actor, permission: str) -> bool:
    """Whether the actor has the permission. An unknown permission is a KeyError: a slip of ours."""
    is_allowed = actor.role in PERMISSIONS[permission] and not (actor.is_limited and permission in NEEDS_EVERYTHING)
    return is_allowed and (actor.kind == "user" or permission not in PERSONAL)


def demand(actor: Actor, permission: str) -> None:
    """Raises Forbidden unless the actor has the permission."""
    if not can(actor, permission):
        raise Forbidden("forbidden", "You may not do that.", permission=permission)


def may_play(actor: Actor, call: HandledCall, *, owner_id: str | None = None, had_part: bool = False) -> bool:
    """Whether the actor may listen to the call's recordings.

    Supervisors and admins: all. Agents: calls they handled, all of a call that was passed on if they had a part of
    it, and calls of customers they own. What this package cannot look up is told: `owner_id` is the owner of the
    call's customer, `had_part` whether the actor was one of those who had the call.
    """
    if can(actor, "recordings.play_all"):
        return True
    if actor.user_id is None or not can(actor, "recordings.play_own"):
        return False
    return had_part or actor.user_id in (call.agent_id, owner_id)


def list_allowed(actor: Actor) -> dict[str, bool]:
    """Every permission and whether the actor has it, for screens to show by."""
    return {permission: can(actor, permission) for permission in PERMISSIONS}
