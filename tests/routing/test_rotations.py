"""What rotations owe: kept for each pool, shared out when somebody leaves."""

import pytest

from contactcenter.core.db import read, transaction
from contactcenter.routing import rotations

pytestmark = pytest.mark.usefixtures("app")


def test_what_a_leaver_was_owed_is_taken_off_whoever_is_owed_most() -> None:
    with transaction() as session:
        rotations.keep(session, "pool", {"a": 5, "b": 1, "c": -6})
        rotations.keep(session, "other", {"a": 1})
    with transaction() as session:
        rotations.share_out(session, "pool", ["a", "b", "new"])
    with read() as session:
        assert rotations.owed(session, "pool") == {"a": -1, "b": 1, "new": 0}
        assert rotations.owed(session, "other") == {"a": 1}
        assert rotations.owed(session, "unknown") == {}


def test_a_turn_leaves_the_others_of_its_pool_alone() -> None:
    with transaction() as session:
        rotations.keep(session, "pool", {"a": 2, "b": -2})
    with transaction() as session:
        rotations.keep(session, "pool", {"a": 1, "c": 1})
    with transaction() as session:
        assert rotations.lock(session, "pool").credits == {"a": 1, "b": -2, "c": 1}
        rotations.forget(session, "pool")
    with read() as session:
        assert rotations.owed(session, "pool") == {}
