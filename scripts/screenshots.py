"""Take the documents' pictures from the real screens: python -m scripts.screenshots [--port 5600] [--only NAME ...]

Starts the demo with an instance folder and a port of its own, lets invented customers call, drives the pages with the
browser that `make test` uses, and writes docs/screenshots/*.png. It takes some five minutes, because calls take their
time. Figures of "today" are as full as the day is old.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from scripts.screenshots_calls import every_call
from scripts.screenshots_customers import one_true_profile
from scripts.screenshots_routing import shares, the_engine
from scripts.studio import TARGET, Studio, demo
from tests.services.chromium import launched

CUSTOMERS = {"profile", "search", "merge", "import", "segment", "data-quality", "company", "tasks"}
ROUTING = {"front-door", "queues", "simulation", "schedule", "teams", "leads", "lead"}
CALLS = {
    "console-ringing", "console-call", "console-wrap-up", "customer", "phone", "supervisor", "supervisor-dark", "tv",
    "missed", "calls", "deliveries",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--port", type=int, default=5600, help="this one and the next must be free")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures, without .png")
    given = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="screenshots-") as folder,
        demo(Path(folder), given.port) as settings,
        launched() as browser,
    ):
        studio = Studio(browser, settings, set(given.only))
        if wants(given.only, CUSTOMERS):
            one_true_profile(studio)
        if wants(given.only, ROUTING):
            the_engine(studio)
        if wants(given.only, CALLS):
            every_call(studio)
        if wants(given.only, {"fairness"}):  # after the calls, whose decisions it shows
            shares(studio)


def wants(only: list[str], names: set[str]) -> bool:
    return not only or bool(set(only) & names)


if __name__ == "__main__":
    main()
