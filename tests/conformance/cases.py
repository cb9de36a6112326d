"""Published examples as values: what was published, where, and what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.conformance.given import plain
from tests.conformance.loading import BadFileError, load

VERDICTS: Final = ("adopt", "configurable", "contrast")

_TOLD: Final = frozenset(("id", "area", "fn", "peer", "source", "verdict", "arith"))
_TABLES: Final = ("given", "expect", "settings")
_PROSE: Final = frozenset(("note", "title", "statement", "says", "tags"))
_KNOWN: Final = _TOLD.union(_TABLES, _PROSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One published example. ``fn`` names the question, empty for a statement in words.

    ``given`` holds the case's ``settings`` too. ``faults`` say why it cannot be read.
    """

    name: str
    area: str
    source: str
    given: Mapping[str, object]
    expect: Mapping[str, object]
    verdict: str
    fn: str = ""
    arith: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases; raise :class:`BadFileError` for one that holds none."""
    parsed = load(path)
    found = parsed.get("cases") if isinstance(parsed, dict) else parsed
    if not isinstance(found, list):
        raise BadFileError(f"{path}: no list of cases at the top or under 'cases'")
    return tuple(_case(plain(item), number) for number, item in enumerate(found, start=1))


def _case(item: object, number: int) -> Case:
    table = item if isinstance(item, dict) else {}
    given, expect, settings = (_table(table.get(name)) for name in _TABLES)
    arith = table.get("arith") or []
    return Case(
        name=str(table.get("id", f"case {number}")),
        area=str(table.get("area", "")),
        source=_source(table.get("peer"), table.get("source")),
        given={**settings, **given},
        expect=expect,
        verdict=str(table.get("verdict", "adopt")),
        fn=str(table.get("fn") or ""),
        arith=tuple(map(str, arith if isinstance(arith, list) else [arith])),
        faults=tuple(_faults(item)),
    )


def _faults(item: object) -> Sequence[str]:
    """Say what of a case nobody would read or could: nothing is left out of account."""
    if not isinstance(item, dict):
        return ["no table"]
    faults = [f"{name} is no table" for name in _TABLES if _is_wrong(item.get(name))]
    if str(item.get("verdict", "adopt")) not in VERDICTS:
        faults.append(f"verdict {item['verdict']!r} is none of {', '.join(VERDICTS)}")
    given, settings = _table(item.get("given")), _table(item.get("settings"))
    twice = [name for name in settings if name in given]
    if twice:
        faults.append(f"both given and a setting: {', '.join(twice)}")
    unknown = [name for name in item if name not in _KNOWN]
    if unknown:
        faults.append(f"holds what nobody reads: {', '.join(unknown)}")
    return faults


def _is_wrong(value: object) -> bool:
    return value is not None and not isinstance(value, dict)


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _source(peer: object, source: object) -> str:
    said: Sequence[str] = []
    if isinstance(source, dict):
        said = [str(source[key]) for key in ("ref", "kind") if key in source]
    elif source:
        said = [str(source)]
    told = f" ({'; '.join(said)})" if said else ""
    return f"{peer or 'unnamed'}{told}"
