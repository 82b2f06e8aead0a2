"""Which customers somebody sees: those their colleagues take care of, those nobody does, and those they dealt with.

Whoever answers a call must see who calls, whosever customer that is, and afterwards what they said. Dealings are read
from the calls, leads and tasks themselves; packages above contribute theirs.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from contactcenter.agents.actor import Actor
from contactcenter.agents.models import User
from contactcenter.agents.teams.paths import admit, guard_path, guard_where, outside_reach
from contactcenter.agents.teams.reach import Reach, limited_roles, reach_of, reach_of_user
from contactcenter.core import db
from contactcenter.core.errors import NotFound
from contactcenter.core.phone import parse_phone
from contactcenter.crm.loading import get_customer
from contactcenter.crm.matching import find_match
from contactcenter.crm.models import Customer, Identity

LINES = ("phone", "email")

FEW = 5_000
"""So many customers are looked up in some milliseconds."""

Dealings = Callable[[Any], sa.Select[Any]]

_dealings: list[Dealings] = []


def contribute_dealings(fn: Dealings) -> None:
    """Let a package tell whom somebody dealt with: `fn(user_id)` selects ids of customers, with indexes on both."""
    if fn not in _dealings:
        _dealings.append(fn)


def within(reach: Reach, customer: Any = Customer) -> sa.ColumnElement[bool]:
    """Whether a row of `customers` is within somebody's reach."""
    if reach.colleagues is None:
        return sa.true()
    return sa.or_(
        customer.owner_id.is_(None),
        customer.owner_id.in_(sorted(reach.colleagues)),
        *(_is_one_of(theirs, reach.user_id, customer) for theirs in _dealings),
    )


def within_of_many(reach: Reach) -> sa.ColumnElement[bool]:
    """The same where very many customers are asked about at once: whom somebody dealt with is found first."""
    if reach.colleagues is None:
        return sa.true()
    owner = by_no_index(Customer.owner_id)  # a third of all by one index after the other takes longer than to read all
    return sa.or_(owner.is_(None), owner.in_(sorted(reach.colleagues)), dealt_with(reach))


