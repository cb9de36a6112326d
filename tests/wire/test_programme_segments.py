"""The door for segments: what comes in, and how what does not is said."""

import json
from typing import Any

import pytest

from rules.segments.conditions import Group
from rules.segments.recency import Recency
from sync.wire.programme.door import ProgrammeFault, programme_bytes, read_programme

SMALL = {"name": "p", "version": 1, "currency": "MYR", "zone": "Asia/Kuala_Lumpur"}
LATELY = {"kind": "recency", "at_most_days": 30}


def read(*segments: object) -> Any:  # noqa: ANN401  # a programme
    document = json.dumps({**SMALL, "segments": segments}).encode()
    return read_programme(document, form="json")


def test_conditions_are_read_inside_conditions_and_written_again() -> None:
    when = {"kind": "all", "of": [LATELY, {"kind": "not", "of": [LATELY]}]}

    programme = read({"segment": "regulars", "when": when})

    assert programme.segments[0].when == Group(
        kind="all",
        of=(Recency(at_most_days=30), Group(kind="not", of=(Recency(at_most_days=30),))),
    )
    assert read_programme(programme_bytes(programme), form="json") == programme


def test_a_segment_is_written_in_toml_as_well() -> None:
    document = b"""
    name = "p"
    version = 1
    currency = "MYR"
    zone = "Asia/Kuala_Lumpur"

    [[segments]]
    segment = "coffee-lovers"
    when = { kind = "bought", categories = ["coffee"], times = 4, within_days = 90 }

    [rfm]
    within_days = 180
    """

    programme = read_programme(document, form="toml")

    assert programme.segments[0].segment == "coffee-lovers"
    assert programme.rfm.within_days == 180


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        (5, "segments 1: must be a table."),
        ({"when": LATELY}, "segments 1: segment is missing"),
        ({"segment": "a"}, "segments 1 (a), when: is missing."),
        ({"segment": "a", "when": LATELY, "then": 1}, "segments 1 (a), then: is not known"),
        ({"segment": "a b", "when": LATELY}, "segments 1 (a b): segment must be 1 to 64"),
        ({"segment": "a", "when": 5}, "segments 1 (a), when: must be a table."),
        (
            {"segment": "a", "when": {"kind": "recensy"}},
            "segments 1 (a), when: kind says which condition this is; known are recency,",
        ),
        (
            {"segment": "a", "when": {"kind": "any", "of": [LATELY, {"kind": "gap"}]}},
            "segments 1 (a), when, of 2 (gap): gap needs a least or a most.",
        ),
        (
            {"segment": "a", "when": {**LATELY, "days": 3}},
            "segments 1 (a), when (recency), days: is not known here; known are kind,",
        ),
        (
            {"segment": "a", "when": {"kind": "recency", "at_most_days": "3"}},
            "segments 1 (a), when (recency), at_most_days: must be a whole number,",
        ),
        (
            {"segment": "a", "when": {"kind": "all"}},
            "segments 1 (a), when: all needs a list of conditions, of.",
        ),
        (
            {"segment": "a", "when": {"kind": "all", "of": []}},
            "segments 1 (a), when: all of nothing says nothing.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_with_its_place(
    segment: object, said: str
) -> None:
    with pytest.raises(ProgrammeFault) as caught:
        read(segment)

    assert caught.value.places[0].startswith(said)


def test_hostile_segments_are_refused_at_once() -> None:
    deep: dict[str, Any] = LATELY
    for _ in range(90):
        deep = {"kind": "not", "of": [deep]}
    wide = {"kind": "any", "of": [{"kind": "recency", "at_most_days": -1}] * 20_000}

    for when, said in ((deep, "5 deep"), (wide, "between 0 and")):
        with pytest.raises(ProgrammeFault) as caught:
            read({"segment": "a", "when": when})
        assert said in caught.value.places[0]
    with pytest.raises(ProgrammeFault, match="mend: 1"):
        read(*[{"segment": "a", "when": LATELY}] * 201)
