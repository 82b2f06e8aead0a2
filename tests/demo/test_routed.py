"""The month's calls went through routing: whom each rang and why is there to be asked, and to be played again."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.ledger.queries import read_ledger
from contactcenter.agents.models import User
from contactcenter.calls.models import Call
from contactcenter.reporting.fairness import read_fairness
from contactcenter.reporting.trials import running
from contactcenter.reporting.trials.loading import load
from contactcenter.routing import crews, decisions
from contactcenter.routing.models import Decision, Offer, Queue, WorkItem
from tests.demo.conftest import NOW

FORTNIGHT = NOW - timedelta(days=14)


class NoProgress(running.Progress):
    def _write(self, progress: float) -> None:
        pass


def items(session: Session) -> dict[str, WorkItem]:
    return {item.ref_id: item for item in session.scalars(sa.select(WorkItem).where(WorkItem.kind == "call"))}


def test_each_call_was_a_work_item_and_whoever_answered_accepted_an_offer(session: Session):
    found = items(session)
    accepted = {
        offer.work_item_id: offer for offer in session.scalars(sa.select(Offer).where(Offer.state == "accepted"))
    }
    for call in session.scalars(sa.select(Call).where(Call.queued_at.is_not(None))):
        item = found[call.id]
        assert item.state == ("done" if call.answered_at else "canceled")
        offer = accepted.get(item.id)
        assert (offer.agent_id if offer else None) == call.agent_id
        if offer:
            assert offer.closed_at
            assert offer.closed_at <= call.answered_at <= offer.closed_at + timedelta(seconds=2)  # type: ignore[operator]


def test_whoever_rang_was_chosen_by_the_policy_that_stands(session: Session):
    policies = {queue.id: crews.policy_of(queue).as_json() for queue in session.scalars(sa.select(Queue))}
    made = {row.id: row for row in session.scalars(sa.select(Decision))}
    assert all(row.detail["policy"] == policies[row.queue_id] for row in made.values())
    offers = list(session.scalars(sa.select(Offer)))
    assert Counter(offer.state for offer in offers).keys() == {"accepted", "timed_out", "canceled"}
    for offer in offers:
        assert made[offer.decision_id or ""].chosen == offer.agent_id
        assert offer.agent_id in made[offer.decision_id or ""].detail["considered"]
    item = next(iter(items(session).values()))
    (told, *_) = decisions.list_decisions(session, [item.id])
    assert {one["name"] for one in told["candidates"]} == {"Nguyễn Thị Lan", "Trần Quốc Minh", "Phạm Thu Hương"}


def test_nobody_is_busy_twice_and_the_ledger_knows_them_by_their_shifts(session: Session):
    ids = {user.email: user.id for user in session.scalars(sa.select(User))}
    for email in ("lan@demo.vn", "minh@demo.vn", "huong@demo.vn"):
        spans = session.execute(
            sa.select(Offer.created_at, Offer.closed_at).where(Offer.agent_id == ids[email]).order_by(Offer.created_at)
        ).all()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        ledger = read_ledger(session, ids[email], NOW - timedelta(days=7), NOW)
        seen = {stay.status for stay in ledger["stays"]}
        assert {"available", "offline"} <= seen
        assert {"ringing", "talking", "wrap_up", "idle"} == {stay.activity for stay in ledger["stays"]}
        assert ledger["stays"][-1].status == "offline"


def test_everybody_got_about_their_share(session: Session):
    told = read_fairness(session, FORTNIGHT, NOW, channel="call")
    assert len(told["items"]) == 3
    assert all(abs(one["received"] - one["entitled"]) < 0.2 * one["entitled"] + 8 for one in told["items"])


def test_playing_the_fortnight_again_comes_out_within_tolerance(session: Session):
    loaded = load(session, FORTNIGHT, NOW)
    assert loaded.guessed == ()
    asked = {"queue_id": None, "runs": 2, "seed": 1, "variants": []}
    result = running.play(loaded, asked, NoProgress("none", 2))
    assert result["work"] > 250
    assert result["check"]["is_good"], result["check"]
