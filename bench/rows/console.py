"""What a browser fetches until the console stands: every answer's bytes as they came over the wire."""

from typing import Any
from urllib.parse import urlsplit

from bench.row import Row
from bench.stage import Options, Stage
from tests.services import chromium

QUIET_MS = 30_000


def measure(stage: Stage, _options: Options) -> list[Row]:
    """A first visit with an empty cache. Needs a Chromium; raises Unavailable."""
    files: dict[str, int] = {}
    addresses: dict[str, str] = {}

    def note_address(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def note_size(event: dict[str, Any]) -> None:
        address = addresses.get(event["requestId"], "")
        if address.startswith(stage.product.url):
            path = urlsplit(address).path
            files[path] = files.get(path, 0) + int(event["encodedDataLength"])

    with chromium.launched() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "cc_session", "value": stage.company.agents[0].cookie, "url": stage.product.url}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", note_address)
        wire.on("Network.loadingFinished", note_size)
        page.goto(f"{stage.product.url}/console", wait_until="networkidle", timeout=QUIET_MS)
        context.close()
    return [
        Row(
            f"first load of the console, {len(files)} files",
            stage.database,
            "kB",
            ours=sum(files.values()) / 1000,
            target="ours <= 300",
            facts={"files": dict(sorted(files.items(), key=lambda item: -item[1]))},
        )
    ]
