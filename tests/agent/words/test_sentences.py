"""What authors read from below the pages: every sentence in every language."""

import ast
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import agent
from agent.words.catalogue import words_of
from agent.words.languages import LANGUAGES
from rules.ground.sentence import Amount, Sentence
from tests.agent.words.test_catalogues import gaps, sentences
from tests.agent.words.test_help import HELP

ROOT = Path(agent.__file__).parents[1]
ROOMS = ("rules", "sync", "agent")
SAYS = frozenset({"Sentence", "Counted", "OutOfBoundsError"})


def said() -> Iterator[tuple[str, str]]:
    """Yield the words of each sentence in the code, and its file."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in SAYS:
                    yield from _words(node, file)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _words(call: ast.Call, file: Path) -> Iterator[tuple[str, str]]:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield first.value, file.name
    elif file.name not in {"bounds.py", "terminal.py"}:
        # An error and the terminal hand on words; anywhere else they stand there.
        pytest.fail(f"{file}:{call.lineno}: a sentence's words stand elsewhere")


SENTENCES = dict(said())


@pytest.mark.parametrize("code", tuple(LANGUAGES))
def test_every_sentence_has_words_with_the_same_gaps(code: str) -> None:
    own = sentences(code)

    assert {english for english in SENTENCES if english not in own} == set()
    assert {key for key in SENTENCES if gaps(own[key][0]) != gaps(key)} == set()


def test_english_says_what_the_code_says() -> None:
    english = sentences("en")

    assert {key: english[key][0] for key in SENTENCES} == {key: key for key in SENTENCES}


def test_no_catalogue_keeps_a_sentence_that_nobody_says() -> None:
    assert {key for key in sentences("en") if " " in key} <= SENTENCES.keys() | HELP


def test_a_sentence_is_english_where_nobody_asks() -> None:
    sentence = Sentence(
        "from {day} it costs {money}: {names}",
        day=date(2026, 12, 31),
        money=Amount(-180_050, "MYR"),
        names=("a", "b"),
    )

    assert sentence == "from 2026-12-31 it costs MYR -1,800.50: a, b"
    assert words_of("fa").tell("anything else") == "anything else"


def test_figures_money_and_days_are_the_readers() -> None:
    bounds = Sentence(
        "{what} must be between {least} and {most}, not {value}",
        what="percent",
        least=0,
        most=1_000,
        value=Fraction(-5, 2),
    )
    over = Sentence("its last day was {last}", last=date(2026, 12, 31))
    dear = Sentence("all of these together may cost {total}", total=Amount(1_250, "IRR"))

    persian = words_of("fa")
    assert persian.tell(bounds) == (
        "\u2068percent\u2069 باید میان ۰ و ۱٬۰۰۰ باشد، نه −۲٫۵"  # a minus
    )
    assert "۱۰ دی ۱۴۰۵" in persian.tell(over)
    assert "۱۲٫۵۰ ریال" in persian.tell(dear)
    assert "22 ታኅሣሥ 2019" in words_of("am").tell(over)
    assert words_of("ms").tell(over) == "hari terakhirnya ialah 31 Dis 2026"
