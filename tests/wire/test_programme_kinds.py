"""A part that may be of several kinds: what is said is about the kind that was meant."""

from typing import Any

import pytest

from sync.wire.programme.door import ProgrammeFault, json_schema
from sync.wire.programme.names import names_at
from tests.conformance.engine import programme
from tests.conformance.given import InexpressibleError

GIFT = {
    "rule": "gift",
    "on": {"kind": "enrolment"},
    "gives": {"kind": "points", "points": 5},
}
BASE = {"kind": "per_spend", "rule": "base", "step_minor": 100}


def places(**sections: object) -> tuple[str, ...]:
    """Return what is said of a programme of these sections."""
    with pytest.raises(InexpressibleError) as caught:
        programme(**sections)
    fault = caught.value.__cause__
    assert isinstance(fault, ProgrammeFault)
    return fault.places


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            {"on": {"kind": "date", "birthday": True, "days_befor": 3}},
            "issues 1 (gift), on, days_befor: is not known here; perhaps days_before is",
        ),
        (
            {"on": {"kind": "birthday"}},
            "issues 1 (gift), on, kind: must be 'purchase', 'tier_entry',",
        ),
        ({"on": {}}, "issues 1 (gift), on: kind is missing"),
        ({"on": "birthday"}, "issues 1 (gift), on: must be a table."),
        (
            {"gives": {"kind": "points", "points": 0}},
            "issues 1 (gift), gives: points must be",
        ),
        ({"gives": {"kind": "points"}}, "issues 1 (gift), gives, points: is missing."),
    ],
)
def test_only_the_kind_that_is_meant_is_spoken_of(part: dict[str, Any], said: str) -> None:
    (only,) = places(issues=[{**GIFT, **part}])

    assert only.startswith(said)


def test_words_of_several_lists_are_told_together() -> None:
    (only,) = places(earn=[{**BASE, "caps": [{"per": "dayly", "points": 5}]}])

    assert only == (
        "earn 1 (base), caps 1, per: must be 'day', 'week', 'month', 'quarter', "
        "'half_year', 'year', 'receipt', 'ever'."
    )


def test_a_rules_kind_is_no_part_of_its_place() -> None:
    discount = {
        "kind": "percent",
        "rule": "p",
        "percent": 5,
        "when": {"weekdays": ["monday"]},
    }

    (only,) = places(discounts=[discount])

    assert only.startswith("discounts 1 (p), when, weekdays 1: must be 'mon', 'tue'")


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        (("ladder", "tiers", 2, "benefits", 0), ("text", "language")),
        (("regions", 0), ("region", "stores")),
        (("issues", 0, "on", "OnEnrolment"), ("kind",)),
        (("nowhere", 3, "at all"), ()),
    ],
)
def test_names_are_found_by_place(
    steps: tuple[int | str, ...], names: tuple[str, ...]
) -> None:
    assert names_at(json_schema(), steps) == names


def test_names_of_a_rule_are_those_of_its_kind() -> None:
    assert "step_minor" in names_at(json_schema(), ("earn", 0, "per_spend"))
    assert "step_minor" not in names_at(json_schema(), ("earn", 0, "per_visit"))
