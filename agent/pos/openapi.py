"""Write the committed description anew: ``python -m agent.pos.openapi``."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from agent.loop.doors import Doors
from agent.pos.app import create_app
from agent.pos.description import describe

COMMITTED: Final = Path(__file__).with_name("openapi.json")


def text_of(description: Mapping[str, object]) -> str:
    """Return the description as it is committed: stable, readable, one line a value."""
    return json.dumps(description, indent=2, ensure_ascii=False) + "\n"


def made() -> dict[str, object]:
    """Return the description of the application as it is now."""
    # Only described, never asked: its doors lead nowhere.
    return describe(create_app(cast("Doors", None)))


def main() -> None:
    """Write it."""
    COMMITTED.write_text(text_of(made()), encoding="utf-8")


if __name__ == "__main__":
    main()