def known_outside(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether a row of `customers` is within somebody's reach for their dealings only: others take care of it."""
    others = Customer.owner_id.not_in(sorted(reach.colleagues or ()))
    return sa.and_(Customer.merged_into_id.is_(None), others, dealt_with(reach))


def dealt_with(reach: Reach) -> sa.ColumnElement[bool]:
    """Whether somebody dealt with a row of `customers`: all whom they did are found first."""
    dealings = [theirs(reach.user_id) for theirs in _dealings]
    return Customer.id.in_(sa.union(*dealings)) if dealings else sa.false()


def _is_one_of(theirs: Dealings, user_id: str, customer: Any) -> sa.ColumnElement[bool]:
    """Asked customer by customer: somebody's own calls of years are many, a customer's few."""
    found = theirs(_looked_up_by_nobody(user_id))
    return found.where(found.selected_columns[0] == customer.id).correlate(customer).exists()


def _looked_up_by_nobody(user_id: str) -> Any:
    """The same person, by whom SQLite looks nothing up: it keeps no figures, and of two indexes it takes either one.

    An index is of no use to a comparison by another collation; this one differs at trailing blanks only.
    """
    is_sqlite = db.engine().dialect.name == "sqlite"
    return sa.collate(sa.literal(user_id), "RTRIM") if is_sqlite else user_id


def by_no_index(column: Any) -> Any:
    """The column's value, by which rows are not looked up where they are better found by another column."""
    return column.concat("")


def concerns(reach: Reach, customer_id: Any) -> sa.ColumnElement[bool]:
    """Whether a row that names a customer in that column, or nobody, is within somebody's reach."""
    if not reach:
        return sa.true()
    customer = aliased(Customer)
    return sa.or_(customer_id.is_(None), sa.exists().where(customer.id == customer_id, within(reach, customer)))


def knows_line(reach: Reach, line: Any) -> sa.ColumnElement[bool]:
    """Whether a row of nobody's that has a number or address in that column is within somebody's reach.

    It is unless those who are known by it are all other teams' customers.
    """
    if not reach:
        return sa.true()
    customer, identity = aliased(Customer), aliased(Identity)
    known = sa.exists().where(identity.channel.in_(LINES), identity.value == line)
    near = known.where(customer.id == identity.customer_id, within(reach, customer))
    return sa.or_(line.is_(None), sa.not_(known), near)


def list_within(session: Session, reach: Reach, customer_id: Any) -> sa.ColumnElement[bool]:
    """As `concerns`, for long lists, whoever asks.

    Looked up row by row, a page is found soon where somebody sees many of the customers, and only after all rows where
    they see next to none, such as on their first day: then the few are looked up first.
    """
    if not reach or not _sees_few(session, reach):
        return concerns(reach, customer_id)
    return sa.or_(customer_id.is_(None), customer_id.in_(_ids_within(reach)))


def _sees_few(session: Session, reach: Reach) -> bool:
    some = _ids_within(reach).limit(FEW + 1).subquery()
    return (session.scalar(sa.select(sa.func.count()).select_from(some)) or 0) <= FEW


def _ids_within(reach: Reach) -> sa.CompoundSelect[Any]:
    """Ids of everybody within reach, some of them repeatedly; each part by an index of its own."""
    nobodys = sa.select(Customer.id).where(Customer.owner_id.is_(None))
    colleagues = sa.select(Customer.id).where(Customer.owner_id.in_(sorted(reach.colleagues or ())))
    return sa.union_all(nobodys, colleagues, *(dealt_with(reach.user_id) for dealt_with in _dealings))


def sees(session: Session, reach: Reach, customer_id: str) -> bool:
    """Whether this customer, or whom they were merged into, is within somebody's reach. Nobody is."""
    if not reach:
        return True
    try:
        found = get_customer(session, customer_id)
    except NotFound:
        return True
    if reach.covers(found.owner_id):
        return True
    return session.scalar(sa.select(sa.literal(1)).where(Customer.id == found.id, within(reach))) is not None


def demand_sight(session: Session, actor: Actor, *customer_ids: str | None) -> None:
    """For customers that a body or a filter names. Raises Forbidden (outside_reach)."""
    reach = reach_of(session, actor)
    if reach and not all(sees(session, reach, one) for one in customer_ids if one):
        raise outside_reach()


def demand_sight_of_number(session: Session, actor: Actor, number: str | None, region: str) -> None:
    """For a number that a body names: it is not told whose it is. Raises Forbidden (outside_reach)."""
    parsed = parse_phone(number, region) if number and actor.is_limited else None
    if parsed is not None:
        demand_sight_of_line(session, actor, "phone", parsed.e164)


def demand_sight_of_line(session: Session, actor: Actor, channel: str, value: str) -> None:
    """The same for a number or address as it is stored. Of several who share it one must be within reach."""
    reach = reach_of(session, actor)
    match = find_match(session, channel, value) if reach else None
    if match is None:
        return
    known = (match.customer_id,) if match.customer_id else match.candidate_ids if match.confidence == "shared" else ()
    if known and not any(sees(session, reach, one) for one in known):
        raise outside_reach()


def has_outside_holder(session: Session, reach: Reach, number: str | None) -> bool:
    """Whether a customer of another team has that number (E.164), whoever else does."""
    if not reach or not number:
        return False
    theirs = (Identity.channel == "phone", Identity.value == number, Identity.status == "known")
    found = sa.select(sa.literal(1)).join(Customer, Customer.id == Identity.customer_id).select_from(Identity)
    return session.scalar(found.where(*theirs, sa.not_(within(reach))).limit(1)) is not None


def demand_sight_of_call(session: Session, actor: Actor, call_id: str | None) -> None:
    """For a call that a body names: as for a path that does. Raises Forbidden (outside_reach)."""
    if call_id:
        admit(session, actor, "/calls/<call_id>", {"call_id": call_id})


def opens_nobody(session: Session, first: Customer, second: Customer) -> bool:
    """Whether to make one of these two shows nobody a customer whom they did not see before.

    It would to whose customer one of them is, and to whoever dealt with one of them.
    """
    roles = limited_roles(session)
    if not roles:
        return True
    if first.owner_id and second.owner_id and first.owner_id != second.owner_id:
        return False
    return all(
        sees(session, reach_of_user(session, user_id), other.id)
        for one, other in ((first, second), (second, first))
        for user_id in _list_dealers(session, one, roles)
    )


def _list_dealers(session: Session, customer: Customer, roles: Iterable[str]) -> list[str]:
    """Those of limited sight who dealt with a customer."""
    found = [theirs(User.id) for theirs in _dealings]
    dealt = [one.where(one.selected_columns[0] == customer.id).correlate(User).exists() for one in found]
    return list(session.scalars(sa.select(User.id).where(User.role.in_(sorted(roles)), sa.or_(sa.false(), *dealt))))


def find_outside(session: Session, reach: Reach, customer_ids: Iterable[str | None]) -> set[str]:
    """Those among them that are not within somebody's reach."""
    wanted = {one for one in customer_ids if one} if reach else set()
    if not wanted:
        return set()
    return set(session.scalars(sa.select(Customer.id).where(Customer.id.in_(wanted), sa.not_(within(reach)))))


def find_outside_lines(session: Session, reach: Reach, lines: Iterable[str | None]) -> set[str]:
    """Those numbers and addresses among them by which only other teams' customers are known."""
    wanted = {one for one in lines if one} if reach else set()
    if not wanted:
        return set()
    known = sa.select(Identity.value, sa.func.max(sa.case((within(reach), 1), else_=0)))
    rows = session.execute(
        known.join(Customer, Customer.id == Identity.customer_id)
        .where(Identity.channel.in_(LINES), Identity.value.in_(wanted))
        .group_by(Identity.value)
    )
    return {line for line, is_near in rows if not is_near}


def guard_rows(piece: str, row_id: InstrumentedAttribute[str], customer_id: InstrumentedAttribute[Any]) -> None:
    """Guard a piece of paths that names a row of a table by the customer it belongs to."""
    guard_where(piece, row_id, lambda reach: concerns(reach, customer_id))


guard_path("/<customer_id>", sees)
