"""Webhooks against the bare handler: notifications, and the hook on which a caller arrives.

The same signed requests go to the product and to the floor, in turns, over kept-alive
connections that ask again as soon as they are answered.
"""

import time
from collections.abc import Callable
from dataclasses import astuple
from itertools import count
from statistics import median
from typing import Any

import requests

from bench.forms import PhoneCall
from bench.http import Ask
from bench.row import Row, from_rounds, percentile
from bench.servers import Server, run_load
from bench.stage import Options, Stage

MORE = 1.6
"""How many more requests are prepared than the warm-up's pace needs: running dry would end a round early."""

Prepare = Callable[[int], list[Ask]]


def measure_notifications(stage: Stage, options: Options) -> list[Row]:
    """Status callbacks of an agent's leg and transcript lines, of calls that are open; half and half."""
    numbers = count()

    def prepare(wanted: int) -> list[Ask]:
        calls = [PhoneCall(stage.carrier, stage.company.caller(next(numbers))) for _ in range(-(-wanted // 8))]
        _ring(stage, calls, options)
        steps = [call.notifications(f"agent_{n % options.agents}") for n, call in enumerate(calls)]
        group = options.connections * 2  # that many calls at a time, each with its events in order
        return [
            step[n] for start in range(0, len(steps), group) for n in range(8) for step in steps[start : start + group]
        ]

    def probes() -> list[Any]:
        calls = [PhoneCall(stage.carrier, stage.company.caller(next(numbers))) for _ in range(200)]
        _ring(stage, calls, options)
        return [_probe(stage, call) for call in calls]

    rounds, saturated = _compare(stage, options, prepare, probes)
    return [
        from_rounds(
            "notification hooks, acknowledged when durable",
            stage.database,
            "requests/s",
            rounds,
            target="ratio >= 0.5",
            facts={**_facts(rounds), "effect_visible_ms": _in_ms(saturated)},
        ),
        _visible(stage, options, prepare, probes),
    ]


def _visible(stage: Stage, options: Options, prepare: Prepare, probes: Callable[[], list[Any]]) -> Row:
    """From a notification's sending until the API shows its effect, with a steady flow of others."""
    pace = options.notifications_per_second
    seen: list[float] = []
    for _ in range(options.rounds):
        job = {"kind": "open", "port": stage.product.port, "per_second": pace, "probes": probes()}
        seen += run_load({**job, "asks": _plain(prepare(int(pace * options.seconds)))})["visible"]
    told = _in_ms(seen)
    name = f"their effect visible over the API, p99 at {pace:g} requests/s"
    return Row(name, stage.database, "ms", ours=told["p99"], target="ours <= 1000", facts=told)


def _in_ms(seconds: list[float]) -> dict[str, float]:
    return {
        "p50": percentile(seconds, 0.5) * 1000,
        "p99": percentile(seconds, 0.99) * 1000,
        "samples": len(seconds),
    }


def measure_inbound(stage: Stage, options: Options) -> list[Row]:
    """A caller arrives: found among the customers, opened, put on the timeline, greeted with the menu."""
    numbers = count(5_000_000)

    def prepare(wanted: int) -> list[Ask]:
        return [PhoneCall(stage.carrier, stage.company.caller(next(numbers))).ring() for _ in range(wanted)]

    rounds, _ = _compare(stage, options, prepare, list)
    return [
        from_rounds(
            "inbound hook: identify, open, route, TwiML",
            stage.database,
            "requests/s",
            rounds,
            target="ratio >= 0.15",
            facts=_facts(rounds),
        ),
        _paced(stage, options, prepare),
    ]


def _paced(stage: Stage, options: Options, prepare: Prepare) -> Row:
    rounds = []
    pace = options.inbound_per_second
    for _ in range(options.rounds):
        asks = prepare(int(pace * options.seconds))
        floor, ours = (
            run_load({"kind": "open", "port": server.port, "per_second": pace, "asks": _plain(asks)})
            for server in (stage.floor, stage.product)
        )
        rounds.append(
            {
                "ours": percentile(ours["latencies"], 0.99) * 1000,
                "floor": percentile(floor["latencies"], 0.99) * 1000,
                "p50": percentile(ours["latencies"], 0.5) * 1000,
            }
        )
    name = f"inbound hook, p99 at {pace:g} requests/s"
    return from_rounds(name, stage.database, "ms", rounds, target="ours <= 300")


def _compare(
    stage: Stage, options: Options, prepare: Prepare, probes: Callable[[], list[Any]]
) -> tuple[list[dict[str, float]], list[float]]:
    """Rounds of floor and product in turns, and how long effects took to show while the product was busy."""
    warm = _run(stage.product, options, prepare(int(200 * options.seconds)), [])
    _catch_up(stage)
    _run(stage.floor, options, prepare(200), [])
    wanted = int(warm["rate"] * options.seconds * MORE)
    rounds: list[dict[str, float]] = []
    visible: list[float] = []
    for _ in range(options.rounds):
        asks = prepare(wanted)
        floor = _run(stage.floor, options, asks * 20, [])
        ours = _run(stage.product, options, asks, probes())
        caught_up = _catch_up(stage)
        visible += ours["visible"]
        rounds.append(
            {
                "ours": ours["rate"],
                "floor": floor["rate"],
                "cpu_us": ours["cpu_us"],
                "floor_cpu_us": floor["cpu_us"],
                "p99_ms": ours["p99_ms"],
                "floor_p99_ms": floor["p99_ms"],
                "caught_up_seconds": caught_up,
            }
        )
    return rounds, visible


def _run(server: Server, options: Options, asks: list[Ask], probes: list[Any]) -> dict[str, Any]:
    burnt = server.cpu_seconds()
    job = {"kind": "closed", "port": server.port, "connections": options.connections, "seconds": options.seconds}
    done = run_load({**job, "asks": _plain(asks), "probes": probes})
    return {
        "rate": done["count"] / done["seconds"],
        "cpu_us": (server.cpu_seconds() - burnt) / done["count"] * 1e6,
        "p99_ms": percentile(done["latencies"], 0.99) * 1000,
        "visible": done["visible"],
    }


def _catch_up(stage: Stage) -> float:
    """Seconds until everything acknowledged has taken effect: the floor's turn must not pay for it."""
    headers = {"Authorization": f"Bearer {stage.company.api_key}"}
    began = time.perf_counter()
    url = f"{stage.product.url}/api/v1/deliveries?state=pending&limit=1"
    while requests.get(url, headers=headers, timeout=30).json()["items"]:
        time.sleep(0.05)
    return time.perf_counter() - began


def _ring(stage: Stage, calls: list[PhoneCall], options: Options) -> None:
    """Open the calls, unmeasured."""
    asks = [call.ring() for call in calls]
    job = {"kind": "closed", "port": stage.product.port, "connections": options.connections, "seconds": 600}
    run_load({**job, "asks": _plain(asks)})


def _probe(stage: Stage, call: PhoneCall) -> tuple[Any, Any, str]:
    headers = {"Authorization": f"Bearer {stage.company.api_key}"}
    look = Ask("GET", f"/api/v1/calls?provider_call_id={call.call_sid}", headers)
    return astuple(call.answered("agent_0")), astuple(look), "in_progress"


def _facts(rounds: list[dict[str, float]]) -> dict[str, Any]:
    return {
        "cpu_us": {
            "ours": median(r["cpu_us"] for r in rounds),
            "floor": median(r["floor_cpu_us"] for r in rounds),
        }
    }


def _plain(asks: list[Ask]) -> list[Any]:
    return [(a.method, a.path, a.headers, a.body) for a in asks]
