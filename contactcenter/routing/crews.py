"""A queue's members as they stand: everybody in one statement, in more detail those who may be free, and kept up to
date while items are handed out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import Presence, User
from contactcenter.agents.worktime.plans import who_is_off
from contactcenter.core.clock import now
from contactcenter.core.settings import current
from contactcenter.routing import kinds, rotations
from contactcenter.routing.models import (
    AgentCapacity,
    AgentSkill,
    Offer,
    Queue,
    QueueMember,
    RotationCredit,
    WorkItem,
)
from contactcenter.routing.strategies import (
    CHANNELS,
    NO_LIMIT,
    NOTHING,
    UNREAD,
    Alike,
    Candidate,
    Need,
    Policy,
    Slots,
    Step,
    back_off_seconds,
    failed_filters,
    is_open,
)

TAKEN_BACK = "taken_back"
"""A supervisor stopped the ringing: it is not to begin again at the same person."""
_DEFAULT = Slots()

FEW = 20
"""Up to so many people are asked about by name; more are read with everybody."""

# Asked for every decision: built once. Most of a large crew stand alike: one row for each state. Exceptions (who left
# the company, who takes several calls) are sought as such: joined, each would be looked for person by person.
_TAKES_SEVERAL_CALLS = QueueMember.user_id.in_(sa.select(AgentCapacity.user_id).where(AgentCapacity.calls > 1))
_STATE = (
    Presence.is_status_ready,
    Presence.status,
    Presence.activity,
    Presence.is_reachable,
    QueueMember.weight,
    _TAKES_SEVERAL_CALLS,
)
_MEMBERS = (
    sa.select(
        *_STATE,
        sa.func.aggregate_strings(QueueMember.user_id, " "),
        sa.func.aggregate_strings(sa.cast(Presence.version, sa.Text), " "),
    )
    .join(Presence, Presence.user_id == QueueMember.user_id)
    .where(QueueMember.queue_id == sa.bindparam("queue_id"))
    .where(QueueMember.user_id.not_in(sa.select(User.id).where(User.is_active.is_(False))))
    .group_by(*_STATE)
)


def _in_hand(*conditions: Any) -> Any:
    """(agent, channel) of everything that takes a slot now."""
    accepted = sa.select(WorkItem.agent_id, WorkItem.channel).where(
        WorkItem.state.in_(("accepted", "wrapping")), WorkItem.agent_id.is_not(None), WorkItem.is_parked.is_(False)
    )
    ringing = sa.select(Offer.agent_id, WorkItem.channel).join(WorkItem, WorkItem.id == Offer.work_item_id)
    ringing = ringing.where(Offer.state == "pending")
    if conditions:
        accepted, ringing = (
            accepted.where(WorkItem.agent_id.in_(*conditions)),
            ringing.where(Offer.agent_id.in_(*conditions)),
        )
    return sa.union_all(accepted, ringing).subquery()


def _details(*conditions: Any) -> Any:
    """What decides between those who may be free: since when they are idle, what they may have and do have in hand."""
    held = _in_hand(*conditions)
    counted = [sa.func.sum(sa.case((held.c.channel == channel, 1), else_=0)).label(channel) for channel in CHANNELS]
    used = sa.select(held.c.agent_id, *counted).group_by(held.c.agent_id).subquery()
    statement = (
        sa.select(
            QueueMember.user_id,
            Presence.idle_since,
            QueueMember.position,
            AgentCapacity.user_id,
            AgentCapacity.calls,
            AgentCapacity.chats,
            AgentCapacity.emails,
            AgentCapacity.leads,
            used.c.agent_id,
            *(used.c[channel] for channel in CHANNELS),
        )
        .join(Presence, Presence.user_id == QueueMember.user_id)
        .outerjoin(AgentCapacity, AgentCapacity.user_id == QueueMember.user_id)
        .outerjoin(used, used.c.agent_id == QueueMember.user_id)
        .where(QueueMember.queue_id == sa.bindparam("queue_id"))
    )
    return statement.where(QueueMember.user_id.in_(*conditions)) if conditions else statement


_DETAILS_OF_ALL = _details()
_DETAILS_OF_FEW = _details(sa.bindparam("agent_ids", expanding=True))
_SKILLS = sa.select(AgentSkill.user_id, AgentSkill.skill_id, AgentSkill.level).where(
    AgentSkill.skill_id.in_(sa.bindparam("skill_ids", expanding=True))
)
_FAILURES = (
    sa.select(Offer.agent_id, sa.func.count(), sa.func.max(Offer.closed_at))
    .where(
        Offer.work_item_id == sa.bindparam("item_id"),
        sa.or_(Offer.state.in_(("declined", "timed_out")), Offer.decline_reason == TAKEN_BACK),
    )
    .group_by(Offer.agent_id)
)
_TODAY = (
    sa.select(Offer.agent_id, sa.func.count())
    .where(Offer.state == "accepted", Offer.expires_at >= sa.bindparam("midnight"))
    .where(Offer.closed_at >= sa.bindparam("midnight"))
    .group_by(Offer.agent_id)
)


class Rules(NamedTuple):
    """What of a queue decides who gets its work: read by itself where a decision needs no more. As on `Queue`."""

    id: str
    version: int
    strategy: str
    sticky_seconds: int
    call_blocks_chats: bool
    relaxation: list[Any]
    required_skills: list[Any]
    ring_seconds: int


@dataclass
class Crew:
    """A queue's people: those whom something decides one by one in `members`, by id; the others in `alike`.

    What somebody has in hand is read when it is asked for (`read_work`), and only of those whom nothing else keeps
    out: they become members then. `free` are ids of whom nothing keeps from one more item but that item itself.

    `versions`: of everybody's state. `skills_read`: of which skills everybody's level is known. `reasons`: why nobody
    takes it, by channel and needs.
    """

    queue: Queue | Rules
    policy: Policy
    alike: list[Alike]
    versions: dict[str, int]
    members: dict[str, Candidate] = field(default_factory=dict)
    credits: RotationCredit | None = None
    skills_read: set[str] = field(default_factory=set)
    channels_read: set[str] = field(default_factory=set)
    reasons: dict[Any, str] = field(default_factory=dict)
    _free: dict[str, dict[str, None]] = field(default_factory=dict)

    def single_out(self, is_wanted: Callable[[Alike], bool]) -> None:
        """Make members of the people of these groups."""
        for some in [some for some in self.alike if is_wanted(some)]:
            self.alike.remove(some)
            self.members |= {i: self._member(some, i) for i in some.agent_ids}

    def single_out_of(self, agent_ids: Collection[str]) -> None:
        """Make members of these people, wherever they stand."""
        left = []
        for some in self.alike:
            found = [i for i in some.agent_ids if i in agent_ids]
            self.members |= {i: self._member(some, i) for i in found}
            others = [i for i in some.agent_ids if i not in agent_ids] if found else some.agent_ids
            if others:
                left.append(some._replace(agent_ids=others))
        self.alike = left

    def _member(self, some: Alike, agent_id: str) -> Candidate:
        return some.one._replace(agent_id=agent_id, version=self.versions[agent_id])

    def free(self, session: Session, channel: str, moment: datetime) -> list[str]:
        if channel not in self._free:
            read_work(session, self, channel)
            self._free[channel] = {i: None for i in self.members if not self.why_not(i, channel, moment)}
        return list(self._free[channel])

    def why_not(self, agent_id: str, channel: str, moment: datetime) -> tuple[str, ...]:
        """What keeps this agent from one more item of that channel (whose work was read), whatever the item."""
        return failed_filters(self.members[agent_id], self.policy, moment=moment, channel=channel)

    def refresh(self, session: Session) -> None:
        """Read everybody again."""
        read = load_crew(session, self.queue)
        self.alike, self.versions, self.members = read.alike, read.versions, read.members
        self.skills_read, self.channels_read, self.reasons, self._free = set(), set(), {}, {}

    def take(self, agent_id: str, channel: str, version: int, *, is_ringing: bool) -> None:
        """This agent was offered something: their next decision must see it."""
        one = self.members[agent_id]
        used = one.used._replace(**{channel: getattr(one.used, channel) + 1})
        activity = "ringing" if is_ringing else one.activity
        self.members[agent_id] = one._replace(used=used, activity=activity, version=version)
        self.reasons = {}
        moment = now()
        for free_of, free in self._free.items():
            if agent_id in free and self.why_not(agent_id, free_of, moment):
                del free[agent_id]


def load_crew(session: Session, queue: Queue | Rules, *, is_deciding: bool = False) -> Crew:
    """Everybody of the queue, as they stand.

    `is_deciding`: a rotation is locked first, so that the crew is read as the last turn left it.
    """
    policy = policy_of(queue)
    is_rotation = is_deciding and policy.strategy == "weighted_round_robin"
    held = rotations.lock(session, queue.id) if is_rotation else None
    session.flush()
    alike: list[Alike] = []
    versions: dict[str, int] = {}
    for row in session.connection().execute(_MEMBERS, {"queue_id": queue.id}):
        is_ready, status, activity, is_reachable, weight, takes_several, ids, their_versions = row
        seen_as = presence.AVAILABLE if is_ready else status  # a company's own may be ready
        capacity = Slots(call=2) if takes_several else _DEFAULT
        one = Candidate("", seen_as, activity, is_reachable, None, 0, weight, 0, capacity, UNREAD)
        alike.append(Alike(one, ids.split(" ")))
        versions |= zip(alike[-1].agent_ids, map(int, their_versions.split(" ")), strict=True)
    return Crew(queue, policy, _barred(session, alike), versions, credits=held)


def _barred(session: Session, alike: list[Alike]) -> list[Alike]:
    """The same people, those apart who are off shift, on leave or on holiday."""
    everybody = [agent_id for some in alike for agent_id in some.agent_ids]
    off = who_is_off(session, everybody, now())
    if not off:
        return alike
    apart: list[Alike] = []
    for some in alike:
        by_reason: dict[str | None, list[str]] = defaultdict(list)
        for agent_id in some.agent_ids:
            by_reason[off.get(agent_id)].append(agent_id)
        for reason, ids in by_reason.items():
            apart.append(Alike(some.one if reason is None else some.one._replace(bars=(reason,)), ids))
    return apart


def read_work(session: Session, crew: Crew, channel: str) -> None:
    """Read what those have in hand for whom that decides if they are free on this channel, once.

    Read after the members' versions: whoever takes something meanwhile has another one when they are claimed.
    """
    if channel in crew.channels_read:
        return
    crew.channels_read.add(channel)
    crew.single_out(lambda some: is_open(some.one, crew.policy, channel))
    members = crew.members
    wanted = {i for i, one in members.items() if one.used is UNREAD and is_open(one, crew.policy, channel)}
    if not wanted:
        return
    connection, values = session.connection(), {"queue_id": crew.queue.id}
    if len(wanted) <= FEW:
        rows: Any = connection.execute(_DETAILS_OF_FEW, {**values, "agent_ids": sorted(wanted)})
    else:
        rows = connection.execute(_DETAILS_OF_ALL, values)
    today = _today(connection) if crew.policy.strategy == "fewest_today" else {}
    for row in rows:
        agent_id = row[0]
        if agent_id in wanted:
            members[agent_id] = members[agent_id]._replace(
                idle_since=row[1],
                position=row[2],
                capacity=_DEFAULT if row[3] is None else Slots(row[4], row[5], row[6], _lead_limit(row[7])),
                used=NOTHING if row[8] is None else Slots._make(map(int, row[9:13])),
                handled_today=today.get(agent_id, 0),
            )


def read_skills(session: Session, crew: Crew, needs: Collection[Need]) -> None:
    """Read the members' levels of what is asked for, once."""
    wanted = {need.skill_id for need in needs} - crew.skills_read
    if not wanted:
        return
    crew.skills_read |= wanted
    crew.single_out(lambda _some: True)
    for agent_id, skill_id, level in session.connection().execute(_SKILLS, {"skill_ids": sorted(wanted)}):
        if agent_id in crew.members:
            one = crew.members[agent_id]
            crew.members[agent_id] = one._replace(skills={**one.skills, skill_id: level})


