"""``vafa programme check --against``: what a change takes from members."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.agent.programmes.checked import BASE, HEAD, LADDER, PAY, check, told

SCALE = {
    "kind": "scale",
    "rule": "sc",
    "steps": [{"from_value": 100, "percent": "5"}, {"from_value": 200, "percent": "10"}],
}
SECOND = BASE | {"rule": "x", "categories": ["a", "b"]}
OLD = {
    "earn": [BASE, SECOND],
    "rewards": [PAY],
    "units": [{"unit": "points", "expires_months": 24}, {"unit": "stamps"}],
    "ladder": LADDER | {"downgrade": "one_level"},
    "discounts": [SCALE],
    "wallet": {},
}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            {"earn": [BASE | {"step_minor": 200}, SECOND]},
            "earn 1 (base), step_minor",
        ),
        ({"earn": [BASE]}, "earn 2 (x)"),
        (
            {"earn": [BASE, BASE | {"rule": "x", "categories": ["a"]}]},
            "earn 2 (x), categories",
        ),
        ({"rewards": [PAY | {"minimum": 500}]}, "rewards 1 (pay), minimum"),
        (
            {"units": [{"unit": "points", "expires_months": 12}, {"unit": "stamps"}]},
            "units 1 (points), expires_months",
        ),
        ({"units": [{"unit": "points", "expires_months": 24}]}, "units 2 (stamps)"),
        (
            {"earn": [BASE | {"caps": [{"per": "day", "points": 5}]}, SECOND]},
            "earn 1 (base), caps",
        ),
        (
            {"earn": [BASE | {"when": {"enabled": False}}, SECOND]},
            "earn 1 (base), when, enabled",
        ),
        (
            {"earn": [BASE | {"when": {"weekdays": ["mon"]}}, SECOND]},
            "earn 1 (base), when, weekdays",
        ),
        ({"ladder": LADDER | {"window_days": 30}}, "ladder, window_days"),
        ({"ladder": LADDER | {"downgrade": "full"}}, "ladder, downgrade"),
        (
            {"discounts": [SCALE | {"steps": [{"from_value": 100, "percent": "5"}]}]},
            "discounts 1 (sc), steps 2",
        ),
        (
            {"discounts": [SCALE | {"steps": [{"from_value": 100, "percent": "4"}]}]},
            "discounts 1 (sc), steps 1, percent",
        ),
        ({"wallet": {"max_balance_minor": 5}}, "wallet, max_balance_minor"),
        (
            {"earn": [BASE | {"when": {"last_day": "2099-01-01"}}, SECOND]},
            "earn 1 (base), when, last_day",
        ),
    ],
)
def test_a_change_that_takes_something_away_is_told(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Mapping[str, object],
    place: str,
) -> None:
    old = tmp_path / "old.json"
    old.write_text(json.dumps({**HEAD, **OLD}), encoding="utf-8")
    new = {**OLD, **change, "version": 2}

    _, found = check(tmp_path, capsys, "--against", str(old), **new)

    assert ("takes_away", place) in told(found)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"earn": [BASE | {"points": 2}, SECOND]},
        {"units": [{"unit": "points"}, {"unit": "stamps"}]},
        {"rewards": [PAY | {"value_minor_per_step": 150}]},
    ],
)
def test_a_change_that_gives_more_takes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Mapping[str, object]
) -> None:
    old = tmp_path / "old.json"
    old.write_text(json.dumps({**HEAD, **OLD}), encoding="utf-8")

    _, found = check(
        tmp_path, capsys, "--against", str(old), **{**OLD, **change, "version": 2}
    )

    assert not {one for one in told(found) if one[0] == "takes_away"}


def test_another_currency_or_an_old_version_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.json"
    old.write_text(json.dumps({**HEAD, "version": 3, "currency": "USD"}), encoding="utf-8")

    code, found = check(tmp_path, capsys, "--against", str(old))

    assert code == 1
    assert told(found) == {
        ("another_programme", "currency"),
        ("version_not_higher", "version"),
    }
