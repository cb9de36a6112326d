"""``vafa programme schema``: the JSON Schema of the programme document."""

import argparse
import json

SUMMARY = "print the JSON Schema of programmes, for editors that help an author"


def register(_parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: none."""


def run(_arguments: argparse.Namespace) -> int:
    """Print it."""
    # Loaded here: help needs no door.
    from sync.wire.programme.door import json_schema  # noqa: PLC0415

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0
