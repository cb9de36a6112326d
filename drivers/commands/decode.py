"""``vafa decode``: recorded exchanges in, events out, one JSON object a line."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from drivers.recorded.rule_files import RuleFault, Rules, read_rules
from drivers.recorded.vectors import (
    LINE_CHARACTERS_MAX,
    Row,
    VectorFault,
    decode,
    identity_of,
    read_row,
    read_vector,
)

SUMMARY = "decode recorded device bytes, one JSON object a line"

EXIT_FAULT, EXIT_USAGE = 1, 2
"""A line was no exchange; nothing could be begun."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--rules", metavar="FILE", help="profiles and programs, as a JSON meta block"
    )
    parser.add_argument(
        "--cut", metavar="SEED", type=int, help="cut the reads at random places"
    )


def run(arguments: argparse.Namespace) -> int:
    """Decode standard input; exit 1 when a line was no exchange, 2 without usable rules."""
    return answer(_lines(), arguments)


def answer(lines: Iterable[str], arguments: argparse.Namespace) -> int:
    """Decode lines as the arguments say, print the answers and give the exit code."""
    try:
        rules = _rules(arguments.rules)
    except (OSError, UnicodeDecodeError, RuleFault) as fault:
        print(f"vafa: {fault}", file=sys.stderr)
        return EXIT_USAGE
    has_failed = False
    for row in decoded(lines, rules, cut=arguments.cut):
        has_failed = has_failed or "error" in row
        print(json.dumps(row, ensure_ascii=False), flush=True)
    return EXIT_FAULT if has_failed else 0


def decoded(lines: Iterable[str], rules: Rules, *, cut: int | None = None) -> Iterator[Row]:
    """Yield an answer for each line that is not empty; a bad one gets ``error``."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity: str | int | None = None
        try:
            row = read_row(line)
            identity = identity_of(row)
            yield decode(read_vector(row), rules, cut=cut)
        except VectorFault as fault:
            yield {"id": identity, "line": number, "error": str(fault)}


def _lines() -> Iterator[str]:
    """Read bounded lines; what is no UTF-8 becomes a line that is no JSON."""
    stream = sys.stdin.buffer
    while line := stream.readline(LINE_CHARACTERS_MAX + 1):
        yield line.decode("utf-8", "replace")


def _rules(file: str | None) -> Rules:
    return Rules() if file is None else read_rules(Path(file).read_text(encoding="utf-8"))
