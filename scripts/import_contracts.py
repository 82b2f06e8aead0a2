"""Two contract types for import-linter, used in pyproject.toml."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import ContractCheck
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.helpers import module_expressions_to_modules


class OnlyInContract(ProtectedContract):
    """`protected`, except that a package or an importer that does not exist (yet) is passed over."""

    type_name = "only_in"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        self.protected_modules = _existing(graph, self.protected_modules)
        self.allowed_importers = _existing(graph, self.allowed_importers)
        return super().check(graph, verbose)


class FoldersApartContract(IndependenceContract):
    """`independence` among the packages that a wildcard matches; modules beside them are shared ground."""

    type_name = "folders_apart"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        matched = module_expressions_to_modules(graph, self.modules)  # type: ignore[arg-type]
        for module in matched:
            if not graph.find_children(module.name):
                graph.remove_module(module.name)
        return super().check(graph, verbose)


def _existing(graph: ImportGraph, expressions: Any) -> Any:
    """The expressions that are wildcards or name a module of the graph."""
    return type(expressions)(
        each for each in expressions if each.has_wildcard_expression() or each.expression in graph.modules
    )
