"""Every example of the law's reference is read by the document's door, and played."""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_args

import pytest

from agent.programmes.playing import play
from agent.programmes.story_text import read_stories
from rules.combining.terms import Combination
from rules.counters import Cap, Uses
from rules.discounts import Discount
from rules.discounts.bundle_price import BundlePart
from rules.discounts.scale import Step
from rules.earn import EarnRule
from rules.earning_terms import EarningTerms
from rules.floors import Floor
from rules.programme import Programme, RefundTerms
from rules.when import When
from sync.wire.programme import read_programme

README = Path(__file__).parents[2] / "rules" / "README.md"
HEAD = {
    "name": '"example"',
    "version": "1",
    "currency": '"MYR"',
    "zone": '"Asia/Kuala_Lumpur"',
}
"""What an example leaves out because every programme says it."""

_BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STORY = "#>"


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block of the reference: its line, its document and its story."""

    line: int
    document: str
    story: str


def examples(text: str) -> list[Example]:
    """Return every block of TOML, what it leaves out filled in."""
    found = []
    for match in _BLOCK.finditer(text):
        lines = match[1].splitlines()
        told = tomllib.loads(match[1])
        head = [f"{name} = {value}" for name, value in HEAD.items() if name not in told]
        story = [line.removeprefix(_STORY)[1:] for line in lines if line.startswith(_STORY)]
        line = text.count("\n", 0, match.start()) + 1
        found.append(Example(line, "\n".join([*head, *lines]), "\n".join(story)))
    return found


def read(example: Example) -> Programme:
    """Read an example as a programme."""
    return read_programme(example.document.encode(), form="toml")


EXAMPLES = examples(README.read_text("utf-8"))

DESCRIBED = (
    *get_args(EarnRule),
    *get_args(Discount),
    *(When, EarningTerms, Combination, Floor, RefundTerms, Cap, Uses, Step, BundlePart),
)
"""What the sections on conditions, earning, discounts, combining and refunds tell of."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"line-{one.line}")
def test_an_example_of_the_reference_does_what_it_says(example: Example) -> None:
    programme = read(example)

    for story in read_stories(example.story.encode()) if example.story else ():
        played = play(story, programme)
        assert played.differences == ()
        assert played.looked_at > 0


def test_an_example_that_says_too_much_would_be_found() -> None:
    (example,) = examples(
        '```toml\n[[earn]]\nkind = "per_spend"\nrule = "base"\nstep_minor = 100\n'
        "#> Member Sara\n#> Sale 1 by Sara\n#>   1 x M at 5.00\n#>   expect earned 6\n```\n"
    )

    (story,) = read_stories(example.story.encode())
    (difference,) = play(story, read(example)).differences

    assert (difference.expected, difference.got) == ("earned 6", "earned 5 (base 5)")


@pytest.mark.parametrize("part", DESCRIBED, ids=lambda part: part.__name__)
def test_every_field_of_the_document_is_in_the_reference(part: type) -> None:
    told = README.read_text("utf-8")
    names = [field.name for field in fields(part)]

    assert [name for name in names if f"`{name}`" not in told] == []


def test_the_reference_has_examples() -> None:
    assert any(example.story for example in EXAMPLES)