def candidates_for(session: Session, crew: Crew, item: WorkItem) -> list[Candidate]:
    """The crew's members as far as this one item is concerned: who is spared it, whom its kind's rules keep out.

    Whoever is not among them stands in `crew.alike` and cannot take it.
    """
    read_work(session, crew, item.channel)
    read_skills(session, crew, needs_of(crew.queue, item))
    failures = _failures(session, item)
    limits = kinds.get(item.kind).limits
    found = limits(session, item, list(crew.versions)) if limits else {}
    concerned = failures.keys() | found.keys()
    if concerned:
        crew.single_out_of(concerned)
    return [
        one._replace(spared_until=failures.get(i), limits=found.get(i, ())) if i in concerned else one
        for i, one in crew.members.items()
    ]


def policy_of(queue: Queue | Rules) -> Policy:
    return Policy(
        strategy=queue.strategy,
        version=queue.version,
        sticky_seconds=queue.sticky_seconds,
        call_blocks_chats=queue.call_blocks_chats,
        relaxation=tuple(Step(**step) for step in queue.relaxation),
    )


def needs_of(queue: Queue | Rules, item: Any) -> tuple[Need, ...]:
    """The skills asked for: the queue's, and the item's own (`needs`), at the higher level of both."""
    if not queue.required_skills and not item.needs:
        return ()
    return merge_needs((*queue.required_skills, *item.needs))


def merge_needs(written: Iterable[dict[str, Any]]) -> tuple[Need, ...]:
    """[{skill_id, level}] as needs, each skill once, at its highest level."""
    levels: dict[str, int] = {}
    for need in written:
        levels[need["skill_id"]] = max(need["level"], levels.get(need["skill_id"], 0))
    return tuple(Need(skill_id, level) for skill_id, level in levels.items())


def _lead_limit(leads: int | None) -> int:
    return NO_LIMIT if leads is None else leads


def _today(connection: sa.Connection) -> dict[str, int]:
    midnight = now().astimezone(ZoneInfo(current().timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return {row[0]: row[1] for row in connection.execute(_TODAY, {"midnight": midnight})}


def _failures(session: Session, item: WorkItem) -> dict[str, datetime]:
    """Until when each agent is spared it who declined this item, let it ring out, or had the ringing stopped."""
    if not item.offers_made:
        return {}
    session.flush()
    rows = session.connection().execute(_FAILURES, {"item_id": item.id})
    return {agent: last + timedelta(seconds=back_off_seconds(count)) for agent, count, last in rows if last}
