"""The engine's edge cases, as the model numbers them, on work that only takes slots."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from contactcenter.agents import presence
from contactcenter.agents.models import User
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict
from contactcenter.crm.notifications.models import Notification
from contactcenter.routing import crews, engine, jobs, line, offers
from contactcenter.routing.models import Offer, QueueMember, RotationCredit, WorkItem
from tests.routing import floor

pytestmark = pytest.mark.usefixtures("parcels")


def test_work_of_any_kind_is_offered_accepted_finished() -> None:
    floor.hire("a")
    floor.enter("p1")
    assert floor.offered_to("p1") == ["a"]
    floor.accept("p1")
    assert (floor.item("p1").state, floor.item("p1").agent_id, floor.accepted) == ("accepted", "a", [("p1", "a")])
    floor.finish("p1")
    assert floor.item("p1").state == "done"


def test_entering_twice_is_one_place_in_line() -> None:
    assert floor.enter("p1") == floor.enter("p1")


def test_a_no_answer_keeps_the_place_and_silences_the_agent() -> None:  # 1
    floor.hire("a", "b")
    floor.enter("p1")
    before = floor.item("p1")
    floor.ring_out("p1")
    after = floor.item("p1")
    assert (after.entered_at, after.rank) == (before.entered_at, before.rank)
    assert floor.offered_to("p1") == ["b"]
    assert floor.status_of("a")[0] == "not_responding"
    floor.enter("p2")
    assert floor.offered_to("p2") == ["b"], "nothing comes until they are back"
    floor.set_status("a", "available")
    floor.set_status("b", "lunch")
    assert floor.offered_to("p2") == ["a"]


def test_a_lone_decliner_is_spared_30_then_60_seconds_then_a_supervisor_is_told() -> None:  # 2
    floor.hire("a", "sup")
    with transaction() as session:
        session.get_one(User, "sup").role = "supervisor"
    floor.set_status("sup", "lunch")
    floor.enter("p1")
    for wait, is_stuck in ((30, False), (60, False), (60, True)):
        floor.decline("p1")
        assert (floor.offered_to("p1"), floor.item("p1").limbo_reason) == ([], "backed_off")
        assert (floor.item("p1").alerted_at is not None) is is_stuck
        with read() as session:
            told = list(session.scalars(sa.select(Notification.user_id).where(Notification.kind == "work_stuck")))
        assert told == (["sup"] if is_stuck else [])
        floor.age("p1", wait - 2)
        jobs.offer_waiting()
        assert floor.offered_to("p1") == [], "never an instant loop"
        floor.age("p1", 3)
        jobs.offer_waiting()
        assert floor.offered_to("p1") == ["a"], "never never again"


def test_leaving_available_withdraws_what_was_on_offer() -> None:  # 3
    floor.hire("a", "b")
    floor.enter("p1")
    floor.set_status("a", "lunch")
    assert [o.state for o in floor.offers("p1", None)] == ["canceled", "pending"]
    assert floor.offered_to("p1") == ["b"]


def test_a_lost_lease_withdraws_and_a_return_brings_the_status_back() -> None:  # 4
    floor.hire("a")
    floor.enter("p1")
    with transaction() as session:
        presence.get_presence(session, "a", for_update=True).lease_until = now() - timedelta(seconds=1)
    jobs.expire_leases()
    assert (floor.offered_to("p1"), floor.item("p1").limbo_reason) == ([], "nobody_reachable")
    with transaction() as session:
        presence.heartbeat(session, "a")
    assert floor.offered_to("p1") == ["a"]
    assert floor.status_of("a")[0] == "available"


def test_a_second_tab_may_repeat_an_accept() -> None:  # 5
    floor.hire("a")
    floor.enter("p1")
    first = floor.accept("p1")
    with transaction() as session:
        assert engine.accept(session, first.id, "a").state == "accepted"
    assert floor.accepted == [("p1", "a")]


def test_a_ring_at_everybody_has_one_winner_and_the_others_are_rescinded() -> None:  # 6
    floor.set_queue(strategy="ring_all")
    floor.hire("a", "b", "c")
    floor.enter("p1")
    assert floor.offered_to("p1") == ["a", "b", "c"]
    floor.decline("p1", "c")
    assert floor.offered_to("p1") == ["a", "b"], "one refusal does not end the others' ring"
    late = next(o for o in floor.offers("p1") if o.agent_id == "b")
    floor.accept("p1", "a")
    with pytest.raises(Conflict) as refused, transaction() as session:
        engine.accept(session, late.id, "b")
    assert (refused.value.code, refused.value.details) == ("offer_closed", {"state": "rescinded"})
    assert floor.accepted == [("p1", "a")]


def test_a_customer_who_leaves_costs_nobody_anything() -> None:  # 7
    floor.hire("a")
    floor.enter("p1")
    with transaction() as session:
        engine.cancel(session, "p1", "left", kind="parcel")
    assert [o.state for o in floor.offers("p1", None)] == ["canceled"]
    assert floor.status_of("a") == ("available", "idle")
    assert floor.item("p1").state == "canceled"


def test_retrying_later_is_a_new_item_linked_to_the_old() -> None:  # 9
    old = floor.enter("p1")
    with transaction() as session:
        engine.cancel(session, "p1", "left", kind="parcel")
    new = floor.enter("p1")
    assert new != old
    assert floor.item("p1").previous_id == old


def test_a_transfer_starts_the_place_anew_and_a_new_offer_keeps_it() -> None:
    other = floor.new_queue("Other", priority=2)
    floor.enter("p1", priority=5)
    floor.age("p1", 100)
    before = floor.item("p1")
    assert before.rank == int(before.entered_at.timestamp() * 1000) - 300_000 or before.priority == 5
    floor.enter("p1", queue=other)
    after = floor.item("p1")
    assert (after.id, after.queue_id, after.priority) == (before.id, other, 2)
    assert after.entered_at > before.entered_at
    assert after.rank == int(after.entered_at.timestamp() * 1000) - 120_000


def test_passing_on_what_was_accepted_ends_ones_part_and_links_the_next() -> None:
    floor.hire("a")
    other = floor.new_queue("Other")
    first = floor.enter("p1")
    floor.accept("p1")
    floor.enter("p1", queue=other)
    with read() as session:
        assert session.get_one(WorkItem, first).closed_reason == "transferred"
    assert (floor.item("p1").previous_id, floor.item("p1").state) == (first, "waiting")


def test_the_same_number_again_has_one_place_in_line() -> None:  # 11
    floor.enter("p1", party="+84901234567")
    floor.enter("p2", party="+84909999999")
    place = floor.item("p1")
    floor.enter("p3", party="+84901234567")
    assert (floor.item("p3").rank, floor.item("p3").entered_at) == (place.rank, place.entered_at)
    floor.hire("a")
    jobs.offer_waiting()
    assert floor.offered_to("p3") == ["a"]
    assert floor.item("p1").superseded_by == floor.item("p3").id
    assert (floor.offered_to("p1"), floor.offered_to("p2")) == ([], ["a"]), "who called before waits for nobody"
    with transaction() as session:
        found = engine.find_item(session, "p1", kind="parcel", for_update=True)
        assert found is not None
        line.seen(found)
    jobs.offer_waiting()
    assert floor.offered_to("p1") == ["a"], "two people on one line: the first is still there"


def test_a_restarted_clock_fires_no_timer_twice() -> None:  # 14
    floor.hire("a", "b")
    floor.enter("p1")
    floor.age("p1", 60)
    with read() as session:
        due = list(session.scalars(offers.due(now())))
    for _ in range(2):
        for offer_id in due:
            with transaction() as session:
                engine.expire_offer(session, offer_id)
    assert [o.state for o in floor.offers("p1", None)] == ["timed_out", "pending"]
    assert floor.status_of("b") == ("available", "idle")


def test_an_agent_takes_as_many_chats_as_they_can_and_gets_the_oldest_when_one_ends() -> None:
    floor.hire("a")
    for n in range(6):
        floor.enter(f"p{n}")
    assert [floor.item(f"p{n}").state for n in range(6)] == ["offered"] * 4 + ["waiting"] * 2
    assert floor.item("p5").limbo_reason == "nobody_free"
    floor.accept("p0")
    floor.finish("p0")
    assert (floor.offered_to("p4"), floor.offered_to("p5")) == (["a"], [])


def test_parked_work_frees_its_slot() -> None:
    floor.hire("a")
    for n in range(5):
        floor.enter(f"p{n}")
    floor.accept("p0")
    with transaction() as session:
        found = engine.find_item(session, "p0", kind="parcel", for_update=True)
        assert found is not None
        engine.park(session, found)
    assert floor.offered_to("p4") == ["a"]


def test_work_that_holds_no_slot_is_done_when_it_is_accepted() -> None:
    floor.register(holds_slot=False)
    floor.hire("a")
    floor.enter("p1", channel="lead")
    floor.accept("p1")
    assert (floor.item("p1").state, floor.item("p1").agent_id) == ("done", "a")


def test_an_owner_comes_first_and_is_waited_for_while_busy() -> None:
    floor.hire("a", "b")
    floor.set_queue(sticky_seconds=60)
    floor.owners |= {f"p{n}": "b" for n in range(6)}
    for n in range(4):
        floor.enter(f"p{n}")
        assert floor.offered_to(f"p{n}") == ["b"]
    floor.enter("p4")
    assert (floor.offered_to("p4"), floor.item("p4").limbo_reason) == ([], "waiting_for_owner")
    floor.age("p4", 61)
    jobs.offer_waiting()
    assert floor.offered_to("p4") == ["a"]


def test_a_rotation_keeps_its_credits_between_decisions() -> None:
    queue = floor.set_queue(strategy="weighted_round_robin", ring_seconds=600)
    floor.hire("a", "b", "c")
    with transaction() as session:
        session.execute(sa.update(QueueMember).where(QueueMember.user_id == "a").values(weight=5))
    taken = []
    for n in range(7):
        floor.enter(f"p{n}")
        taken += floor.offered_to(f"p{n}")
        floor.accept(f"p{n}")
        floor.finish(f"p{n}")
    assert taken == list("aabacaa")
    with read() as session:
        assert session.get_one(RotationCredit, queue).credits == {"a": 0, "b": 0, "c": 0}


def test_a_barred_agent_is_passed_over_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    floor.hire("a", "b")
    monkeypatch.setattr(crews, "who_is_off", lambda _s, ids, _m: {"a": "off_shift"} if "a" in ids else {})
    floor.enter("p1")
    assert floor.offered_to("p1") == ["b"]
    assert floor.decisions_of("p1")[0].detail["skipped"] == {"a": ["off_shift"]}


def test_work_too_old_for_its_queue_overflows_and_keeps_its_place() -> None:
    second = floor.new_queue("Second")
    floor.hire("b", queue=second)
    floor.set_queue(overflow_queue_id=second, overflow_after_seconds=30)
    floor.enter("p1")
    floor.age("p1", 29)
    jobs.overflow_waiting()
    assert floor.item("p1").queue_id != second
    floor.age("p1", 2)
    before = floor.item("p1")
    jobs.overflow_waiting()
    after = floor.item("p1")
    assert (after.queue_id, after.rank, floor.offered_to("p1")) == (second, before.rank, ["b"])


def test_whoever_waits_for_nobody_is_told_why_and_tried_when_somebody_comes() -> None:
    floor.enter("p1")
    assert floor.item("p1").limbo_reason == "no_members"
    floor.hire("a")
    floor.set_status("a", "lunch")
    jobs.offer_waiting()
    assert floor.item("p1").limbo_reason == "nobody_available"
    floor.set_status("a", "available")
    assert floor.offered_to("p1") == ["a"]


def test_a_decision_is_kept_when_the_reason_is_news_and_not_for_every_try() -> None:
    floor.enter("p1")
    for _ in range(3):
        jobs.offer_waiting()
    floor.hire("a")
    jobs.offer_waiting()
    kept = floor.decisions_of("p1")
    assert [(d.reason, d.chosen, d.queue_version) for d in kept] == [("no_members", None, 1), ("longest_idle", "a", 1)]
    with read() as session:
        assert session.scalar(sa.select(Offer.decision_id)) == kept[1].id


def test_the_oldest_comes_first_across_an_agents_queues() -> None:
    second = floor.new_queue("Second")
    floor.enter("young")
    floor.enter("old", queue=second)
    floor.age("old", 30)
    floor.hire("a")
    floor.hire("a", queue=second)
    floor.set_status("a", "lunch")
    floor.register(rings=True)
    floor.set_status("a", "available")
    assert (floor.offered_to("old"), floor.offered_to("young")) == (["a"], [])
