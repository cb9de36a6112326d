"""Clocks, floats, caught faults, dishonest tests: what must not be met everywhere."""

import ast
from collections.abc import Iterator

from tests.architecture.imports import imported
from tests.architecture.sources import Source

NOW = frozenset(
    {
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "time.time",
        "time.time_ns",
    }
)

EVERYTHING = frozenset({"Exception", "BaseException"})

MOCKS = ("unittest.mock", "mock", "pytest_mock", "responses", "respx")

DISHONEST_NAMES = frozenset(
    {
        "pytest.skip",
        "pytest.xfail",
        "pytest.importorskip",
        "pytest.mark.skip",
        "pytest.mark.skipif",
        "pytest.mark.xfail",
        "pytest.MonkeyPatch",
    }
)

DISHONEST_FIXTURES = frozenset({"monkeypatch", "mocker"})


def clocks(source: Source) -> Iterator[int]:
    """Yield each place that asks the machine what time it is."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and _tail(node, words=2) in NOW:
            yield node.lineno
    for found, name, _ in imported(source.tree):
        if name in NOW:
            yield found.lineno


def floats(source: Source) -> Iterator[int]:
    """Yield each float literal, each ``float`` and each true division."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Constant(value=float()) | ast.Name(id="float"):
                yield node.lineno
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield node.lineno
            case _:
                pass


def caught_everything(source: Source) -> Iterator[int]:
    """Yield each ``except`` of nothing by name, ``Exception`` or ``BaseException``.

    One that tidies up and raises the same again keeps nothing from the loop: it may.
    """
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and ast.unparse(node.body[-1]) != "raise":
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or ast.unparse(kind) in EVERYTHING for kind in caught):
                yield node.lineno


def dishonest_tests(source: Source) -> Iterator[int]:
    """Yield each skip, expected failure, mock and monkey patch."""
    for found, name, _ in imported(source.tree):
        if name.startswith(MOCKS) or name in DISHONEST_NAMES:
            yield found.lineno
    for node in ast.walk(source.tree):
        match node:
            case ast.Attribute() if ast.unparse(node) in DISHONEST_NAMES:
                yield node.lineno
            case ast.arg(arg=name) if name in DISHONEST_FIXTURES:
                yield node.lineno
            case _:
                pass


def _tail(node: ast.Attribute, *, words: int) -> str:
    return ".".join(ast.unparse(node).split(".")[-words:])
