"""Documents however broken, programmes however hostile: sentences, bounded time and memory.

Each test ends within its own few seconds, or pytest's clock fails it.
"""

import json
import tomllib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest

from agent.programmes.checking.finding import Question
from agent.programmes.checking.register import findings
from agent.programmes.playing import play
from agent.programmes.story import StoryFault
from agent.programmes.story_text import read_stories
from rules.evaluator import Evaluator
from rules.ground.refusal import Refusal
from rules.programme import Programme
from rules.sale.decisions import Quote
from sync.wire.programme.door import ProgrammeFault, read_programme
from tests.conformance.engine import basket, line, programme, standing

HEAD: Final = {"name": "p", "version": 1, "currency": "MYR", "zone": "Asia/Kuala_Lumpur"}
HERE: Final = Path(__file__).parents[2] / "programmes"
WHOLE: Final = [
    json.loads(json.dumps(tomllib.loads(path.read_text("utf-8"))))
    for path in (
        HERE / "rules.toml",
        Path(__file__).parents[3] / "install" / "programmes" / "demo.toml",
    )
]
JUNK: Final[tuple[object, ...]] = (
    *(None, True, -1, 0, 10**30, 1.5, "", "x" * 5_000, "1/0", "1e999999999", "\ud800"),
    *([], {}, [[[[]]]], {"kind": {}}, [None], "NaN", "2026-02-30", "-0", "٣", "a\nb"),
)
MEMORY_MAX: Final = 256 * 1024 * 1024


def read(document: bytes, form: str) -> Programme | ProgrammeFault:
    """Read a document, or return what is wrong with it."""
    try:
        return read_programme(document, form="toml" if form == "toml" else "json")
    except ProgrammeFault as fault:
        return fault


def mutated(random: Random, document: object) -> object:
    """Return a document with something replaced, taken out, put twice or put inside."""
    if isinstance(document, dict) and document and random.random() < 0.8:
        name = random.choice(list(document))
        changed = {**document, name: mutated(random, document[name])}
        if random.random() < 0.1:
            changed[random.choice(("zzz", "kind", "rule", "unit"))] = random.choice(JUNK)
        if random.random() < 0.1:
            del changed[name]
        return changed
    if isinstance(document, list) and document and random.random() < 0.8:
        at = random.randrange(len(document))
        changed_list = [*document]
        changed_list[at] = mutated(random, document[at])
        return changed_list * (2 if random.random() < 0.1 else 1)
    return random.choice(JUNK)


def broken_documents() -> Iterator[object]:
    """Yield documents with one to four things wrong, always the same ones."""
    random = Random(4)
    for _ in range(1_500):
        document: object = random.choice(WHOLE)
        for _ in range(random.randint(1, 4)):
            document = mutated(random, document)
        yield document


def test_a_broken_document_is_told_in_sentences_and_a_whole_one_is_used() -> None:
    used = 0
    for document in broken_documents():
        written = json.dumps(document).encode()
        rules = read(written, "json")
        if isinstance(rules, ProgrammeFault):
            assert rules.hint
            assert all(place for place in rules.places)
            continue
        used += 1
        findings(Question(programme=rules))
        sold = basket([line("1", 5_000), line("2", 990, pieces=3)])
        assert isinstance(Evaluator(rules).quote(sold, standing()), Quote | Refusal)
    assert used > 20


@pytest.mark.parametrize("form", ["toml", "json"])
def test_any_bytes_are_told_in_sentences(form: str) -> None:
    random = Random(5)
    text = (HERE / "rules.toml").read_bytes()
    if form == "json":
        text = json.dumps(WHOLE[0]).encode()
    for _ in range(400):
        cut = bytearray(text)
        for _ in range(random.randint(1, 8)):
            cut[random.randrange(len(cut))] = random.randrange(256)
        found = read(bytes(cut), form)
        assert not isinstance(found, ProgrammeFault) or found.places


