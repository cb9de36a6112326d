"""``vafa replay CAPTURE``: play what was captured through the drivers again."""

import argparse
import sys
from pathlib import Path

from drivers.commands import decode

SUMMARY = "decode a capture of `vafa listen` again"


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("capture", metavar="CAPTURE", help="a file `vafa listen` wrote")
    decode.register(parser)


def run(arguments: argparse.Namespace) -> int:
    """Decode each exchange of the file, as ``vafa decode`` does its input."""
    try:
        lines = Path(arguments.capture).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        print(f"vafa: {fault}", file=sys.stderr)
        return decode.EXIT_USAGE
    return decode.answer(lines, arguments)
