"""kill -9 at each named step of the intake: what was acknowledged is there, what is repeated happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.flows.carrier import PhoneCall
from tests.system.dying import die_at, points
from tests.system.line import phone_call
from tests.system.server import Server, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

STEPS = [
    "intake.before_store",
    "intake.after_store",
    "intake.before_commit",
    "intake.after_commit",
    "intake.before_effect",
    "intake.after_effect",
]
CARRIER_THREADS = 4
BURST = 60
ENOUGH = 15

Rows = Callable[..., list[Any]]


def deliver(call: PhoneCall) -> None:
    """A whole call that nobody takes, as the carrier tells it and would tell it again: same ids, same bodies."""
    menu = call.ring()
    call.press(menu, "1")
    call.end(CallDuration="20")
    call.leg("no-answer", 3, "client:agent_1")


def test_every_step_is_tried() -> None:
    assert points("intake") == sorted(STEPS)


def test_dying_at_any_step_loses_nothing_and_doubles_nothing(server: Server, rows: Rows) -> None:
    server.kill()
    calls = {step: phone_call(server, caller=f"+8490123456{n}") for n, step in enumerate(STEPS)}
    for step, call in calls.items():
        die_at(server, step, lambda call=call: deliver(call))
    server.start()
    for call in calls.values():
        deliver(call)
        deliver(call)
    wait_for(lambda: not rows("SELECT id FROM deliveries WHERE state = 'pending'"), "deliveries stay pending")

    for step, call in calls.items():
        found = rows("SELECT id, state, party FROM calls WHERE provider_call_id = :sid", sid=call.call_sid)
        assert [(row.state, row.party) for row in found] == [("missed", call.caller)], step
        [call_id] = [row.id for row in found]
        of_call = {"call_id": call_id}
        assert rows("SELECT count(*) FROM legs WHERE call_id = :call_id", **of_call) == [(1,)], step
        assert rows("SELECT count(*) FROM work_items WHERE ref_id = :call_id", **of_call) == [(0,)], step
        told = "SELECT state FROM deliveries WHERE event_key LIKE :call OR event_key LIKE :leg"
        kept = rows(told, call=f"%{call.call_sid}%", leg=f"%{call.leg_sid}%")
        assert [row.state for row in kept] == ["done"] * 4, step


def test_what_was_acknowledged_before_a_sudden_death_is_there(server: Server, rows: Rows) -> None:
    server.ensure()
    call = phone_call(server)
    acknowledged: list[int] = []

    def tell(sequence: int) -> None:
        try:
            call.leg("ringing", sequence, "client:agent_1")
        except requests.RequestException:
            return
        acknowledged.append(sequence)

    with ThreadPoolExecutor(CARRIER_THREADS) as carrier:
        told = [carrier.submit(tell, sequence) for sequence in range(BURST)]
        wait_for(lambda: len(acknowledged) >= ENOUGH, "the burst is not taken")
        server.kill()
        for one in told:
            one.result()
    server.start()

    like = f"%{call.leg_sid}%"
    kept = "SELECT event_key FROM deliveries WHERE event_key LIKE :like"
    assert len(rows(kept, like=like)) >= len(acknowledged)
    for sequence in range(BURST):
        tell(sequence)
    assert len(rows(kept, like=like)) == BURST
    wait_for(lambda: not rows("SELECT id FROM deliveries WHERE state = 'pending'"), "deliveries stay pending")
    assert rows("SELECT count(*) FROM legs WHERE provider_leg_id = :sid", sid=call.leg_sid) == [(1,)]