@pytest.mark.parametrize(
    ("document", "form"),
    [
        (b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "json"),
        (b'{"a":' * 150_000 + b"1" + b"}" * 150_000, "json"),
        (b"a = " + b"[" * 100_000 + b"]" * 100_000, "toml"),
        (b"a." * 100_000 + b"b = 1", "toml"),
        (b'{"version":' + b"9" * 900_000 + b"}", "json"),
        (b'{"earn":[' + b"{}," * 340_000 + b"{}]}", "json"),
        (b"x" * 2_000_000, "json"),
        (b"\n".join(b"[[earn]]" for _ in range(25_000)), "toml"),
    ],
    ids=["arrays", "objects", "toml", "dots", "digits", "million-rules", "large", "tables"],
)
def test_a_hostile_document_is_refused_in_bounded_time_and_memory(
    document: bytes, form: str
) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ProgrammeFault) as caught:
            read_programme(document, form="toml" if form == "toml" else "json")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(caught.value.places) <= 21
    assert peak < MEMORY_MAX


@pytest.mark.parametrize(
    "exact", ["1e999999999", "1e-999999999", "9" * 4_000, "1/" + "7" * 4_000, "0x10"]
)
def test_a_number_beyond_sense_is_refused_at_once(exact: str) -> None:
    rule = {"kind": "multiplier", "rule": "m", "factor": exact}

    with pytest.raises(ProgrammeFault):
        read_programme(json.dumps({**HEAD, "earn": [rule]}).encode(), form="json")


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|aa)+$", "(a|a)*$", "(.*)*x", "(x+x+)+y", "(a?){40}a{40}", "a{9999999}"],
)
def test_a_pattern_that_could_be_tried_for_ever_is_found(pattern: str) -> None:
    document = {**HEAD, "cards": {"text_rules": [{"pattern": pattern}]}}

    rules = read(json.dumps(document).encode(), "json")

    assert isinstance(rules, ProgrammeFault) or [
        one.check for one in findings(Question(programme=rules))
    ] == ["card_rule_refused"]


@pytest.mark.parametrize("choose", ["in_order", "largest_first", "best"])
def test_many_discounts_on_a_long_receipt_end_in_time(choose: str) -> None:
    rules = [
        {"kind": "percent", "rule": f"d{at}", "percent": "1", "stacking": "always"}
        for at in range(400)
    ]
    document = programme(discounts=rules, combination={"choose": choose})

    quote = Evaluator(document).quote(
        basket([line(f"l{at}", 1_000 + at) for at in range(300)]), standing()
    )

    assert not isinstance(quote, Refusal)
    assert quote.exact == (choose != "best")


def test_ten_thousand_earn_rules_on_a_long_receipt_end_in_time() -> None:
    rules = [
        {"kind": "per_spend", "rule": f"e{at}", "step_minor": 100} for at in range(9_990)
    ]

    quote = Evaluator(programme(earn=rules)).quote(
        basket([line(f"l{at}", 1_000 + at) for at in range(100)]), standing()
    )

    assert not isinstance(quote, Refusal)
    assert {award.rule for award in quote.awards} == {f"e{at}" for at in range(9_990)}


def test_a_story_of_one_endless_line_is_refused_at_once() -> None:
    for text in (b"Sale 1:\n  " + b"1 x " * 60_000, b"Expect A: " + b"points 1, " * 20_000):
        with pytest.raises(StoryFault):
            read_stories(text)


def test_a_story_of_a_thousand_sales_is_played_in_time() -> None:
    sales = "".join(
        f"Sale {at} by Sara{at % 7}:\n  2 x MUG in coffee at 31.00\nLater 1 hour\n"
        for at in range(900)
    )
    members = "".join(f"Member Sara{at}\n" for at in range(7))
    (story,) = read_stories(f"{members}{sales}Expect Sara1: owed 0\n".encode())
    demo = Path(__file__).parents[3] / "install" / "programmes" / "demo.toml"

    played = play(story, read_programme(demo.read_bytes(), form="toml"))

    assert played.differences == ()
