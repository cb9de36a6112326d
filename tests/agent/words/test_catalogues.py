"""The catalogues: complete in every language, compiled as written, their gaps the same."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import agent
from agent.pos.operations import OPERATIONS
from agent.words.catalogue import words_of
from agent.words.languages import LANGUAGES
from agent.words.terminal import words_here
from drivers.ports.port_fault import PortHint
from install.catalogues import WORDS, compiled

AGENT = Path(agent.__file__).parent
SAID = re.compile(r"""(?:say|count)\(\s*f?["']([a-z0-9_.]+)["']""")
CODES = tuple(LANGUAGES)
ASKED_BY_THE_PAGE = (
    "scan",
    "hold",
    "release",
    "enrol_member",
    "replace_card",
    "block_card",
    "attach",
    "suspend",
    "resume",
    "voucher",
    "receipt",
    "top_up",
    "print_slip",
)
NEVER_MET = {
    # The page writes its requests itself; what it cannot write it says in its own words.
    "not_json",
    "not_json_media",
    "body_too_large",
    "invalid_request",
    "receipt_or_card",
    "wrong_kind",
    "wrong_currency",
    "tenders_differ",
}


def catalogue(code: str) -> Catalog:
    """Read a language's words as they were written."""
    with (WORDS / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def sentences(code: str) -> dict[str, tuple[str, ...]]:
    """Return each key's words, one for each plural."""
    return {
        _key(message.id): (message.string,)
        if isinstance(message.string, str)
        else tuple(message.string or ())
        for message in catalogue(code)
        if message.id
    }


def _key(name: str | list[str] | tuple[str, ...]) -> str:
    return name if isinstance(name, str) else name[0]


def gaps(words: str) -> set[str]:
    """Name the values that a sentence wants."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("code", CODES)
def test_what_is_committed_is_what_was_written(code: str) -> None:
    assert (WORDS / f"{code}.mo").read_bytes() == compiled(WORDS / f"{code}.po")


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_every_key_with_the_same_gaps(code: str) -> None:
    english, own = sentences("en"), sentences(code)

    assert own.keys() == english.keys()
    for key, words in own.items():
        assert all(sentence.strip() for sentence in words) or key.startswith("list."), key
        assert {frozenset(gaps(sentence)) for sentence in words} == {
            frozenset(gaps(english[key][0]))
        }, key


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_nothing_is_left_in_english(code: str) -> None:
    english, own = sentences("en"), sentences(code)
    same = {key for key, words in own.items() if words[0] == english[key][0]}

    assert {key for key in same if not gaps(own[key][0]) and len(own[key][0]) > 3} <= {
        "tier.platinum"
    }


def test_every_key_that_a_page_says_is_in_the_catalogue() -> None:
    globs = (
        *("speech/*.py", "pages/*.py", "pages/templates/*.html", "slips/*.py"),
        "devices/glass.py",
    )
    files = [file for pattern in globs for file in AGENT.glob(pattern)]
    said = {key for file in files for key in SAID.findall(file.read_text("utf-8"))}

    assert {key for key in said if key not in words_of("en")} == set()


def test_every_refusal_that_the_page_can_meet_has_words_of_its_own() -> None:
    met = {
        problem
        for name in ASKED_BY_THE_PAGE
        for problem in OPERATIONS[name].problems
        if problem not in NEVER_MET
    }

    assert {code for code in met if f"no.{code}" not in words_of("en")} == set()


def test_whatever_a_port_asks_of_people_has_words() -> None:
    assert {hint for hint in get_args(PortHint) if hint not in words_of("en")} == set()


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "fa_IR.UTF-8"}, "fa"),
        ({"LANG": "fa_IR.UTF-8", "LC_ALL": "", "LC_MESSAGES": "am_ET"}, "am"),
        ({"LC_ALL": "ms", "LANG": "en_GB.UTF-8"}, "ms"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_a_terminal_is_spoken_to_in_its_own_language(
    environment: dict[str, str], code: str
) -> None:
    assert words_here(environment).language.code == code


@pytest.mark.parametrize("code", CODES)
def test_plurals_are_said_right(code: str) -> None:
    words = words_of(code)

    assert words.count("points", 1) != words.count("points", 2)
    assert words.count("points", 0)


def test_a_language_nobody_knows_is_english() -> None:
    assert words_of("tlh").say("key.why") == "Why?"
