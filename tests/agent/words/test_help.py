"""What the command line says of itself: every text of it in every language."""

import argparse
import ast
import inspect
import re
import sys
from argparse import PARSER
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import cast, get_args

import pytest

import sync.kit
from agent.monitoring.health import Status
from agent.pos.intakes.found import Kind
from agent.pos.intakes.table.mapping import KindWord
from agent.words.languages import LANGUAGES
from drivers.mouth.printers.status import Condition
from drivers.recorded.identify import Sign
from sync.kit.arguments import Parser, asked_language, parsed
from sync.kit.cli import GROUP, HEADINGS, main
from sync.kit.registers import read_register
from sync.kit.words import spoken
from sync.till.journal.journal import Room
from tests.agent.words.test_catalogues import sentences

ROOT = Path(sync.kit.__path__[0]).parents[1]
ROOMS = ("agent", "sync", "install")
NOT_FOR_WHO_TYPES = re.compile(
    # What argparse says to who declares arguments wrongly, or of what no command here has.
    r"conflict|called|callable|\(\) not defined|dest=|subparser|unknown parser|cannot merge"
    r"|invalid option string|mutually exclusive arguments must|'required' is|\"-\""
    r"|can't open|deprecated|unexpected option|version number|subcommands|%\(heading\)s"
    r"|\(default: |: warning"
)
GAP = re.compile(r"%\(\w+\)[rs]|%[rs]|\{\w+\}")


def parsers() -> Iterator[tuple[str, Parser]]:
    """Yield what is typed for each command and its parser, those inside commands too."""
    for name, module in read_register(GROUP, sys.path):
        command = import_module(module)
        parser = Parser(prog=f"vafa {name}", description=command.SUMMARY)
        command.register(parser)
        yield from _with_inner(name, parser)


def _with_inner(name: str, parser: Parser) -> Iterator[tuple[str, Parser]]:
    yield name, parser
    for inner, its in _inner(parser).items():
        yield from _with_inner(f"{name} {inner}", its)


def _inner(parser: Parser) -> dict[str, Parser]:
    found = (action.choices for action in _actions(parser) if action.nargs == PARSER)
    return cast("dict[str, Parser]", next(found, {}))  # what add_parser made


def _actions(parser: Parser) -> list[argparse.Action]:
    return parser._actions  # noqa: SLF001  # argparse tells them nowhere else


def declared() -> Iterator[str]:
    """Yield every text that a command's author wrote, but the summaries of inner ones."""
    for parser in PARSERS.values():
        yield from (parser.description or "", parser.epilog or "")
        yield from (action.help or "" for action in _actions(parser))


def argparses_own() -> Iterator[str]:
    """Yield what this Python's argparse says to who types."""
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and _name(node) in {"_", "ngettext"}:
            yield from _first(node)


def said() -> Iterator[str]:
    """Yield the plain English that modules say themselves."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            text = file.read_text("utf-8")
            if "sync.kit.words import" in text:
                for node in ast.walk(ast.parse(text)):
                    if isinstance(node, ast.Call) and _name(node) == "say":
                        yield from _first(node)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _first(call: ast.Call) -> Iterator[str]:
    first = call.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield first.value


PARSERS = dict(parsers())
OWN = {text for text in argparses_own() if not NOT_FOR_WHO_TYPES.search(text)}
# What the till tells in a word: `vafa status` says it with blanks.
TOLD = {
    word.replace("_", " ")
    for kind in (Status, Condition, Room, Kind, KindWord, Sign)
    for word in get_args(kind)
}
# What `vafa intake` counts beside.
COUNTED = {
    *(f"{kind.replace('_', ' ')} to book" for kind in get_args(Kind)),
    *("cancelled", "control", "empty", "refused", "tender control"),
}
HELP = {*filter(None, declared()), *OWN, *said(), *HEADINGS, *TOLD, *COUNTED}


@pytest.mark.parametrize("code", tuple(LANGUAGES))
def test_every_text_of_the_command_line_has_words_with_the_same_gaps(code: str) -> None:
    own = sentences(code)

    assert {text for text in HELP if text not in own} == set()
    assert {
        text
        for text in HELP
        for words in own[text]
        if sorted(GAP.findall(words)) != sorted(GAP.findall(text))
    } == set()


def test_english_help_says_what_the_code_says() -> None:
    english = sentences("en")

    assert {text: english[text][0] for text in HELP} == {text: text for text in HELP}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize("typed", PARSERS)
def test_help_leaves_nothing_in_english(
    typed: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with spoken(code), pytest.raises(SystemExit):
        parsed(PARSERS[typed], ["--help"])

    shown = _on_one_line(capsys.readouterr().out)
    assert {text for text in HELP if " " in text and _on_one_line(text) in shown} == set()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("typed", "arguments", "wrong"),
    [
        ("office", [], "خطا: این‌ها لازم است: COMMAND"),
        ("status", ["--jsn"], "خطا: شناخته نیست: --jsn"),
        ("enrol", ["--office"], "خطا: --office: یک مقدار می‌خواهد"),
        (
            "programme simulate",
            ["a.toml", "b.csv", "--margin", "101"],
            "خطا: --margin: \u2068101\u2069 میان ۰ و ۱۰۰ نیست",
        ),
    ],
)
def test_what_was_typed_wrong_is_said_in_the_language(
    typed: str, arguments: list[str], wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with spoken("fa"), pytest.raises(SystemExit) as left:
        parsed(PARSERS[typed], arguments)

    assert left.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"vafa {typed}: {wrong}"


def test_a_language_that_is_asked_for_counts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["programme", "check", "--lang", "ms", "--help"])

    assert capsys.readouterr().out.startswith("guna: vafa programme check")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--lang", "am", "FILE"], "am"),
        (["FILE", "--lang=ms"], "ms"),
        (["FILE"], ""),
        (["FILE", "--lang"], ""),
    ],
)
def test_the_language_is_found_before_anything_is_parsed(
    arguments: list[str], code: str
) -> None:
    assert asked_language(arguments) == code


def test_argparse_has_its_own_words_back_afterwards() -> None:
    before = vars(argparse)["_"], vars(argparse)["ngettext"]

    with spoken("am"), pytest.raises(SystemExit):
        parsed(Parser(prog="x"), ["--what"])

    assert (vars(argparse)["_"], vars(argparse)["ngettext"]) == before


def test_an_unknown_command_is_told_in_the_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with spoken("ms"):
        assert main(["statsu"]) == 2

    assert capsys.readouterr().err == (
        "vafa: tiada perintah statsu. Maksud anda: vafa status\n"
    )
