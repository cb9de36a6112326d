"""Files of cases (YAML or JSON) as values: what was published, where, and what came out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from tests.conformance.given import plain

FILE_BYTES_MAX: Final = 16 * 1024 * 1024
VERDICTS: Final = ("adopt", "configurable", "contrast")


class BadFileError(Exception):
    """A file that holds no cases; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One published example. ``fn`` names the question, empty for a statement in words."""

    name: str
    area: str
    source: str
    given: Mapping[str, object]
    expect: Mapping[str, object]
    verdict: str
    fn: str = ""
    arith: tuple[str, ...] = ()
    note: str = ""


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases; raise :class:`BadFileError` for one that holds none."""
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise BadFileError(f"{path}: larger than {FILE_BYTES_MAX} bytes")
        text = path.read_text(encoding="utf-8")
        parsed = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise BadFileError(f"{path}: {error}") from error
    found = parsed.get("cases") if isinstance(parsed, dict) else parsed
    if not isinstance(found, list):
        raise BadFileError(f"{path}: no list of cases at the top or under 'cases'")
    return tuple(_case(item, number) for number, item in enumerate(found, start=1))


def _case(item: object, number: int) -> Case:
    if not isinstance(item, dict):
        raise BadFileError(f"case {number}: no table")
    name = str(item.get("id", f"case {number}"))
    verdict = str(item.get("verdict", "adopt"))
    if verdict not in VERDICTS:
        raise BadFileError(f"{name}: verdict {verdict!r} is none of {', '.join(VERDICTS)}")
    arith = item.get("arith", [])
    return Case(
        name=name,
        area=str(item.get("area", "")),
        source=_source(item.get("peer"), item.get("source")),
        given=_table(item.get("given"), name),
        expect=_table(item.get("expect"), name),
        verdict=verdict,
        fn=str(item.get("fn", "")),
        arith=tuple(map(str, arith if isinstance(arith, list) else [arith])),
        note=str(item.get("note", "")),
    )


def _table(value: object, name: str) -> Mapping[str, object]:
    held = plain(value if value is not None else {})
    if not isinstance(held, dict):
        raise BadFileError(f"{name}: given and expect must be tables")
    return held


def _source(peer: object, source: object) -> str:
    said: Sequence[str] = []
    if isinstance(source, dict):
        said = [str(source[key]) for key in ("ref", "kind") if key in source]
    elif source:
        said = [str(source)]
    told = f" ({'; '.join(said)})" if said else ""
    return f"{peer or 'unnamed'}{told}"
