"""Membership: kept true when somebody, the rules or the time changes; lists by hand; all of it written down."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.crm.models import Customer
from contactcenter.crm.segments import jobs, queries, refreshing, service
from contactcenter.crm.segments.models import Segment, SegmentMark
from contactcenter.crm.timeline import service as timeline
from tests.crm.segments.people import change, group, listed, log, make, members, size

WOMEN = {"field": "gender", "op": "in", "value": ["female"]}


def state(segment_id: str) -> tuple[str, int, int]:
    with read() as session:
        row = session.get_one(Segment, segment_id)
        return row.refresh_state, row.refresh_done, row.refresh_total


def edit(segment_id: str, **changes: Any) -> None:
    with transaction() as session:
        service.update_segment(session, segment_id, changes, version=None)


def test_a_new_group_is_filled_in_the_background(app: Flask, queue: Any) -> None:
    for n in range(5):
        make(f"P{n}", gender="female" if n < 3 else "male")
    women = group("Women", WOMEN)
    assert (members(women), state(women)) == ([], ("waiting", 0, 0))
    queue.drain()
    assert (members(women), size(women), state(women)) == (["P0", "P1", "P2"], 3, ("fresh", 3, 3))


def test_who_changes_enters_and_leaves(app: Flask, queue: Any) -> None:
    women = group("Women", WOMEN)
    queue.drain()
    hoa = make("Hoa", gender="female")
    jobs.settle_segments()
    assert members(women) == ["Hoa"]
    change(hoa, gender="other")
    change(hoa, company="Nhà Xanh")
    jobs.settle_segments()
    assert (members(women), size(women)) == ([], 0)
    assert log(women) == [("Hoa", True, "customer"), ("Hoa", False, "customer")]
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SegmentMark)) == 0


def test_what_happens_to_somebody_counts_at_once(app: Flask, queue: Any) -> None:
    noted = group("Noted", {"fact": "note", "count": ">= 2", "within_days": 7})
    queue.drain()
    hoa = make("Hoa")
    for n in range(2):
        with transaction() as session:
            timeline.record(
                session, kind="note", ref_id=f"n{n}", channel="internal", occurred_at=now(), summary="x",
                customer_id=hoa,
            )  # fmt: skip
    jobs.settle_segments()
    assert members(noted) == ["Hoa"]


def test_looking_twice_changes_nothing(app: Flask, queue: Any) -> None:
    women = group("Women", WOMEN)
    make("Hoa", gender="female")
    queue.drain()
    for _ in range(3):
        jobs.settle_segments()
        refreshing.refresh(women, cause="time")
    assert (len(log(women)), size(women)) == (1, 1)


def test_other_rules_move_everybody(app: Flask, queue: Any) -> None:
    make("Hoa", gender="female")
    make("Nam", gender="male")
    segment = group("G", WOMEN)
    queue.drain()
    edit(segment, rules={"not": WOMEN})
    queue.drain()
    assert members(segment) == ["Nam"]
    assert ("Hoa", False, "rules") in log(segment)


def test_a_refresh_of_older_rules_gives_way(app: Flask, queue: Any) -> None:
    make("Hoa", gender="female")
    segment = group("G", WOMEN)
    edit(segment, name="H")
    jobs.refresh_segment(segment, 1)
    assert members(segment) == []
    queue.drain()
    assert (members(segment), state(segment)[0]) == (["Hoa"], "fresh")


def test_time_alone_lets_people_in_and_out(app: Flask, queue: Any) -> None:
    fresh = group("New", {"field": "created_at", "op": "last_days", "value": 30})
    hoa = make("Hoa")
    queue.drain()
    assert members(fresh) == ["Hoa"]
    with transaction() as session:
        session.execute(sa.update(Customer).where(Customer.id == hoa).values(created_at=now() - timedelta(days=31)))
        session.execute(sa.update(Segment).values(refreshed_at=now() - timedelta(minutes=9)))
    jobs.refresh_timed_segments()
    assert members(fresh) == ["Hoa"]  # not due yet
    with transaction() as session:
        session.execute(sa.update(Segment).values(refreshed_at=now() - timedelta(minutes=11)))
    jobs.refresh_timed_segments()
    assert (members(fresh), log(fresh)[-1]) == ([], ("Hoa", False, "time"))


def test_switched_off_rules_rest_and_catch_up(app: Flask, queue: Any) -> None:
    women = group("Women", WOMEN)
    queue.drain()
    edit(women, is_active=False)
    make("Hoa", gender="female")
    jobs.settle_segments()
    assert members(women) == []
    edit(women, is_active=True)
    queue.drain()
    assert members(women) == ["Hoa"]


def test_me_is_the_owner_of_the_segment(app: Flask, queue: Any) -> None:
    from tests.flows.desk import Desk

    lan, nam = Desk(app, "Lan").sit_down(), Desk(app, "Nam").sit_down()
    make("Of Lan", owner_id=lan.user_id)
    make("Of Nam", owner_id=nam.user_id)
    mine = group("Mine", {"field": "owner_id", "op": "in", "value": ["me"]}, owner_id=lan.user_id)
    queue.drain()
    assert members(mine) == ["Of Lan"]


def test_a_merged_customer_is_in_no_group(app: Flask, queue: Any) -> None:
    women = group("Women", WOMEN)
    hoa, twin = make("Hoa", gender="female"), make("Twin", gender="female")
    queue.drain()
    with transaction() as session:
        session.get_one(Customer, twin).merged_into_id = hoa
    refreshing.refresh(women, cause="time")
    assert (members(women), size(women)) == (["Hoa"], 1)


def test_a_list_is_kept_by_hand_and_each_step_can_be_undone(app: Flask) -> None:
    hoa, nam = make("Hoa"), make("Nam")
    fair = listed("Hội chợ", hoa)
    with transaction() as session:
        batch = service.add_members(session, fair, [hoa, nam], actor_id="usr_x")
    assert (members(fair), size(fair)) == (["Hoa", "Nam"], 2)
    for _ in range(2):  # undone twice is undone once
        with transaction() as session:
            service.undo_batch(session, fair, batch, actor_id=None)
        assert members(fair) == ["Hoa"]
    with transaction() as session:
        out = service.remove_members(session, fair, [hoa, nam], actor_id=None)
    assert members(fair) == []
    with transaction() as session:
        service.undo_batch(session, fair, out, actor_id=None)
    assert (members(fair), size(fair)) == (["Hoa"], 1)


def test_a_list_takes_those_who_stand_for_merged_ones_and_refuses_strangers(app: Flask) -> None:
    hoa, twin = make("Hoa"), make("Twin")
    with transaction() as session:
        session.get_one(Customer, twin).merged_into_id = hoa
    fair = listed("Hội chợ", twin, hoa)
    assert members(fair) == ["Hoa"]
    with transaction() as session, pytest.raises(Invalid):
        service.add_members(session, fair, [hoa, "cus_nobody"], actor_id=None)
    with transaction() as session, pytest.raises(NotFound):
        service.undo_batch(session, fair, "bat_nothing", actor_id=None)


def test_rules_and_lists_do_not_mix(app: Flask) -> None:
    fair, women = listed("Hội chợ"), group("Women", WOMEN)
    with transaction() as session, pytest.raises(Conflict):
        service.add_members(session, women, [make("Hoa")], actor_id=None)
    with transaction() as session, pytest.raises(Conflict):
        service.update_segment(session, fair, {"rules": WOMEN}, version=None)
    with transaction() as session, pytest.raises(Conflict):
        service.create_segment(session, name="hoi CHO", kind="static", actor_id=None)


def test_a_segment_put_away_comes_back_as_it_should_be_now(app: Flask, queue: Any) -> None:
    hoa = make("Hoa", gender="female")
    women = group("Women", WOMEN)
    queue.drain()
    with transaction() as session:
        service.archive_segment(session, women)
    with read() as session:
        assert queries.names_of(session, [hoa]) == {hoa: []}
    change(hoa, gender="male")
    jobs.settle_segments()
    with transaction() as session:
        service.restore_segment(session, women)
    queue.drain()
    assert members(women) == []


def test_days_are_told_without_gaps(app: Flask, queue: Any) -> None:
    women = group("Women", WOMEN)
    make("Hoa", gender="female")
    queue.drain()
    with read() as session:
        days = queries.list_days(session, [session.get_one(Segment, women)], 5)[women]
    assert [day["size"] for day in days] == [0, 0, 0, 0, 1]
    assert (days[-1]["entered"], days[-1]["exited"]) == (1, 0)


def test_a_size_that_went_wrong_is_counted_right(app: Flask, queue: Any) -> None:
    hoa = make("Hoa", gender="female")
    women = group("Women", WOMEN)
    queue.drain()
    with transaction() as session:
        session.delete(session.get_one(Customer, hoa))
    jobs.count_segments()
    assert size(women) == 0


def test_rules_whose_field_is_gone_fail_alone(app: Flask, queue: Any) -> None:
    women = group("Women", WOMEN)
    broken = group("Broken", WOMEN)
    with transaction() as session:
        session.execute(
            sa.update(Segment).where(Segment.id == broken).values(rules={"field": "custom.gone", "op": "empty"})
        )
    queue.drain()
    assert state(broken)[0] == "failed"
    make("Hoa", gender="female")
    jobs.settle_segments()
    assert members(women) == ["Hoa"]
