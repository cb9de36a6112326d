"""``vafa programme check``: every question finds its fault, and a sound programme none."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from agent.programmes.checking.register import QUESTIONS
from sync.kit.cli import main
from tests.agent.programmes.checked import BASE, LADDER, PAY, check, told

DEMO = Path(__file__).parents[3] / "install" / "programmes" / "demo.toml"
STORIES = Path(__file__).parents[2] / "programmes"
SIGNED = {
    "kind": "amount",
    "rule": "a",
    "amount_minor": 500,
    "minimum_minor": 2_000,
    "spend": "signed",
    "unasked": {
        "receipt_minor": 500,
        "day_minor": 5_000,
        "days": 3,
        "tills": 12,
        "exposure_minor": 180_000,
    },
}
SILVER = {"kind": "tier_percent", "rule": "s", "tiers": ["silver"], "percent": "5"}


def test_a_sound_programme_has_nothing_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "check", str(DEMO)]) == 0
    assert "nothing to mend" in capsys.readouterr().out
    assert main(["programme", "check", str(DEMO), "--against", str(DEMO)]) == 1


@pytest.mark.parametrize(
    ("sections", "check_name", "place"),
    [
        (
            {"earn": [{**BASE, "when": {"segments": ["lost"]}}]},
            "unknown_name",
            "earn 1 (base), when, segments",
        ),
        (
            {
                "earn": [
                    BASE,
                    {"kind": "multiplier", "rule": "x2", "factor": 2, "of": ["bases"]},
                ]
            },
            "unknown_name",
            "earn 2 (x2), of",
        ),
        (
            {"earn": [BASE], "rewards": [{**PAY, "minimum": 150}]},
            "uneven_minimum",
            "rewards 1 (pay)",
        ),
        (
            {"calendar": "jalali", "earn": [{**BASE, "when": {"dates": ["12-31"]}}]},
            "never_holds",
            "earn 1 (base), dates",
        ),
        (
            {"earn": [{**BASE, "when": {"dates": ["13-05"]}}]},
            "never_holds",
            "earn 1 (base), dates",
        ),
        (
            {
                "ladder": {
                    "window_days": 365,
                    "tiers": [
                        *LADDER["tiers"],  # type: ignore[misc]  # a list by construction
                        {"tier": "gold", "from_minor": 10_000_000},
                    ],
                }
            },
            "unreachable_tier",
            "ladder, tiers 3 (gold)",
        ),
        (
            {
                "ladder": {
                    "metric": "visits",
                    "window": "month",
                    "tiers": [
                        {"tier": "guest", "from_count": 0},
                        {"tier": "regular", "from_count": 40},
                    ],
                }
            },
            "unreachable_tier",
            "ladder, tiers 2 (regular)",
        ),
        (
            {"cards": {"text_rules": [{"pattern": "(a|aa)+"}]}},
            "card_rule_refused",
            "cards",
        ),
        ({"ladder": LADDER}, "empty_tier", "ladder, tiers 2 (silver)"),
        ({"rewards": [PAY]}, "reward_nobody_affords", "rewards 1 (pay)"),
        (
            {
                "earn": [BASE],
                "ladder": LADDER,
                "discounts": [SILVER],
                "rewards": [PAY | {"minimum": 2_000_000}],
            },
            "reward_nobody_affords",
            "rewards 1 (pay)",
        ),
        (
            {"earn": [BASE], "rewards": [PAY | {"value_minor_per_step": 5_000}]},
            "uncapped_cost",
            "earn",
        ),
        (
            {"discounts": [{"kind": "percent", "rule": "half", "percent": "50"}]},
            "uncapped_cost",
            "discounts 1 (half)",
        ),
        (
            {"vouchers": [{"kind": "amount", "rule": "v", "amount_minor": 500}]},
            "coupon_below_zero",
            "vouchers 1 (v)",
        ),
        ({"earn": [BASE, BASE | {"rule": "b2"}]}, "overlapping_rules", "earn 2 (b2)"),
        (
            {
                "discounts": [
                    {
                        "kind": "scale",
                        "rule": "s",
                        "steps": [
                            {"from_value": 100, "percent": "10"},
                            {"from_value": 200, "percent": "5"},
                        ],
                    }
                ]
            },
            "overlapping_scale",
            "discounts 1 (s), steps 2",
        ),
        (
            {"earn": [BASE | {"when": {"last_day": "2020-01-01"}}]},
            "expired_rule",
            "earn 1 (base)",
        ),
        (
            {
                "earn": [
                    BASE | {"when": {"first_day": "2027-01-01", "last_day": "2026-01-01"}}
                ]
            },
            "never_holds",
            "earn 1 (base)",
        ),
        ({"vouchers": [SIGNED, SIGNED | {"rule": "b"}]}, "exposure", "vouchers 2 (b)"),
        ({"vouchers": [SIGNED, SIGNED | {"rule": "b"}]}, "exposure", "vouchers"),
    ],
)
def test_a_fault_is_found_at_its_place(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    sections: Mapping[str, object],
    check_name: str,
    place: str,
) -> None:
    code, found = check(tmp_path, capsys, "--strict", **sections)

    assert code == 1
    assert (check_name, place) in told(found)
    assert all(one["says"] and one["mend"] for one in found)


def test_an_article_that_is_not_on_the_list_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    skus = tmp_path / "articles.csv"
    skus.write_text("sku;name\nMUG;A mug\n", encoding="utf-8")
    rules = [BASE | {"skus": ["MUG", "JUG"]}]
    bars = [{"tenders": ["points"], "skus": ["CIG"]}]

    code, found = check(tmp_path, capsys, "--skus", str(skus), earn=rules, barred=bars)

    assert code == 1
    assert told(found) == {
        ("unknown_sku", "earn 1 (base), skus"),
        ("unknown_sku", "barred 1, skus"),
    }


def test_a_rule_is_over_by_the_day_that_is_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = [BASE | {"when": {"last_day": "2027-06-30"}}]

    assert check(tmp_path, capsys, "--on", "2027-06-30", earn=rules) == (0, [])
    code, found = check(tmp_path, capsys, "--on", "2027-07-01", earn=rules)
    assert (code, told(found)) == (0, {("expired_rule", "earn 1 (base)")})


def test_a_document_that_is_no_programme_is_all_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = check(tmp_path, capsys, earn=[BASE | {"step_minor": "x", "luck": 7}])

    assert code == 1
    assert {one["place"] for one in found} == {
        "earn 1 (base), step_minor",
        "earn 1 (base), luck",
    }
    assert main(["programme", "check", str(tmp_path / "none.toml")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"] == "Vafa programme"
    assert "earn" in schema["properties"]


def test_every_question_is_asked() -> None:
    assert len(QUESTIONS) == len({question.__name__ for question in QUESTIONS})


def test_units_and_a_ladder_are_over_by_a_day_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = [{"unit": "points", "expires_on": "2026-06-30"}]
    ladder = {
        "window": "fixed",
        "first_day": "2026-01-01",
        "last_day": "2026-05-31",
        "tiers": [{"tier": "base", "from_minor": 0}],
    }

    _, found = check(
        tmp_path, capsys, "--on", "2026-07-01", earn=[BASE], units=units, ladder=ladder
    )

    assert {("expired_rule", "units 1 (points)"), ("expired_rule", "ladder")} <= told(found)


@pytest.mark.parametrize(
    "path",
    [*sorted(DEMO.parent.glob("*.toml")), *sorted(STORIES.glob("*.toml"))],
    ids=lambda path: path.stem,
)
def test_no_programme_of_the_house_has_an_error(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["programme", "check", str(path)]) == 0
    assert "To mend" not in capsys.readouterr().out
