"""The programmes to start from: clean, and every story that is told of them holds."""

from pathlib import Path

import pytest

from agent.programmes.checking.asking import ask
from agent.programmes.playing import play
from agent.programmes.programme_files import load
from agent.programmes.story import Story
from agent.programmes.story_text import read_stories
from tests.architecture.sources import ROOT

FOLDER = ROOT / "install" / "programmes"
DEMO = "demo.toml"
TEMPLATES = sorted(path for path in FOLDER.glob("*.toml") if path.name != DEMO)
STORIES = [
    (path, story)
    for path in sorted(FOLDER.glob("*.story"))
    for story in read_stories(path.read_bytes())
]


def named(path: Path) -> str:
    """Name a case after its programme."""
    return path.stem


def test_there_is_a_template_for_each_well_known_shape() -> None:
    assert {path.stem for path in TEMPLATES} == {
        "beauty-club",
        "cashback-wallet",
        "coffee-stars",
        "fuel-and-grocery",
        "punch-card",
        "spend-club",
    }


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_check_finds_nothing_to_mend(path: Path) -> None:
    assert ask(path) == ()


@pytest.mark.parametrize(
    ("path", "story"),
    STORIES,
    ids=[f"{path.stem}: {story.title}" for path, story in STORIES],
)
def test_a_story_of_a_template_holds(path: Path, story: Story) -> None:
    played = play(story, load(path.with_suffix(".toml")))

    assert played.differences == ()
    assert played.looked_at > 0


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_rule_of_a_template_has_its_place_in_a_story(path: Path) -> None:
    programme = load(path)
    told = path.with_suffix(".story").read_text("utf-8")
    rules = [
        rule.rule for rule in (*programme.earn, *programme.discounts, *programme.issues)
    ]

    silent = [rule for rule in rules if rule not in told]
    assert silent == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_section_of_a_template_begins_with_a_note(path: Path) -> None:
    blocks = path.read_text("utf-8").split("\n\n")
    sections = ["".join(_section_of(block)) for block in blocks]

    unexplained = [
        block
        for block, section, before in zip(blocks, sections, ["", *sections], strict=False)
        if not block.startswith("#") and section.strip("[]").split(".")[0] not in before
    ]
    assert unexplained == []


def _section_of(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.startswith("[")][:1]
