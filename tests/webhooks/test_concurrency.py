"""The same delivery several times at once: one effect, and the same answer for each."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from contactcenter.providers.instructions import Instruction, SayAndHangUp, Speech
from tests.webhooks.conftest import Edge

TWINS = 6


def at_once(edge: Edge, count: int, deliver: Callable[[Edge], tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    barrier = threading.Barrier(count)
    answers: list[tuple[int, bytes]] = []

    def run() -> None:
        own = Edge(edge.app, edge.app.test_client(), edge.domain, edge.queue)
        barrier.wait()
        answers.append(deliver(own))

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == count
    return answers


def slowly(session: Session, *_: object) -> Instruction:
    time.sleep(0.15)
    return SayAndHangUp(Speech(f"at {time.monotonic()}", "en-US"))


@pytest.mark.parametrize("hook", ["inbound", "status"])
def test_twins_have_one_effect_and_one_answer(edge: Edge, hook: str) -> None:
    edge.domain.instead = slowly

    def deliver(own: Edge) -> tuple[int, bytes]:
        response = own.arrive() if hook == "inbound" else own.progress()
        return response.status_code, response.data

    answers = at_once(edge, TWINS, deliver)
    assert len(set(answers)) == 1
    assert answers[0][0] in (200, 204)
    assert edge.domain.effects() == len(edge.rows()) == 1


def test_twins_of_a_failed_delivery_make_it_good_once(edge: Edge) -> None:
    edge.domain.failure = RuntimeError()
    edge.arrive()
    edge.domain.failure = None
    edge.domain.instead = slowly

    def deliver(own: Edge) -> tuple[int, bytes]:
        response = own.arrive()
        return response.status_code, response.data

    assert len(set(at_once(edge, TWINS, deliver))) == 1
    assert edge.domain.effects() == 1
    assert (edge.row().state, edge.row().attempts) == ("done", 2)


def test_different_deliveries_do_not_wait_for_a_repeat(edge: Edge) -> None:
    calls = iter(f"CA{n:032x}" for n in range(20))
    lock = threading.Lock()

    def deliver(own: Edge) -> tuple[int, bytes]:
        with lock:
            call = next(calls)
        return own.progress(call).status_code, b""

    assert set(at_once(edge, 20, deliver)) == {(204, b"")}
    assert edge.domain.effects() == len(edge.rows()) == 20
