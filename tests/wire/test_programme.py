"""The door for programmes: what it lets in, and how it says what it does not."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.earn import EarnRule
from rules.earn.category_multiplier import CategoryMultiplier
from rules.members.card_terms import MemberIin, TextRule
from rules.programme import Programme, RefundMethod
from rules.refund import METHODS
from sync.wire.programme.door import (
    Form,
    ProgrammeFault,
    json_schema,
    programme_bytes,
    programme_hash,
    read_programme,
)
from sync.wire.programme.text import TOML_BYTES_MAX
from tests.rules.drawing import programmes

DEMO = files("install").joinpath("programmes/demo.toml").read_bytes()
SMALL = {"name": "p", "version": 1, "currency": "MYR", "zone": "Asia/Kuala_Lumpur"}


def places(document: bytes, form: Form = "toml") -> tuple[str, ...]:
    with pytest.raises(ProgrammeFault) as caught:
        read_programme(document, form=form)
    assert caught.value.hint
    return caught.value.places


def small(**more: object) -> bytes:
    return json.dumps({**SMALL, **more}).encode()


def test_the_demo_says_what_the_story_needs() -> None:
    demo = read_programme(DEMO, form="toml")

    assert (demo.currency, demo.zone) == ("MYR", "Asia/Kuala_Lumpur")
    assert [rule.kind for rule in demo.earn] == [
        "per_spend",
        "category_multiplier",
        "basket_bonus",
    ]
    assert demo.ladder is not None
    assert [(tier.tier, tier.from_minor) for tier in demo.ladder.tiers] == [
        ("bronze", 0),
        ("silver", 30_000),
        ("gold", 50_000),
    ]
    assert demo.cards.member_iins == (MemberIin(prefix="639900", length=16),)
    assert demo.cards.text_rules[0] == TextRule(pattern=r"M-\d{6,10}")
    assert [rule.card_class for rule in demo.cards.text_rules] == [
        "member",
        "gift_card",
        "voucher",
    ]


def test_a_programme_needs_little() -> None:
    programme = read_programme(small(), form="json")

    assert [terms.unit for terms in programme.units] == ["points"]
    assert (programme.earn, programme.ladder) == ((), None)


@given(programmes())
def test_what_is_written_is_read_back_equal(programme: Programme) -> None:
    document = programme_bytes(programme)

    again = read_programme(document, form="json")

    assert again == programme
    assert programme_bytes(again) == document
    assert programme_hash(again) == programme_hash(programme)


def test_the_two_forms_say_the_same_and_have_one_hash() -> None:
    demo = read_programme(DEMO, form="toml")

    again = read_programme(programme_bytes(demo), form="json")

    assert again == demo
    assert len(programme_hash(demo)) == 64
    assert programme_hash(again) != programme_hash(replace(demo, version=2))


@pytest.mark.parametrize("written", ['"3/2"', '"1.5"'])
def test_an_exact_number_stands_in_quotes(written: str) -> None:
    document = DEMO.replace(b"factor = 2", f"factor = {written}".encode())

    rule = read_programme(document, form="toml").earn[1]

    assert isinstance(rule, CategoryMultiplier)
    assert rule.factor == Fraction(3, 2)


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        (
            b"factor = 2",
            b"factor = 1.5",
            "earn 2 (coffee-x2), factor: 1.5 is not exact; put it in quotes",
        ),
        (
            b"factor = 2",
            b'factor = "x"',
            "earn 2 (coffee-x2), factor: must be an exact number",
        ),
        (b"factor = 2", b"factor = 1", "earn 2 (coffee-x2): factor must be above 1."),
        (b"factor = 2", b'factor = "1e4000"', "factor has too many digits"),
        (
            b"points = 50",
            b'points = "50"',
            "earn 3 (big-basket), points: must be a whole number",
        ),
        (
            b"points = 50",
            b"points = true",
            "earn 3 (big-basket), points: must be a whole number",
        ),
        (b"points = 50", b"points = 0", "points must be between 1 and 1000000000, not 0"),
        (
            b"points = 50",
            b"points = 50\nbudget = 1",
            "earn 3 (big-basket), budget: is not known",
        ),
        (
            b"step_minor = 100",
            b"step_minor = -1",
            "earn 1 (base): step_minor must be between 1",
        ),
        (b'rule = "big-basket"', b'rule = "a|b"', "rule must be 1 to 64 letters"),
        (b'rule = "big-basket"', b'rule = "base"', "rule base: the name is used twice."),
        (b'rule = "gold-welcome"', b'rule = "base"', "rule base: the name is used twice."),
        (b'kind = "basket_bonus"', b'kind = "per_moon"', "kind 'per_moon' is not known"),
        (b'kind = "basket_bonus"', b"", "earn 3 (big-basket): kind is missing"),
        (
            b'kind = "tier_percent"',
            b'kind = "x"',
            "kind 'x' is not known; known are 'tier_percent'",
        ),
        (b'of = ["base"]', b'of = ["bass"]', "rule coffee-x2: bass is no per_spend rule"),
        (b'of = ["base"]', b'of = ["big-basket"]', "big-basket is no per_spend rule"),
        (
            b'categories = ["coffee"]\nof',
            b"categories = []\nof",
            "categories must name at least one",
        ),
        (b'categories = ["coffee"]\nof', b'categories = ["a","a"]\nof', "something twice"),
        (b'["silver", "gold"]', b'["silver", "brass"]', "tier brass is not on the ladder"),
        (b"percent = 10", b"percent = 101", "percent must be between 0 and 100, not 101"),
        (b"from_minor = 30000", b"from_minor = 60000", "ladder: tiers must ascend"),
        (b"from_minor = 0", b"from_minor = 1", "ladder: the first tier must start from 0"),
        (
            b"window_days = 180",
            b"",
            "one of window_days, window_months",
        ),
        (b"version = 1", b"", "version: is missing"),
        (b'"Asia/Kuala_Lumpur"', b'"Asia/Atlantis"', "'Asia/Atlantis' is no time zone"),
        (b'"Asia/Kuala_Lumpur"', b'"Asia"', "'Asia' is no time zone"),
        (b'"Asia/Kuala_Lumpur"', b'"../etc/passwd"', "is no time zone"),
        (b'currency = "MYR"', b'currency = "ringgit"', "currency must be an ISO 4217 code"),
        (
            b"M-",
            b"M-(",
            "cards, text_rules 1, pattern: is no regular expression (missing )",
        ),
        (b"M-", b"M-" + b"x" * 300, "pattern: must have 1 to 200 characters"),
        (
            b'prefix = "639900"',
            b'prefix = "63 99"',
            "cards, member_iins 1 (63 99): prefix must",
        ),
        (b'unit = "points"', b'unit = "stars"', "rule base: unit points is not among"),
        (
            b'method = "line_exact"',
            b'method = "none"',
            "refund, method: must be 'line_exact', 'recompute_difference'",
        ),
        (
            b"valid_days = 181",
            b"valid_days = 2026-01-01",
            "a date, a time or nothing at all",
        ),
        (b"[refund]", b"[refunds]", "refunds: is not known here; perhaps refund is meant"),
        (b"points = 50", b"pionts = 50", "earn 3 (big-basket), points: is missing"),
        (b"from_minor = 0", b"from_minor = 12.50", "12.50 is not exact; money is in minor"),
        (
            b'currency = "MYR"',
            b'currency = "MYR',
            "document: it is not TOML: line 6, column 16: a text ends in its own line",
        ),
        (b'rule = "base"', b"rule = base", "no value; a text needs quotes"),
        (b"from_minor = 0", b"from_money = 0", "from_money: is not known here; perhaps"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_with_its_place(
    was: bytes, is_now: bytes, said: str
) -> None:
    assert DEMO.count(was) > 0

    (first, *_) = places(DEMO.replace(was, is_now, 1))

    assert said in first


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"[]", "one table"),
        (b"{", "document: it is not JSON: line 1, column 2: "),
        (b"\xff", "it is not UTF-8 text (byte 0)"),
        (b'{"name":"a","name":"b"}', '"name" is given twice in one object'),
        (b'{"version":NaN}', "version: NaN is not exact"),
        (b'{"version":null}', "version: a date, a time or nothing at all"),
        pytest.param(
            b'{"version":' + b"9" * 5000 + b"}",
            "a number in it has too many digits.",
            id="a number of 5000 digits",
        ),
        pytest.param(b"[" * 500_000, "it is nested too deeply.", id="nested"),
        (small(name="\ud800"), "half a character"),
        (small(version=2**70), "version must be between 1"),
        (small(earn={}), "earn: must be a list"),
        (small(earn=["base"]), "earn 1: must be a table"),
        (small(units=[]), "units must name at least one"),
        pytest.param(
            b" " * (1024 * 1024 + 1), "it is larger than 1048576 bytes.", id="too large"
        ),
    ],
)
def test_bytes_that_hold_no_document_are_refused(document: bytes, said: str) -> None:
    assert said in places(document, "json")[0]


def test_a_name_of_endless_parts_is_refused_before_it_takes_endless_time() -> None:
    assert places(b"a" + b".a" * 100_000 + b" = 1") == (
        "document: line 1: too many dots in one name.",
    )


def test_more_than_ten_thousand_rules_are_refused() -> None:
    rules = [{"kind": "basket_bonus", "rule": "r", "points": 1, "from_minor": 1}] * 10_001

    assert places(small(earn=rules), "json") == (
        "document: it holds 10001 rules; 10000 is the most.",
    )


def test_only_the_first_places_are_told_and_the_rest_counted() -> None:
    rules = [{"kind": "basket_bonus", "rule": f"r{at}"} for at in range(30)]

    found = places(small(earn=rules), "json")

    assert found[0] == "earn 1 (r0), points: is missing."
    assert found[20:] == ("document: and 40 more.",)


@given(st.binary(max_size=200), st.sampled_from(get_args(Form)))
def test_no_bytes_at_all_get_anything_but_a_sentence(noise: bytes, form: Form) -> None:
    assert places(noise, form)


@st.composite
def cut_and_pasted(draw: st.DrawFn) -> bytes:
    """Draw the demo with a piece lost and a piece doubled."""
    spots = st.integers(min_value=0, max_value=len(DEMO))
    first, last = sorted((draw(spots), draw(spots)))
    paste = draw(spots)
    return DEMO[:first] + DEMO[last:] + DEMO[paste : paste + 40]


@given(cut_and_pasted())
def test_a_broken_document_is_a_programme_or_a_sentence(document: bytes) -> None:
    found = programme_or_places(document)

    if isinstance(found, Programme):
        assert read_programme(programme_bytes(found), form="json") == found
    else:
        assert all(place.endswith(".") and "Traceback" not in place for place in found)


def programme_or_places(document: bytes) -> Programme | tuple[str, ...]:
    try:
        return read_programme(document, form="toml")
    except ProgrammeFault as fault:
        return fault.places


def test_the_schema_knows_every_registered_rule_and_no_inexact_number() -> None:
    schema = json_schema()

    written = json.dumps(schema)
    assert set(schema["properties"]) == {field.name for field in fields(Programme)}
    assert all(rule.__name__ in schema["$defs"] for rule in get_args(EarnRule))
    assert '"number"' not in written


def test_every_refund_method_a_programme_may_name_is_registered() -> None:
    assert set(get_args(RefundMethod)) == set(METHODS)


@pytest.mark.parametrize("read", [programme_bytes, programme_hash])
def test_what_is_no_programme_is_not_written(read: Callable[[Programme], object]) -> None:
    broken = replace(read_programme(DEMO, form="toml"), earn=(1.5,))  # type: ignore[arg-type]  # on purpose

    with pytest.raises(TypeError, match="holds no float"):
        read(broken)


def test_a_large_document_is_written_in_json() -> None:
    spacious = small() + b" " * TOML_BYTES_MAX

    assert read_programme(spacious, form="json").name == "p"
    assert "write it in JSON" in places(b"#" * (TOML_BYTES_MAX + 1))[0]


@pytest.mark.parametrize("pattern", ["(a+)+", "(?:x(?:[0-9]*)y){2,}", r"((\d+)|b)*z"])
def test_a_pattern_that_repeats_what_is_repeated_is_refused(pattern: str) -> None:
    cards = {"text_rules": [{"pattern": pattern}]}

    assert "repeats what is repeated" in places(small(cards=cards), "json")[0]


@pytest.mark.parametrize("pattern", ["VF:([0-9]{16})", "(?:[0-9]{4} ?){4}", r"(\(+)[+*]+"])
def test_a_pattern_that_repeats_plainly_is_taken(pattern: str) -> None:
    cards = {"text_rules": [{"pattern": pattern}]}

    assert read_programme(small(cards=cards), form="json").cards.text_rules
