import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.phone_book import Caller, PhoneBook
from tests.providers.simulator.fake_product import (
    CONNECT,
    EMPTY,
    HANG_UP,
    MENU,
    MUSIC,
    QUEUE,
    RATING,
    VOICEMAIL,
    FakeProduct,
)

ACCOUNT = TwilioSettings(account_sid="AC" + "0" * 32, auth_token="test-token")


@pytest.fixture
def product() -> Iterator[FakeProduct]:
    """Menu → straight to the agent; rating; voicemail. Tests change single replies."""
    product = FakeProduct(
        {
            "inbound": MENU,
            "ivr": CONNECT,
            "whisper": EMPTY,
            "dial-action": RATING,
            "csat": HANG_UP,
            "queue/wait": MUSIC,
            "queue/done": VOICEMAIL,
            "voicemail": EMPTY,
            "fallback": HANG_UP,
        }
    )
    yield product
    product.stop()


@pytest.fixture
def queueing(product: FakeProduct) -> FakeProduct:
    """The menu leads into the queue."""
    product.replies["ivr"] = QUEUE
    return product


def make_settings(product_url: str, folder: Path, port: int | None = None) -> Settings:
    api_url = f"http://127.0.0.1:{port or free_port()}"
    return Settings(
        database_url="sqlite://",
        secret_key="x",
        instance_path=folder,
        public_url=product_url,
        is_demo=True,
        simulator=TwilioSettings(ACCOUNT.account_sid, ACCOUNT.auth_token, api_url=api_url),
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


MakeCarrier = Callable[[], Carrier]


@pytest.fixture
def make_carrier(product: FakeProduct, tmp_path: Path) -> Iterator[MakeCarrier]:
    """A carrier for the product, always on the same port and with the same folder; not started."""
    settings = make_settings(product.url, tmp_path)
    made: list[Carrier] = []

    def make() -> Carrier:
        book = PhoneBook(
            lines=(Caller("+84901234567", "male", "vi"),),
            shared=(Caller("+842838220011", "female", "vi"),),
            agent_genders={"agent_lan": "female"},
        )
        made.append(Carrier(settings, book=book))
        return made[-1]

    yield make
    for carrier in made:
        carrier.stop()


@pytest.fixture
def carrier(make_carrier: MakeCarrier) -> Carrier:
    carrier = make_carrier()
    assert carrier.start()
    return carrier
