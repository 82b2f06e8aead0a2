"""Customers and timeline items as screens and the API show them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from contactcenter.agents.teams.reach import EVERYTHING, Reach
from contactcenter.crm import queries
from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.masking.mask import Mask
from contactcenter.crm.masking.rules import sensitive_names
from contactcenter.crm.models import Customer, Identity, TimelineItem

_COLUMNS = (
    *(field.name for field in BUILTIN), "id", "version", "custom", "source", "created_at", "updated_at",
)  # fmt: skip

_stats: list[Callable[[Session, list[str]], dict[str, dict[str, Any]]]] = []
_parts: dict[str, Callable[[Session, list[str]], dict[str, Any]]] = {}
_details: dict[str, Callable[[Session, list[str]], dict[str, dict[str, Any]]]] = {}
_blanks: dict[str, Callable[[Session, Reach, list[dict[str, Any]]], list[dict[str, Any]]]] = {}


def contribute_stats(fn: Callable[[Session, list[str]], dict[str, dict[str, Any]]]) -> None:
    """Let a package above tell figures per customer: `fn(session, ids) -> {id: {name: value}}`."""
    if fn not in _stats:  # a process may build several applications
        _stats.append(fn)


def contribute_part(name: str, fn: Callable[[Session, list[str]], dict[str, Any]]) -> None:
    """Let an area tell a part of each customer, such as `metrics`: `fn(session, ids) -> {id: value}`.

    The part must be in `CustomerSchema`; who is not in the answer keeps the part's default.
    """
    _parts[name] = fn


def contribute_details(kind: str, fn: Callable[[Session, list[str]], dict[str, dict[str, Any]]]) -> None:
    """Let a kind's owner tell what its items show: `fn(session, ref_ids) -> {ref_id: data}`."""
    _details[kind] = fn


def contribute_blanks(kind: str, fn: Callable[[Session, Reach, list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Let a kind's owner leave out of what its items show what is out of reach: `fn(session, reach, data of each)`."""
    _blanks[kind] = fn


def present(session: Session, customers: Sequence[Customer]) -> list[dict[str, Any]]:
    """One dict per customer of a list, of the shape of `CustomerSchema`.

    A list never tells sensitive values, whoever asks: nobody could say who saw them of whom.
    """
    mask = Mask(sensitive=sensitive_names(session))
    return [mask.payload(row) for row in _present(session, customers)]


def present_one(session: Session, customer: Customer) -> dict[str, Any]:
    """One customer with everything; whoever shows it notes the view: `masking.views.unnoted`."""
    return _present(session, [customer])[0]


def _present(session: Session, customers: Sequence[Customer]) -> list[dict[str, Any]]:
    ids = [customer.id for customer in customers]
    owners = queries.user_names(session, {c.owner_id for c in customers})
    last = queries.last_contact_at(session, ids) if ids else {}
    stats: dict[str, dict[str, Any]] = {
        i: {"calls": 0, "missed": 0, "average_rating": None, "last_contact_at": last.get(i)} for i in ids
    }
    for fn in _stats:
        for customer_id, values in fn(session, ids).items():
            stats[customer_id].update(values)
    rows = [_one(customer, owners, stats[customer.id]) for customer in customers]
    for name, part in _parts.items() if ids else ():
        values = part(session, ids)
        for row in rows:
            row[name] = values.get(row["id"], row.get(name))
    return rows


def present_items(session: Session, items: Sequence[TimelineItem], reach: Reach = EVERYTHING) -> list[dict[str, Any]]:
    """Timeline items with their kind's own data joined in, one statement per kind."""
    names = queries.user_names(session, {item.agent_id for item in items})
    details: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, fn in _details.items():
        refs = [item.ref_id for item in items if item.kind == kind]
        found = fn(session, refs) if refs else {}
        if found and reach and kind in _blanks:
            found = dict(zip(found, _blanks[kind](session, reach, list(found.values())), strict=True))
        for ref_id, data in found.items():
            details[kind, ref_id] = data
    return [
        {
            "id": item.id,
            "kind": item.kind,
            "channel": item.channel,
            "occurred_at": item.occurred_at,
            "summary": item.summary,
            "agent_id": item.agent_id,
            "agent_name": names.get(item.agent_id or ""),
            "ref_id": item.ref_id,
            "data": details.get((item.kind, item.ref_id), item.data),
        }
        for item in items
    ]


def _one(customer: Customer, owners: dict[str, str], stats: dict[str, Any]) -> dict[str, Any]:
    phones = [i for i in customer.identities if i.channel == "phone"]
    emails = [i.value for i in customer.identities if i.channel == "email" and i.status != "former"]
    return {
        **{name: getattr(customer, name) for name in _COLUMNS},
        "owner_name": owners.get(customer.owner_id or ""),
        "phones": [{**_line(i), "e164": i.value, "national": i.national} for i in phones],
        "emails": emails,
        "identities": [{**_line(i), "channel": i.channel, "value": i.value} for i in customer.identities],
        "metrics": {"orders": None, "spent": None, "average_order": None, "last_order_at": None, "rfm": None},
        "segments": [customer.segment] if customer.segment else [],
        "stats": stats,
        "masked_fields": [],
    }


def _line(identity: Identity) -> dict[str, Any]:
    names = ("id", "label", "status", "is_shared", "is_verified", "verified_at", "source")
    return {**{name: getattr(identity, name) for name in names}, "is_masked": False}
