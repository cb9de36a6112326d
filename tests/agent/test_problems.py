"""The register of problems: every no the till can say has words, a status and a way out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.pos.operations import OPERATIONS
from agent.pos.operations.codes import EVERYWHERE
from agent.pos.problems.register import PROBLEMS
from agent.pos.problems.telling import Values, of_refusal, problem
from rules.ground.refusal import refuse

ROOT = Path(__file__).parents[2]
ROOMS = ("rules", "agent")
NEVER_ANSWERED = ("agent/pages", "agent/programmes")
"""Rooms whose refusals a page or a story tells in its own words, no API."""

MAKERS = {"refuse", "Refusal", "problem"}
NOTICES = {"card_blocked", "member_blocked"}
"""Reasons for which a member gets nothing; a hold is refused with them."""


def codes_in(source: str) -> Iterator[str]:
    """Yield the code of every refusal and problem that a source makes."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in MAKERS
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def codes_of_the_till() -> set[str]:
    """Return every code that is made anywhere in the till."""
    files = [
        file
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        if not file.relative_to(ROOT).as_posix().startswith(NEVER_ANSWERED)
    ]
    return {code for file in files for code in codes_in(file.read_text("utf-8"))} | NOTICES


def test_the_search_finds_codes_where_there_are_some() -> None:
    assert set(codes_in('refuse("a", x=1)\nRefusal("b")\nproblem("c")\nother("d")')) == set(
        "abc"
    )
    assert len(codes_of_the_till()) > 40


def test_every_code_that_is_made_is_registered() -> None:
    assert codes_of_the_till() - set(PROBLEMS) == set()


def test_every_code_that_is_described_is_registered() -> None:
    described = {code for operation in OPERATIONS.values() for code in operation.problems}

    assert described | set(EVERYWHERE) <= set(PROBLEMS)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_problem_has_a_title_an_error_status_and_a_hint(code: str) -> None:
    wording = PROBLEMS[code]

    assert 400 <= wording.status < 600
    assert wording.title
    assert not wording.title.endswith(".")
    assert wording.hint.endswith((".", "json", "pos.token"))


def test_a_refusals_values_fill_its_sentence_and_its_record_is_the_instance() -> None:
    told = of_refusal(
        refuse("tenders_differ", due_minor=10, tendered_minor=9, record="t1.3-7")
    )

    assert told.detail == "Due 10, tendered 9 (minor units)."
    assert told.instance == "t1.3-7"


def test_a_sentence_that_cannot_be_filled_is_left_out() -> None:
    assert problem("duplicate_line").detail == ""


HERE = "100 of 1240 points are usable here"
STORE = "240 are held at store S02 until its day closes"
OFFICE = "900 are at head office, which lends them when its line is up"
AT_STORE: Values = {"store": "S02", "at_store": 240}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"at_office": 900, **AT_STORE}, f"{HERE}; {STORE}; {OFFICE}."),
        ({"at_office": 0, **AT_STORE}, f"{HERE}; {STORE}."),
        ({"at_office": 900}, f"{HERE}; {OFFICE}."),
    ],
)
def test_points_elsewhere_are_told_in_one_sentence(
    *, values: Values, sentence: str
) -> None:
    refusal = refuse(
        "over_allowance", available=1240, spendable_here=100, short_by=400, **values
    )

    assert of_refusal(refusal).detail == sentence
