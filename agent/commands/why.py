"""``vafa why RECEIPT``: every point of a receipt explained, as a table for people."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from agent.commands.asking import ask
from agent.commands.place import add_config, find

SUMMARY = "explain every point of a receipt, by its number or record"

Row = dict[str, object]


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "receipt", metavar="RECEIPT", help="the slip's number, or t1.3-1842"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as it came")


def run(arguments: argparse.Namespace) -> int:
    """Ask the running till and print."""
    answer = ask(
        find(Path(arguments.config)), "GET", "/v1/why", query={"receipt": arguments.receipt}
    )
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print("\n".join(told(answer)))
    return 0


def told(answer: Row) -> list[str]:
    """Return the explanation line by line."""
    lines = [f"{answer.get('kind')} {answer.get('record')} of {answer.get('at')}"]
    member, programme = _row(answer, "member"), _row(answer, "programme")
    if member:
        lines.append(
            f"member {member.get('id')}: {member.get('tier') or 'no tier'}, "
            f"{member.get('available')} points and {member.get('pending')} pending before "
            f"(head office's word of {member.get('as_of')})"
        )
    lines.append(f"programme version {programme.get('version')}")
    for heading, name, columns in _TABLES:
        lines += _table(heading, _rows(answer, name), columns)
    for row in _rows(answer, "since"):
        lines += _table(
            f"since then: {row.get('kind')} {row.get('record')} of {row.get('at')}",
            _rows(row, "moved"),
            _MOVED,
        )
    return lines


_MOVED = ("entry", "rule", "unit", "amount", "lot", "place")
_TABLES = (
    ("earned", "earned", ("line", "points", "unit", "rule", "state", "lot", "active_from")),
    ("discounts", "discounts", ("line", "amount_minor", "rule", "words")),
    ("gave nothing", "not_used", ("rule", "words")),
    ("spent", "spent", ("points", "reward", "hold", "value_minor")),
    ("taken back", "reversed", ("line", "points", "unit", "rule", "lot")),
    ("given back", "given_back", ("points", "amount", "lot")),
    ("issued", "issued", ("kind", "code", "rule")),
    ("every posting", "moved", _MOVED),
)


def _table(heading: str, rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    if not rows:
        return []
    shown = [
        name for name in columns if any(row.get(name) not in {None, ""} for row in rows)
    ]
    cells = [[name.replace("_", " ") for name in shown]]
    cells += [[_cell(row.get(name)) for name in shown] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(shown))]
    body = [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    ]
    return ["", heading, *(line.rstrip() for line in body)]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _row(value: Row, name: str) -> Row:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def _rows(value: Row, name: str) -> list[Row]:
    inner = value.get(name)
    return (
        [row for row in inner if isinstance(row, dict)] if isinstance(inner, list) else []
    )
