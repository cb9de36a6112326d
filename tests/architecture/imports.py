"""What a file may bring in, where import-linter (pyproject.toml) cannot say it."""

import ast
import sys
from collections.abc import Iterator

from tests.architecture.sources import Source

Import = ast.Import | ast.ImportFrom


def imported(tree: ast.Module) -> Iterator[tuple[Import, str, str]]:
    """Yield each import: its node, the full name of what comes in, its name here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, alias.asname or alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}", alias.asname or alias.name


def re_exports(source: Source) -> Iterator[int]:
    """Yield each import of an ``__init__.py`` that no register in it uses."""
    if source.path.name != "__init__.py":
        return
    used = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
    for node, _, name in imported(source.tree):
        if name not in used:
            yield node.lineno


def foreign_to_the_law(source: Source) -> Iterator[int]:
    """Yield each import of anything but the standard library and ``rules``."""
    allowed = sys.stdlib_module_names | {"rules"}
    for node, name, _ in imported(source.tree):
        if name.partition(".")[0] not in allowed:
            yield node.lineno


def any_type(source: Source) -> Iterator[int]:
    """Yield each import of ``typing.Any``."""
    for node, name, _ in imported(source.tree):
        if name == "typing.Any":
            yield node.lineno
