"""How big things may be. A ratchet: these numbers are lowered as we can, never raised."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50

# The aim is two: from the third on, the caller's line should say what each argument is.
POSITIONAL_ARGUMENTS_MAX = 4

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> Iterator[Function]:
    """Yield every function of ``tree``, however deep."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def long_file(source: Source) -> Iterator[int]:
    """Yield the first line too many."""
    if len(source.text.splitlines()) > FILE_LINES_MAX:
        yield FILE_LINES_MAX + 1


def long_functions(source: Source) -> Iterator[int]:
    """Yield where each function that is too long begins."""
    for function in functions(source.tree):
        last = function.end_lineno or function.lineno
        if last - function.lineno + 1 > FUNCTION_LINES_MAX:
            yield function.lineno


def positional_arguments(source: Source) -> Iterator[int]:
    """Yield each function that takes too many arguments by their place alone."""
    for function in functions(source.tree):
        named = [*function.args.posonlyargs, *function.args.args]
        if named and named[0].arg in {"self", "cls"}:
            named = named[1:]
        # What a library calls has the arguments that the library says.
        told_by_another = function.name.startswith("__") or function.decorator_list
        if len(named) > POSITIONAL_ARGUMENTS_MAX and not told_by_another:
            yield function.lineno
