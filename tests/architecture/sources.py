"""What the checks of this folder read: the project's own files, each parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the whole project."""

PRODUCT = ("agent", "drivers", "sync", "rules", "install")
"""The rooms that are shipped."""

EVERYWHERE = (*PRODUCT, "tests")

VENDORED = PurePosixPath("agent/pos/docs")
"""Other people's files, kept byte for byte."""


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path from the project's top, its text and its syntax tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    def inside(self, *places: str) -> bool:
        """Tell whether this file is one of ``places`` or lies below one."""
        return any(self.path.is_relative_to(place) for place in places)


def parse(path: str, text: str) -> Source:
    """Make a source of ``text`` as if it stood in ``path``."""
    return Source(PurePosixPath(path), text, ast.parse(text))


@cache
def sources() -> tuple[Source, ...]:
    """Read every Python file of the project that is ours."""
    return tuple(
        parse(str(path), (ROOT / path).read_text(encoding="utf-8"))
        for path in project_files()
        if path.suffix == ".py"
    )


@cache
def project_files() -> tuple[PurePosixPath, ...]:
    """Name every file that is ours, from the top; what git ignores is no part."""
    return tuple(sorted(_below(ROOT)))


@cache
def ignored() -> tuple[str, ...]:
    """Read the names that git leaves out of the project."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return (".git", *(line.rstrip("/") for line in lines))


def is_ignored(name: str) -> bool:
    """Tell whether a file or folder called ``name`` is no part of the project."""
    return any(fnmatch(name, pattern) for pattern in ignored())


def _below(folder: Path) -> Iterator[PurePosixPath]:
    for path in folder.iterdir():
        place = PurePosixPath(path.relative_to(ROOT).as_posix())
        if place == VENDORED or is_ignored(path.name):
            continue
        if path.is_dir():
            yield from _below(path)
        else:
            yield place
