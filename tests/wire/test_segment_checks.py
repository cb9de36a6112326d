"""What an author is told of segments that cannot be."""

import json

import pytest

from rules.programme import Programme
from sync.wire.programme.door import ProgrammeFault, read_programme

SMALL = {"name": "p", "version": 1, "currency": "MYR", "zone": "Asia/Kuala_Lumpur"}
TIERS = [{"tier": "base", "from_count": 0}, {"tier": "top", "from_count": 40}]
EARLY = {"kind": "recency", "at_least_days": 30}


def read(**sections: object) -> Programme:
    return read_programme(json.dumps({**SMALL, **sections}).encode(), form="json")


def told(**sections: object) -> str:
    with pytest.raises(ProgrammeFault) as caught:
        read(**sections)
    return " ".join(caught.value.places)


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        (
            [EARLY, {"kind": "recency", "at_most_days": 7}],
            "at least 30 and at most 7 days ago",
        ),
        (
            [EARLY, {"kind": "frequency", "at_least": 1, "within_days": 20}],
            "at least 30 and at most 19 days ago",
        ),
        (
            [{"kind": "lapsed", "days": 60}, {"kind": "recency", "at_most_days": 59}],
            "at least 60 and at most 59 days ago",
        ),
        (
            [
                {"kind": "spend", "at_least_minor": 500, "within_days": 30},
                {"kind": "spend", "at_most_minor": 400},
            ],
            "spent at least 500 and at most 400",
        ),
        (
            [{"kind": "tier", "tiers": ["base"]}, {"kind": "tier", "tiers": ["top"]}],
            "in several tiers at once",
        ),
    ],
)
def test_a_segment_that_nobody_can_be_in_is_told(
    conditions: list[dict[str, object]], why: str
) -> None:
    ladder = {"metric": "orders", "window_days": 30, "tiers": TIERS}
    segment = {"segment": "ghosts", "when": {"kind": "all", "of": conditions}}

    said = told(segments=[segment], ladder=ladder)

    assert said == f"segment ghosts: nobody can be in it: {said.split(': ')[-1]}"
    assert why in said
    read(segments=[{**segment, "when": {"kind": "any", "of": conditions}}], ladder=ladder)


def test_a_segment_names_tiers_of_the_ladder_and_is_named_once() -> None:
    gold = {"segment": "best", "when": {"kind": "tier", "tiers": ["gold"]}}

    said = told(segments=[gold, gold])

    assert "segment best: tier gold is not on the ladder." in said
    assert "segment best: the name is used twice." in said
