"""Browser contexts that are lent to one test after another, wiped in between.

A fresh one has nothing in its HTTP cache and asks the server for each of the console's modules, which is most
of what opening a page costs. What stays is that cache alone: its files are named by their content.
"""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Browser, BrowserContext

EVERYTHING = "cookies,local_storage,indexeddb,service_workers,cache_storage,file_systems"


class BorrowedContexts:
    """Of one browser and one server's address."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._spare: dict[str, list[BrowserContext]] = defaultdict(list)
        self._lent: list[tuple[str, BrowserContext]] = []

    def lend(self, options: dict[str, Any]) -> BrowserContext:
        """One that knows nobody, of this size and so on."""
        kind = repr(sorted(options.items()))
        spare = self._spare[kind]
        context = spare.pop() if spare else self._browser.new_context(base_url=self._url, **options)
        self._lent.append((kind, context))
        return context

    def take_back(self) -> None:
        """All that are lent, once their test is over."""
        while self._lent:
            kind, context = self._lent.pop()
            self._wipe(context)
            self._spare[kind].append(context)

    def close(self) -> None:
        for spare in self._spare.values():
            for context in spare:
                context.close()

    def _wipe(self, context: BrowserContext) -> None:
        for page in context.pages:
            page.close()
        context.set_offline(offline=False)
        context.clear_cookies()
        page = context.new_page()
        context.new_cdp_session(page).send(
            "Storage.clearDataForOrigin", {"origin": self._url, "storageTypes": EVERYTHING}
        )
        page.close()
