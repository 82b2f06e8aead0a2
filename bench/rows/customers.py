"""Looking somebody up among a million: by id with their timeline, by number, by name.

Over HTTP, one request after the other on one connection, in turns with the floor: the same statements
by hand in a bare Flask handler on the same server. Names have no floor but a time that people notice.
"""

import http.client
import random
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from urllib.parse import urlencode

from bench.crowd import Crowd
from bench.row import Row, from_rounds, percentile
from bench.stage import Options

WARM_UP = 20
NAMES = (
    "Nguyễn Văn Hùng",
    "Trần Thị Hoa",
    "Lê Minh",
    "Phạm Ngọc Lan",
    "Đặng Thu Hương",
    "nguyen",
    "Nguyễn Thị",
    "vu hung",
)
ODD = ("nguyen zzz", "le pham", "tnhh hoa", "hoa.nguyen", "567", "4567", "0901", "@gmail.com", "h n v", "zzz")


class Client:
    """One kept-alive connection that measures."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = headers

    def ms(self, *paths: str) -> float:
        began = time.perf_counter()
        for path in paths:
            self._connection.request("GET", path, headers=self._headers)
            answer = self._connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
        return (time.perf_counter() - began) * 1000


def measure(crowd: Crowd, options: Options) -> list[Row]:
    ours = Client(crowd.product.port, {"Cookie": f"cc_session={crowd.cookie}"})
    floor = Client(crowd.floor.port, {})
    people = crowd.population
    size = f"{people.people:,} customers, {people.items:,} items"
    chance = random.Random(3)

    def somebody() -> int:
        return chance.randrange(people.people)

    def profile() -> tuple[float, float]:
        path = f"/customers/{people.customer_id(somebody())}"
        asked = (path, f"{path}/timeline?limit=20")
        return ours.ms(*(f"/api/v1{one}" for one in asked)), floor.ms(*asked)

    def phone() -> tuple[float, float]:
        number = people.phone(somebody())
        return ours.ms(f"/api/v1/customers?{urlencode({'phone': number})}"), floor.ms(f"/phones/{number}")

    return [
        _beside(f"profile and first timeline page, {size}", crowd.database, options, profile),
        _beside(f"customer by phone number, {people.people:,} customers", crowd.database, options, phone),
        _names(ours, crowd.database, options, f"{people.people:,} customers"),
        *_limited(Client(crowd.product.port, {"Cookie": f"cc_session={crowd.limited_cookie}"}), ours, crowd, options),
    ]


def _limited(theirs: Client, everybodys: Client, crowd: Crowd, options: Options) -> list[Row]:
    """Somebody who sees some customers, beside somebody who sees all: the first page of the list, and a search."""
    questions = cycle([*dict.fromkeys(_typed())])
    size = f"limited to a team, {crowd.population.people:,} customers"

    def page() -> tuple[float, float]:
        path = "/api/v1/customers?limit=50"
        return theirs.ms(path), everybodys.ms(path)

    def search() -> tuple[float, float]:
        path = f"/api/v1/search?{urlencode({'q': next(questions)})}"
        return theirs.ms(path), everybodys.ms(path)

    return [
        _beside(f"list of customers, {size}", crowd.database, options, page, target=""),
        _beside(f"search, {size}", crowd.database, options, search, target=""),
    ]


def _beside(
    name: str, database: str, options: Options, ask: Callable[[], tuple[float, float]], target: str = "ratio <= 3"
) -> Row:
    """p50 of each round, ours and the floor's asked in turns."""
    for _ in range(WARM_UP):
        ask()
    rounds = []
    for _ in range(options.rounds):
        pairs, until = [], time.perf_counter() + options.seconds
        while time.perf_counter() < until:
            pairs.append(ask())
        ours, floors = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        rounds.append({"ours": percentile(ours, 0.5), "floor": percentile(floors, 0.5), "p95": percentile(ours, 0.95)})
    return from_rounds(name, database, "ms", rounds, target=target)


def _names(ours: Client, database: str, options: Options, size: str) -> Row:
    """p95 of the search that answers each key: names as they are typed, letter by letter, and what is hard to find."""
    questions = [*dict.fromkeys([*_typed(), *ODD])]
    for q in questions[:WARM_UP]:
        ours.ms(f"/api/v1/search?{urlencode({'q': q})}")
    rounds, took = [], {"": 0.0}
    for _ in range(options.rounds):
        took = {q: ours.ms(f"/api/v1/search?{urlencode({'q': q})}") for q in questions}
        values = list(took.values())
        rounds.append({"ours": percentile(values, 0.95), "p50": percentile(values, 0.5), "worst": max(values)})
    slowest = sorted(took, key=lambda q: -took[q])[:5]
    facts = {"questions": len(questions), "slowest": {q: round(took[q], 1) for q in slowest}}
    name = f"search while typing, p95 of {len(questions)} questions, {size}"
    return from_rounds(name, database, "ms", rounds, target="ours <= 100", facts=facts)


def _typed() -> Iterator[str]:
    for name in NAMES:
        for end in range(1, len(name) + 1):
            if name[:end].strip() == name[:end]:
                yield name[:end]
