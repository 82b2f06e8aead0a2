"""Merging and un-merging, in whatever order, leaves every table as it was."""

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contactcenter.core.db import Base, transaction
from contactcenter.crm.merging import service
from contactcenter.crm.merging.references import list_references
from contactcenter.crm.models import Customer
from tests.crm.merging import graphs


def empty() -> None:
    with transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name == "customers":
                session.execute(sa.update(table).values(merged_into_id=None))
            if table.name not in ("work_queues", "dispositions"):
                session.execute(sa.delete(table))


def standing() -> list[str]:
    with transaction() as session:
        return list(session.scalars(sa.select(Customer.id).where(Customer.merged_into_id.is_(None)).order_by("id")))


@pytest.mark.slow
@pytest.mark.timeout(400)
@given(seed=st.integers(0, 10_000), people=st.integers(2, 6), data=st.data())
@settings(
    max_examples=15, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_merge_then_unmerge_in_any_order_is_the_identity_on_all_tables(
    app: Flask, seed: int, people: int, data: st.DataObject
) -> None:
    empty()
    with transaction() as session:
        graphs.build(session, seed, people)
    before = graphs.tables()
    merges: list[str] = []
    for _ in range(data.draw(st.integers(1, 5))):
        there = standing()
        if merges and (len(there) < 2 or data.draw(st.integers(0, 3)) == 0):
            take_back(merges, data)
            continue
        if len(there) < 2:
            break
        chosen = data.draw(st.permutations(there))[: data.draw(st.integers(2, min(4, len(there))))]
        choose = {"display_name": chosen[-1]} if data.draw(st.booleans()) else {}
        with transaction() as session:
            merges.append(service.merge(session, chosen[0], chosen[1:], choose, actor_id=None).id)
    while merges:
        take_back(merges, data)
    after = graphs.tables()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {
        name: rows for name, rows in before.items() if rows != after[name]
    }


def take_back(merges: list[str], data: st.DataObject) -> None:
    merge_id = data.draw(st.sampled_from(merges))
    merges.remove(merge_id)
    with transaction() as session:
        service.unmerge(session, merge_id, actor_id=None)


def test_while_merged_every_row_is_the_survivors(app: Flask) -> None:
    with transaction() as session:
        ids = graphs.build(session, 7, 4)
    with transaction() as session:
        service.merge(session, ids[0], ids[1:], actor_id=None)
    with transaction() as session:
        for reference in list_references():
            owners = set(session.scalars(sa.select(reference.column).where(reference.column.is_not(None))))
            assert owners <= {ids[0]}, reference.names


def test_what_a_merge_sets_aside_has_nothing_hanging_on_it() -> None:
    """Such rows are deleted for a while: what pointed at them would go with them. A new table must not do that."""
    aside = {reference.table for reference in list_references() if reference.uniques}
    pointing = [
        (table.name, key.column.table.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table in aside
    ]
    assert pointing == []
