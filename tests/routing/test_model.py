"""The engine against its promises: whatever agents, customers, clocks and crashes do, in whatever order.

Never two owners of an item, never more than an agent's capacity, nothing waiting beside somebody who could take it
once the clock has ticked, and nothing that neither ended nor says why it waits.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from contactcenter.agents import presence
from contactcenter.agents.models import Presence, PresenceChange, User
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict
from contactcenter.routing import crews, engine, jobs, kinds, offers
from contactcenter.routing.models import Decision, Offer, Queue, QueueMember, RotationCredit, WorkItem
from contactcenter.routing.strategies import CHANNELS, STRATEGIES, choose
from tests.routing import floor

AGENTS = ("a", "b", "c", "d")
LIMITS = {"call": 1, "chat": 4, "email": 1, "lead": 10**6}
KIND_OF = {"call": "bell"}
"""Calls ring; the other channels only take slots."""

agents = st.sampled_from(AGENTS)
picks = st.integers(0, 10**6)


class Crash(Exception):
    """The process dies in the middle."""


def _die(*, is_due: bool) -> None:
    if is_due:
        raise Crash


class Floor(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        with transaction() as session:
            for table in (
                Offer,
                Decision,
                WorkItem,
                RotationCredit,
                QueueMember,
                PresenceChange,
                Presence,
                User,
                Queue,
            ):
                session.execute(sa.delete(table))
        self.first = floor.set_queue(ring_seconds=30)
        self.second = floor.new_queue("Second", ring_seconds=30)
        floor.hire(*AGENTS)
        floor.hire("c", "d", queue=self.second)

    def do(self, verb: Callable[[Session], Any], *, dies: bool) -> None:
        """In one transaction, which may be cut off before its commit; being too late is no failure."""
        try:
            with transaction() as session:
                verb(session)
                _die(is_due=dies)
        except (Crash, Conflict):
            pass

    @rule(channel=st.sampled_from(CHANNELS), is_second=st.booleans(), priority=st.integers(0, 3), dies=st.booleans())
    def comes_in(self, channel: str, is_second: bool, priority: int, dies: bool) -> None:
        self.count += 1
        values = {"kind": KIND_OF.get(channel, "parcel"), "ref_id": f"p{self.count}", "channel": channel}
        queue_id = self.second if is_second else self.first
        self.do(lambda s: engine.enter(s, queue=s.get_one(Queue, queue_id), priority=priority, **values), dies=dies)

    @rule(pick=picks, verb=st.sampled_from(("accept", "decline", "ring out")), dies=st.booleans())
    def agent_answers(self, pick: int, verb: str, dies: bool) -> None:
        offer = self.any_row(pick, sa.select(Offer))  # closed ones too: late answers come
        if offer is None:
            return
        if verb == "accept":
            self.do(lambda s: engine.accept(s, offer.id, offer.agent_id), dies=dies)
        elif verb == "decline":
            self.do(lambda s: engine.decline(s, offer.id, offer.agent_id, None), dies=dies)
        else:
            self.do(lambda s: engine.expire_offer(s, offer.id), dies=dies)

    @rule(pick=picks, dies=st.booleans())
    def customer_hangs_up(self, pick: int, dies: bool) -> None:
        item = self.any_row(pick, sa.select(WorkItem))
        if item is not None:
            self.do(lambda s: engine.cancel(s, item.ref_id, "left", kind=item.kind), dies=dies)

    @rule(pick=picks, verb=st.sampled_from(("wrap up", "finish", "park", "pass on")), dies=st.booleans())
    def work_goes_on(self, pick: int, verb: str, dies: bool) -> None:
        item = self.any_row(pick, sa.select(WorkItem).where(WorkItem.state.in_(("accepted", "wrapping"))))
        if item is None:
            return

        def step(session: Session) -> None:
            row = session.get_one(WorkItem, item.id, with_for_update=True)
            if verb == "finish":
                engine.finish(session, row)
            elif row.state != "accepted":
                return
            elif verb == "wrap up":
                engine.start_wrap_up(session, row)
            elif verb == "park" and row.channel != "call":
                engine.park(session, row)
            elif verb == "pass on":
                queue = session.get_one(Queue, self.second)
                engine.enter(session, kind=row.kind, ref_id=row.ref_id, queue=queue, channel=row.channel)

        self.do(step, dies=dies)

    @rule(agent=agents, status=st.sampled_from(("available", "available", "lunch", "offline")), dies=st.booleans())
    def agent_picks(self, agent: str, status: str, dies: bool) -> None:
        def pick(session: Session) -> None:
            offers.lock_work_at(session, agent)
            presence.set_status(session, agent, status, actor_id=agent, cause="picked")

        self.do(pick, dies=dies)

    @rule(agent=agents, is_lost=st.booleans())
    def browser_closes_or_opens(self, agent: str, is_lost: bool) -> None:
        if is_lost:
            with transaction() as session:
                presence.get_presence(session, agent, for_update=True).lease_until = now() - timedelta(seconds=1)
            jobs.expire_leases()
        else:
            self.do(lambda s: presence.heartbeat(s, agent), dies=False)

    @rule(strategy=st.sampled_from(STRATEGIES))
    def admin_changes_the_strategy(self, strategy: str) -> None:
        floor.set_queue(self.first, strategy=strategy)

    @rule(seconds=st.integers(1, 90))
    def time_passes(self, seconds: int) -> None:
        by = timedelta(seconds=seconds)
        with transaction() as session:
            for offer in session.scalars(sa.select(Offer)):
                offer.created_at, offer.expires_at = offer.created_at - by, offer.expires_at - by
                offer.closed_at = offer.closed_at - by if offer.closed_at else None
            for item in session.scalars(sa.select(WorkItem)):
                item.entered_at, item.rank = item.entered_at - by, item.rank - seconds * 1000
        jobs.expire_offers()
        jobs.offer_waiting()
        self.nobody_waits_in_vain()

    def any_row(self, pick: int, statement: Any) -> Any:
        with read() as session:
            rows = sorted(session.scalars(statement).all(), key=lambda row: row.ref_id + row.id)
        return rows[pick % len(rows)] if rows else None

    def nobody_waits_in_vain(self) -> None:
        """After a tick: whoever waits could not be given to anybody, and says why."""
        with read() as session:
            for item in session.scalars(sa.select(WorkItem).where(WorkItem.state == "waiting")):
                assert item.limbo_reason, f"{item.ref_id} waits and does not say why"
                crew = crews.load_crew(session, session.get_one(Queue, item.queue_id))
                made = choose(
                    crews.candidates_for(session, crew, item), crew.policy, moment=now(), channel=item.channel
                )
                assert made.chosen is None, f"{item.ref_id} waits beside {made.chosen}"

    @invariant()
    def no_item_has_two_owners(self) -> None:
        with read() as session:
            pending = session.execute(
                sa.select(Offer.work_item_id, Offer.agent_id).where(Offer.state == "pending")
            ).all()
            items = {item.id: item for item in session.scalars(sa.select(WorkItem))}
        offered = {row.work_item_id for row in pending}
        assert len(set(pending)) == len(pending), "one agent asked twice for one item"
        assert offered == {i.id for i in items.values() if i.state == "offered"}, "rings that lead nowhere"
        for item in items.values():
            assert (item.agent_id is not None) or item.state not in ("accepted", "wrapping")
        open_refs = [(i.kind, i.ref_id) for i in items.values() if i.state in ("waiting", "offered", "accepted")]
        assert len(open_refs) == len(set(open_refs))

    @invariant()
    def nobody_has_more_than_they_can(self) -> None:
        with read() as session:
            held = [
                (item.agent_id, item.channel)
                for item in session.scalars(sa.select(WorkItem).where(WorkItem.state.in_(("accepted", "wrapping"))))
                if not item.is_parked
            ]
            held += [
                (row[0], row[1])
                for row in session.execute(
                    sa.select(Offer.agent_id, WorkItem.channel)
                    .join(WorkItem, WorkItem.id == Offer.work_item_id)
                    .where(Offer.state == "pending")
                )
            ]
            rows = {row.user_id: row for row in session.scalars(sa.select(Presence))}
        for agent in AGENTS:
            for channel in CHANNELS:
                assert held.count((agent, channel)) <= LIMITS[channel], f"{agent} has too much on {channel}"
            is_busy = (agent, "call") in held
            assert (rows[agent].activity != "idle") is is_busy, f"{agent} is {rows[agent].activity}"

    @invariant()
    def only_the_ready_are_asked(self) -> None:
        with read() as session:
            asked = session.scalars(
                sa.select(Presence).join(Offer, Offer.agent_id == Presence.user_id).where(Offer.state == "pending")
            ).all()
            assert all(row.status == "available" and row.is_reachable for row in asked)


@pytest.mark.usefixtures("parcels")
def test_the_engine_keeps_its_promises(database_url: str) -> None:
    kinds.register(replace(kinds.get("parcel"), name="bell", rings=True))
    examples = 16 if database_url.startswith("sqlite") else 5
    limits = settings(
        max_examples=examples, stateful_step_count=22, deadline=None, suppress_health_check=list(HealthCheck),
        database=None, derandomize=True,
    )  # fmt: skip
    run_state_machine_as_test(Floor, settings=limits)
