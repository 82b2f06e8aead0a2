"""Read a segment's rules against what there is to ask about right now."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.errors import Forbidden, Invalid
from contactcenter.crm.segments import rules
from contactcenter.crm.segments.facts import list_facts
from contactcenter.crm.segments.models import Segment
from contactcenter.crm.segments.subjects import list_subjects


@dataclass(frozen=True)
class ReadRules:
    node: rules.Node
    is_timed: bool


def read_catalogue(session: Session) -> rules.Catalogue:
    return rules.Catalogue(list_subjects(session), list_facts())


def read_rules(session: Session, raw: Any, catalogue: rules.Catalogue | None = None) -> ReadRules:
    """The tree, typed. Raises Invalid `invalid_rules`, naming the place."""
    node = rules.parse(raw, catalogue or read_catalogue(session))
    return ReadRules(node, rules.is_timed(node))


def check_rules(
    session: Session, raw: Any, *, drives_field: str | None = None, hidden: frozenset[str] = frozenset()
) -> ReadRules:
    """As `read_rules`, for rules somebody brings: the people exist, nothing drives itself, nothing hidden is asked for.

    `hidden` are the fields that masking hides from who brings them. Raises Forbidden `hidden_field`: whoever could
    count people by such a value could guess it, letter by letter.
    """
    read = read_rules(session, raw)
    _refuse_hidden(read.node, hidden)
    people = rules.list_people(read.node)
    known = set(session.scalars(sa.select(User.id).where(User.id.in_(people)))) if people else set()
    if unknown := sorted(people - known):
        raise Invalid("invalid_rules", "The rules name a person nobody knows.", person=unknown)
    _refuse_circles(read.node, drives_field)
    return read


def read_segment(session: Session, segment: Segment, catalogue: rules.Catalogue) -> rules.Node | None:
    """The tree of a saved segment, or None where it can no longer be read (a package or choice has gone)."""
    try:
        return read_rules(session, segment.rules, catalogue).node
    except Invalid:
        return None


_FORBIDDEN = {"status": {"status", "segment"}, "segment": {"segment"}}
"""What gives customers a status may not ask for status or class; what gives a class may ask for the status only."""


def _refuse_hidden(node: rules.Node, hidden: frozenset[str]) -> None:
    if asked := sorted(_subjects(node) & hidden):
        raise Forbidden("hidden_field", "Your role does not see this field.", field=asked)


def _refuse_circles(node: rules.Node, drives_field: str | None) -> None:
    if circle := sorted(_subjects(node) & _FORBIDDEN.get(drives_field or "", set())):
        raise Invalid("circular_rules", "A group that sets this field cannot depend on it.", field=circle)


def _subjects(node: rules.Node) -> set[str]:
    return {leaf.subject.name for leaf in rules.list_leaves(node) if isinstance(leaf, rules.Test)}
