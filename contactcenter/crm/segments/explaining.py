"""Why somebody is in a segment, or is not: the rules again, each with whether it holds for them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.crm.models import Customer
from contactcenter.crm.segments.compiling import condition, from_people, this_moment
from contactcenter.crm.segments.models import Segment
from contactcenter.crm.segments.rules import Counted, Group, Node, Not, Test, list_leaves
from contactcenter.crm.segments.tree import read_catalogue, read_rules


def explain(session: Session, segment: Segment, customer_id: str) -> dict[str, Any]:
    """The tree of rules with `holds` at every node. `holds` is null where the rule asks for a sensitive field.

    Raises Invalid when the rules can no longer be read.
    """
    node = read_rules(session, segment.rules, read_catalogue(session)).node
    leaves = list(list_leaves(node))
    moment = this_moment(segment.owner_id)
    columns = [sa.case((condition(leaf, moment), 1), else_=0).label(f"holds_{n}") for n, leaf in enumerate(leaves)]
    asked = from_people(sa.select(Customer.id, *columns), leaves_of(node)).where(Customer.id == customer_id)
    row = session.execute(asked).one()
    told = iter([bool(value) for value in row[1:]])
    tree, _holds = _annotate(node, segment.rules, told)
    return tree


def leaves_of(node: Node) -> list[Node]:
    return list(list_leaves(node))


def _annotate(node: Node, raw: Any, told: Any) -> tuple[dict[str, Any], bool]:
    if isinstance(node, Group):
        parts = [_annotate(part, given, told) for part, given in zip(node.parts, raw[node.word], strict=True)]
        holds = (all if node.word == "all" else any)(held for _tree, held in parts)
        return {node.word: [tree for tree, _held in parts], "holds": holds}, holds
    if isinstance(node, Not):
        tree, held = _annotate(node.part, raw["not"], told)
        return {"not": tree, "holds": not held}, not held
    holds = next(told)
    return {**raw, "holds": None if _is_sensitive(node) else holds}, holds


def _is_sensitive(leaf: Test | Counted) -> bool:
    return isinstance(leaf, Test) and leaf.subject.is_sensitive
