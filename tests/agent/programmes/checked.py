"""A programme of some sections, checked as an author checks it."""

import json
from pathlib import Path

import pytest

from sync.kit.cli import main

HEAD = {"name": "p", "version": 1, "currency": "MYR", "zone": "Asia/Kuala_Lumpur"}
BASE = {"kind": "per_spend", "rule": "base", "step_minor": 100}
PAY = {"kind": "points_tender", "rule": "pay", "step": 100, "value_minor_per_step": 100}
LADDER = {
    "window_days": 365,
    "tiers": [
        {"tier": "bronze", "from_minor": 0},
        {"tier": "silver", "from_minor": 10_000},
    ],
}


def check(
    folder: Path, capsys: pytest.CaptureFixture[str], *more: str, **sections: object
) -> tuple[int, list[dict[str, str]]]:
    """Check a programme of these sections; return the exit code and what was found."""
    file = folder / "programme.json"
    file.write_text(json.dumps({**HEAD, **sections}), encoding="utf-8")
    code = main(["programme", "check", str(file), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def told(found: list[dict[str, str]]) -> set[tuple[str, str]]:
    """Return (check, place) of everything found."""
    return {(one["check"], one["place"]) for one in found}
