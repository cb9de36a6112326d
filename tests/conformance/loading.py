"""A file of cases as plain values: bounded, and nothing of it lost on the way."""

import json
from collections.abc import Hashable
from pathlib import Path
from typing import Final

import yaml

_BYTES_MAX: Final = 16 * 1024 * 1024
_NODES_MAX: Final = 1_000_000
_BOOL: Final = "tag:yaml.org,2002:bool"
_MAP: Final = "tag:yaml.org,2002:map"


class BadFileError(Exception):
    """A file that holds no cases; the text says why."""


def load(path: Path) -> object:
    """Return what a YAML or JSON file holds; raise BadFileError when it cannot be read."""
    try:
        if path.stat().st_size > _BYTES_MAX:
            raise BadFileError(f"{path}: larger than {_BYTES_MAX} bytes")
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".json":
            found = json.loads(text, object_pairs_hook=_once)
        else:
            # A safe loader with fewer words for yes and no.
            found = yaml.load(text, Loader=_Loader)  # noqa: S506
        _bounded(found)
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise BadFileError(f"{path}: {_sentence(error)}") from error
    return found


class _Loader(yaml.CSafeLoader):  # type: ignore[misc]  # yaml has no types
    """YAML as YAML 1.2 reads it: ``on`` is a word; a key stands once in its table."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, told) for tag, told in resolvers if tag != _BOOL or first in "tTfF"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _table(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, object]:
    names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    try:
        _each_once(names)
    except ValueError as error:
        raise yaml.MarkedYAMLError(None, None, str(error), node.start_mark) from error
    loader.flatten_mapping(node)
    return dict(loader.construct_mapping(node, deep=True))


_Loader.add_constructor(_MAP, _table)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    _each_once([name for name, _ in pairs])
    return dict(pairs)


def _each_once(names: list[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in a table")


def _bounded(found: object) -> None:
    """Refuse what unfolds without end: aliases of aliases, or one that holds itself."""
    stack, seen = [found], 0
    while stack:
        seen += 1
        if seen > _NODES_MAX:
            raise ValueError(f"more than {_NODES_MAX} values")
        item = stack.pop()
        if isinstance(item, dict):
            stack += item.values()
        elif isinstance(item, list):
            stack += item


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())
