"""Money and points are whole: the law writes no float and divides into none."""

import ast
from pathlib import Path

import pytest

import rules

FILES = sorted(Path(rules.__path__[0]).rglob("*.py"))


def inexact(source: str) -> list[str]:
    """Name every float literal, true division and use of the float type."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(value=float() | complex()):
                found.append(f"{node.lineno}: an inexact number")
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                found.append(f"{node.lineno}: a division")
            case ast.Name(id="float" | "complex" | "round"):
                found.append(f"{node.lineno}: {node.id}")
            case _:
                pass
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_law_holds_no_float(file: Path) -> None:
    assert inexact(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["x = 1.5", "x = 1 / 2", "x /= 2", "x = float(1)", "1e3"]
)
def test_a_float_would_be_seen(source: str) -> None:
    assert len(inexact(source)) == 1


def test_the_law_is_not_looked_for_in_vain() -> None:
    assert len(FILES) > 20
