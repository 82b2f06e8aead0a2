"""The rules: read on every answer, changed once a year, hence remembered for some seconds."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import ROLES, User
from contactcenter.core.clock import now
from contactcenter.core.events import after, emit
from contactcenter.core.remembered import Remembered
from contactcenter.crm.fields.builtin import BUILTIN
from contactcenter.crm.fields.events import CustomFieldsChanged
from contactcenter.crm.fields.field import CUSTOM_PREFIX
from contactcenter.crm.fields.models import CustomField
from contactcenter.crm.masking.events import MaskingChanged
from contactcenter.crm.masking.mask import NOTHING, Mask
from contactcenter.crm.masking.models import MaskingRule

_SENSITIVE = frozenset(field.name for field in BUILTIN if field.is_sensitive)


@dataclass(frozen=True)
class _Known:
    masks: dict[str, Mask]
    sensitive: frozenset[str]


_remembered = Remembered[_Known](seconds=5.0)


def mask_for(session: Session, role: str) -> Mask:
    """What is hidden from a role; falsy when nothing is."""
    return _current(session).masks.get(role, NOTHING)


def mask_for_user(session: Session, user_id: str | None) -> Mask:
    """The same for a person, such as who asked for an export; nobody's is the strictest there is."""
    role = session.scalar(sa.select(User.role).where(User.id == user_id)) if user_id else None
    return mask_for(session, role) if role else Mask(phones=True, emails=True, sensitive=sensitive_names(session))


def masks_by_role(session: Session) -> dict[str, Mask]:
    """Role → mask, of those roles from which something is hidden."""
    return _current(session).masks


def sensitive_names(session: Session) -> frozenset[str]:
    """The fields whose every view is kept: built-in names and `custom.<key>`."""
    return _current(session).sensitive


def list_rules(session: Session) -> list[MaskingRule]:
    return list(session.scalars(sa.select(MaskingRule).order_by(MaskingRule.role, MaskingRule.what)))


def set_rules(session: Session, rules: list[dict[str, str]], *, actor_id: str | None) -> list[MaskingRule]:
    """Replace all rules by these `{role, what}`; those that stay keep who set them."""
    wanted = {(rule["role"], rule["what"]) for rule in rules}
    for row in list_rules(session):
        if (row.role, row.what) in wanted:
            wanted.discard((row.role, row.what))
        else:
            session.delete(row)
    session.add_all(MaskingRule(role=role, what=what, set_by=actor_id, set_at=now()) for role, what in sorted(wanted))
    session.flush()
    emit(session, MaskingChanged())
    return list_rules(session)


@after(MaskingChanged, CustomFieldsChanged)
def forget(_event: Any = None) -> None:
    """Read the rules anew: they have changed."""
    _remembered.forget()


def _current(session: Session) -> _Known:
    return _remembered.get(lambda: _read(session))


def _read(session: Session) -> _Known:
    keys = session.scalars(sa.select(CustomField.key).where(CustomField.is_sensitive.is_(True)))
    sensitive = _SENSITIVE | {CUSTOM_PREFIX + key for key in keys}
    hidden: dict[str, set[str]] = {role: set() for role in ROLES}
    for role, what in session.execute(sa.select(MaskingRule.role, MaskingRule.what)):
        hidden[role].add(what)
    masks = {
        role: Mask("phone" in whats, "email" in whats, sensitive if "sensitive" in whats else frozenset())
        for role, whats in hidden.items()
        if whats
    }
    return _Known(masks, sensitive)
