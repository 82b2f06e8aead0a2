"""Every code that the product refuses with, read from its sources: `raise Invalid("no_rows", …)` and its like."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import contactcenter

ROOT = Path(contactcenter.__file__).parent

Sources = dict[Path, str]


@dataclass(frozen=True)
class Raised:
    """`details`: names of what goes along; None when the source does not tell (`**about`)."""

    code: str
    details: frozenset[str] | None
    place: str


def list_raised() -> list[Raised]:
    """Fails for a code that cannot be read: it could be one that nobody gave words."""
    sources = {path: path.read_text() for path in sorted(ROOT.rglob("*.py"))}
    errors = _error_classes(sources.values())
    called = re.compile(rf"\b({'|'.join(errors)})\(")
    found: list[Raised] = []
    for path, source in sources.items():
        if not called.search(source):
            continue
        tree = ast.parse(source)
        for call, function in _calls(tree):
            if _name(call.func) not in errors:
                continue
            place = f"{path.relative_to(ROOT.parent)}:{call.lineno}"
            codes = _codes(call.args[0], function, tree, sources) if call.args else set()
            assert codes, f"{place}: write the code out where it is raised, so that it can be given words"
            found += [Raised(code, _details(call), place) for code in sorted(codes)]
    return found


def _details(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _error_classes(sources: Iterable[str]) -> set[str]:
    classes = [
        found.groups()
        for source in sources
        for found in re.finditer(r"^class (\w+)\(([\w., ]+)\):", source, re.MULTILINE)
    ]
    known, before = {"DomainError"}, 0
    while len(known) > before:
        before = len(known)
        known |= {name for name, bases in classes if known & set(re.findall(r"\w+", bases))}
    return known


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
    """Each call with the function that it stands in."""
    waiting: list[tuple[ast.AST, ast.FunctionDef | None]] = [(tree, None)]
    while waiting:
        node, function = waiting.pop()
        if isinstance(node, ast.Call):
            yield node, function
        inside = node if isinstance(node, ast.FunctionDef) else function
        waiting += [(child, inside) for child in ast.iter_child_nodes(node)]


def _codes(said: ast.expr, function: ast.FunctionDef | None, tree: ast.Module, sources: Sources) -> set[str]:
    """The constants that the expression can be: itself, what its name was given here, or what callers pass."""
    if isinstance(said, ast.Constant):
        return {str(said.value)}
    if isinstance(said, ast.Starred) and isinstance(said.value, ast.Attribute):  # Invalid(*about.missing)
        return set(_firsts(said.value.attr, sources))
    if isinstance(said, ast.Name) and function is not None:
        return _assigned(said.id, function, tree, sources) or _passed(said.id, function, tree, sources)
    return {code for part in _parts(said) for code in _codes(part, function, tree, sources)}


def _parts(said: ast.expr) -> list[ast.expr]:
    """What one of several can be: `a if b else c`, `a or b`, `{…: a, …: b}.get(…)`."""
    if isinstance(said, ast.IfExp):
        return [said.body, said.orelse]
    if isinstance(said, ast.BoolOp):
        return said.values
    is_lookup = isinstance(said, ast.Call) and isinstance(said.func, ast.Attribute)
    return said.func.value.values if is_lookup and isinstance(said.func.value, ast.Dict) else []


def _assigned(name: str, function: ast.FunctionDef, tree: ast.Module, sources: Sources) -> set[str]:
    given = [
        node.value for node in ast.walk(function) if isinstance(node, ast.Assign) and _name(node.targets[0]) == name
    ]
    return {code for value in given for code in _codes(value, function, tree, sources)}


def _passed(name: str, function: ast.FunctionDef, tree: ast.Module, sources: Sources) -> set[str]:
    names = [one.arg for one in function.args.args]
    if name not in names:
        return set()
    position = names.index(name)
    calls = [(call, inside) for call, inside in _calls(tree) if _name(call.func) == function.name]
    values = [(call.args[position], inside) for call, inside in calls if len(call.args) > position]
    return {code for value, inside in values for code in _codes(value, inside, tree, sources)}


def _firsts(attribute: str, sources: Sources) -> Iterator[str]:
    """The first of each tuple that something is given by this name."""
    for source in sources.values():
        for node in ast.walk(ast.parse(source)) if f"{attribute}=(" in source else ():
            if isinstance(node, ast.keyword) and node.arg == attribute and isinstance(node.value, ast.Tuple):
                first = node.value.elts[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
