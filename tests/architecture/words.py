"""What files and public names say about themselves."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from tests.architecture.sources import Source

EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "base", "manager"})

# A silence names what it silences; a comment after it, or a line above, gives the reason.
SILENCE = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<codes>[^#]*)(?P<reason>#.*)?$")

CAST = re.compile(r"\bcast\(")


def silent_names(source: Source) -> Iterator[int]:
    """Yield the file, class or function that is public and has no docstring."""
    if not ast.get_docstring(source.tree):
        yield 1
    yield from _silent_members(source.tree)


def _silent_members(holder: ast.Module | ast.ClassDef) -> Iterator[int]:
    for node in holder.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_") or _takes_its_contract_from_elsewhere(node):
            continue
        if not ast.get_docstring(node):
            yield node.lineno
        if isinstance(node, ast.ClassDef):
            yield from _silent_members(node)


def _takes_its_contract_from_elsewhere(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
) -> bool:
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    return bool(decorators & {"override", "overload"}) or any(
        decorator.endswith(".setter") for decorator in decorators
    )


def empty_names(source: Source) -> Iterator[int]:
    """Yield a line when the file or a folder of its path has a name that says nothing."""
    if EMPTY_NAMES & {part.removesuffix(".py") for part in source.path.parts}:
        yield 1


def unexplained_silence(source: Source) -> Iterator[int]:
    """Yield each line that silences a tool, or casts, without saying why."""
    lines = ["", *source.text.splitlines()]
    for number, (above, line) in enumerate(pairwise(lines), start=1):
        if above.lstrip().startswith("#"):
            continue
        silence = SILENCE.search(line)
        silent_cast = CAST.search(line) and "#" not in line and "CAST" not in line
        if silent_cast or (silence and not silence["reason"]):
            yield number
