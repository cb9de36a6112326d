"""Every example of the law's reference is read by the document's door, and played."""

import re
import tomllib
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from agent.programmes.playing import play
from agent.programmes.story_text import read_stories
from rules.campaigns.draws import Prize
from rules.conditions.counters import Cap, Uses
from rules.conditions.experiments import Arm
from rules.conditions.when import When
from rules.discounts.bundle_price import BundlePart
from rules.discounts.scale import Step
from rules.ladder.terms import EntryIssue
from rules.programme import Programme
from sync.wire.programme.door import read_programme

ROOM = Path(__file__).parents[2] / "rules"
READMES = {
    path.parent.relative_to(ROOM).as_posix(): path for path in ROOM.rglob("README.md")
}
"""The reference, by room; the house itself is ``.``."""

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


TOLD = {room: path.read_text("utf-8") for room, path in sorted(READMES.items())}
EXAMPLES = [(room, example) for room, text in TOLD.items() for example in examples(text)]
ROOMS = {
    "earn": "earn",
    "earning": "earn",
    "discounts": "discounts",
    "floors": "discounts",
    "combination": "combining",
    "units": "ladder",
    "ladder": "ladder",
    "calendar": "ladder",
    "week_begins": "ladder",
    "vouchers": "vouchers",
    "gift_cards": "vouchers",
    "wallet": "vouchers",
    "barred": "vouchers",
    "rewards": "rewards",
    "refund": "refund",
    "segments": "segments",
    "rfm": "segments",
    "issues": "issues",
    "regions": "conditions",
    "campaigns": "campaigns",
    "experiments": "campaigns",
    "draws": "campaigns",
    "cards": "members",
    "members_only": "members",
}
"""Which room tells of a section; of all others the house does."""

OF_ALL = (".", "conditions")
"""The rooms that tell what any section may say."""


def parts_of(document: type) -> dict[type, set[str]]:
    """Return every dataclass of a document, and by which of its sections it is reached."""
    found: dict[type, set[str]] = {document: {""}}
    for section, hint in get_type_hints(document).items():
        waiting = [hint]
        while waiting:
            here = waiting.pop()
            waiting += [part for part in get_args(here) if not isinstance(part, str)]
            if isinstance(here, type) and is_dataclass(here):
                known = found.setdefault(here, set())
                if section not in known:
                    known.add(section)
                    waiting += get_type_hints(here).values()
    return found


PARTS = parts_of(Programme)


@pytest.mark.parametrize(
    "example",
    [example for _, example in EXAMPLES],
    ids=[f"{room}-{example.line}" for room, example in EXAMPLES],
)
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


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_of_the_document_is_in_the_reference(part: type) -> None:
    texts = [TOLD[ROOMS.get(section, ".")] for section in sorted(PARTS[part])]
    names = [field.name for field in fields(part) if field.init]
    kinds = get_args(get_type_hints(part).get("kind")) or ()
    missing = [
        [name for name in (*names, *kinds) if not re.search(rf"[`\[]{name}[`\]]", text)]
        for text in (*texts, *(TOLD[room] for room in OF_ALL))
    ]

    assert min(missing, key=len) == []


def test_a_field_nobody_told_of_would_be_found() -> None:
    assert {When, Cap, Uses, Step, BundlePart, EntryIssue, Prize, Arm} <= PARTS.keys()


@pytest.mark.parametrize("room", sorted({*ROOMS.values()} & TOLD.keys()))
def test_every_room_of_the_reference_has_examples_that_are_played(room: str) -> None:
    assert any(example.story for at, example in EXAMPLES if at == room)


def test_the_map_names_every_room_of_the_reference() -> None:
    assert [room for room in TOLD if room != "." and f"({room}/" not in TOLD["."]] == []
