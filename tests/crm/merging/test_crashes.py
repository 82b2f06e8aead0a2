"""A process killed in the middle of a merge leaves nothing of it, and it can be done again."""

import os

import pytest
from flask import Flask

from contactcenter.core import crash_points
from contactcenter.core.db import transaction
from contactcenter.core.settings import Settings
from contactcenter.crm.merging import service
from tests.crm.merging import graphs
from tests.services import warm


def run(settings: Settings, verb: str, *ids: str, crash_at: str) -> int:
    command = ["-m", "tests.crm.merging.merge_process", settings.database_url, verb, *ids]
    done = warm.run(command, {**os.environ, "CRASH_AT": crash_at})
    assert done.returncode in (0, crash_points.KILLED), done.stderr[-3000:]
    return done.returncode


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_killed_in_mid_merge_and_in_mid_unmerge_nothing_is_half_done(app: Flask, settings: Settings) -> None:
    with transaction() as session:
        ids = graphs.build(session, 11, 3)
    before = graphs.tables()
    assert run(settings, "merge", *ids, crash_at="merge.moved") == crash_points.KILLED
    assert graphs.tables() == before
    with transaction() as session:
        merge_id = service.merge(session, ids[0], ids[1:], actor_id=None).id
    merged = graphs.tables()
    assert run(settings, "unmerge", merge_id, crash_at="unmerge.moved") == crash_points.KILLED
    assert graphs.tables() == merged
    assert run(settings, "unmerge", merge_id, crash_at="") == 0
    after = graphs.tables()
    for derived in ("customer_stats", "customer_terms"):  # by those who subscribe, whom that process does not have
        before.pop(derived)
        after.pop(derived)
    assert after == before
