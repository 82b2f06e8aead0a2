"""A server with the demo company, a carrier, people and their browsers."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.borrowed import BorrowedContexts
from tests.browser.carrier import HurriedCarrier
from tests.browser.company import ADMIN, PASSWORD, opened, seeded
from tests.browser.desk import DESKTOP, Complaints, Desk, options, sit_down
from tests.services.plugin import launched_browser
from tests.system.line import PostedCall, phone_call, simulator_account
from tests.system.people import Person
from tests.system.server import Server

_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """For all files of a worker."""
    yield from launched_browser()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Iterator[Server]:
    """A server of this module's own with the company in it; not started."""
    base = tmp_path_factory.getbasetemp()
    template = seeded(base if worker_name == "main" else base.parent)
    with opened(template, tmp_path_factory.mktemp("company")) as server:
        yield server
        assert "Traceback" not in server.output


@pytest.fixture(scope="module")
def carrier(company: Server) -> Iterator[HurriedCarrier]:
    """Listens before the product does: its own carrier then stays aside, and ours outlives restarts."""
    made = HurriedCarrier(company)
    assert made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def server(company: Server, carrier: HurriedCarrier) -> Server:
    return company.start()


@pytest.fixture
def admin(server: Server) -> Person:
    return Person(server, ADMIN, PASSWORD).sign_in()


@pytest.fixture
def hire(admin: Person) -> Iterator[Callable[..., Person]]:
    """`hire("Lan")`: a new agent whom nobody else's test knows; at the end they take no calls any more."""
    hired: list[Person] = []

    def let_in(name: str, role: str = "agent") -> Person:
        person = admin.hire(f"{name}{next(_numbers)}", role)
        person.patch("/me", {"locale": "en"})
        hired.append(person)
        return person

    yield let_in
    for person in hired:
        admin.post(f"/agents/{person.id}/status", {"status": "offline"})


@pytest.fixture(scope="module")
def contexts(browser: Browser, server: Server) -> Iterator[BorrowedContexts]:
    made = BorrowedContexts(browser, server.url)
    yield made
    made.close()


@pytest.fixture
def open_context(contexts: BorrowedContexts) -> Iterator[Callable[..., BrowserContext]]:
    """`open_context(size=PHONE)`: a browser in which nobody was before, until the end of the test."""

    def open_one(size: dict[str, int] = DESKTOP, **more: Any) -> BrowserContext:
        return contexts.lend(options(size, **more))

    yield open_one
    contexts.take_back()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What any page said in its console; nothing serious may be left at the end."""
    heard = Complaints()
    yield heard
    assert heard.serious() == []


@pytest.fixture
def desk_of(
    open_context: Callable[..., BrowserContext], complaints: Complaints, hire: Callable[..., Person]
) -> Callable[..., Desk]:
    """`desk_of(person)`: a tab of theirs; with `beside=desk`, a second tab of the same browser."""

    def sit(person: Person, *, beside: Desk | None = None, **context_options: Any) -> Desk:
        context = beside.page.context if beside else open_context(**context_options)
        sit_down(context, person)
        page = context.new_page()
        complaints.listen(page)
        return Desk(page, person, complaints)

    return sit


@pytest.fixture
def quiet(carrier: HurriedCarrier) -> Iterator[None]:
    """Whoever still is on the line when the test is over hangs up."""
    yield
    carrier.end_all()


@pytest.fixture
def dial_in(server: Server, carrier: HurriedCarrier) -> Iterator[Callable[..., PostedCall]]:
    """`dial_in()`: a caller whose carrier is the test, step by step; they hang up at the end."""
    calls: list[PostedCall] = []

    def ring(**facts: str) -> PostedCall:
        calls.append(phone_call(server, simulator_account(server), **facts))
        carrier.know(calls[-1].call_sid, calls[-1].caller)
        return calls[-1]

    yield ring
    for call in calls:
        call.end(CallDuration="9")
