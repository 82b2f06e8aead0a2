"""The lines of a timeline's item that hold what was looked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from contactcenter.crm.search.lines import Hit

MAX_HITS = 20


def with_hits(items: list[dict[str, Any]], hits: Mapping[tuple[str, str], Sequence[Hit]]) -> list[dict[str, Any]]:
    """Items as shown, each with its hits in the order they were said."""
    if not hits:
        return items
    return [{**item, "hits": _of(hits.get((item["kind"], item["ref_id"]), ()))} for item in items]


def _of(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    in_order = sorted(hits, key=lambda hit: (hit.seconds is None, hit.seconds or 0))
    return [
        {"seconds": hit.seconds, "speaker": hit.speaker, "snippet": hit.snippet.text, "marks": hit.snippet.marks}
        for hit in in_order[:MAX_HITS]
    ]
