"""The mark on every view that says who may use it, and the list of those without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Route:
    """One method of one rule, and its mark; both None when somebody forgot."""

    method: str
    rule: str
    endpoint: str
    permission: str | None
    public_reason: str | None


def public(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view that strangers may use, and say why."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        view.public_reason = reason  # type: ignore[attr-defined]
        return view

    return decorate


def list_routes(app: Flask) -> list[Route]:
    """Every method of every rule, but for the HEAD and OPTIONS that Flask adds."""
    return [route for rule in app.url_map.iter_rules() for route in _routes_of(app, rule)]


def unlisted_routes(app: Flask) -> list[str]:
    """The routes that nobody has decided about, as `GET /path (endpoint)`."""
    return [
        f"{route.method} {route.rule} ({route.endpoint})"
        for route in list_routes(app)
        if route.permission is None and route.public_reason is None
    ]


def _routes_of(app: Flask, rule: Rule) -> Iterator[Route]:
    view = app.view_functions[rule.endpoint]
    view_class = getattr(view, "view_class", None)
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        marked = getattr(view_class, method.lower(), view) if view_class else view
        yield Route(
            method,
            rule.rule,
            rule.endpoint,
            getattr(marked, "permission", None),
            getattr(marked, "public_reason", None),
        )
