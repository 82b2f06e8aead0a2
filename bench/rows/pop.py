"""Ring → pop: from the menu answer's webhook until the pop stands on an agent's screen.

The floor is a message emitted to one room by a request that does nothing else, in the same
process, with the same agents connected.
"""

from dataclasses import astuple
from itertools import count
from typing import Any

from bench.forms import PhoneCall
from bench.row import Row, from_rounds, percentile
from bench.servers import run_load
from bench.stage import Options, Stage

PAUSE_SECONDS = 0.03
WARM_UP_CALLS = 10


def measure(stage: Stage, options: Options) -> list[Row]:
    numbers = count(8_000_000)
    sizes = [WARM_UP_CALLS, *[options.calls] * options.rounds]
    done = run_load(
        {
            "kind": "screens",
            "port": stage.product.port,
            "agents": [(a.user_id, a.cookie, a.csrf) for a in stage.company.agents],
            "rounds": [[_staged(stage, next(numbers)) for _ in range(size)] for size in sizes],
            "pause_seconds": PAUSE_SECONDS,
        }
    )
    rounds = [
        {
            "ours": percentile(pops, 0.99) * 1000,
            "floor": percentile(bare, 0.99) * 1000,
            "p50": percentile(pops, 0.5) * 1000,
            "floor_p50": percentile(bare, 0.5) * 1000,
        }
        for bare, pops in list(zip(done["bare"], done["pops"], strict=True))[1:]
    ]
    name = f"ring → pop, p99 with {options.agents} agents connected"
    return [from_rounds(name, stage.database, "ms", rounds, target="ratio <= 3")]


def _staged(stage: Stage, number: int) -> tuple[Any, ...]:
    call = PhoneCall(stage.carrier, stage.company.caller(number))
    return (*(astuple(ask) for ask in (call.ring(), call.press(), call.hang_up())), call.caller)
