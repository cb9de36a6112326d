"""Published statements without figures to compare: told as stories, with their source."""

import tomllib
from dataclasses import dataclass

from agent.programmes.playing import play
from agent.programmes.story_text import read_stories
from rules.programme import Programme
from sync.wire.programme.door import read_programme

HEAD = {
    "name": '"statement"',
    "version": "1",
    "currency": '"MYR"',
    "zone": '"Asia/Kuala_Lumpur"',
}

BASE = '[[earn]]\nkind = "per_spend"\nrule = "base"\nstep_minor = 100\n'
"""A point for every 1.00."""

PAY = """
[[rewards]]
kind = "points_tender"
rule = "pay"
step = 1
value_minor_per_step = 1
"""
"""A point pays 0.01."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was published, in our words, by whom; rules, and a story they tell."""

    says: str
    source: str
    rules: str
    story: str

    @property
    def name(self) -> str:
        """A short name for a test's report."""
        return self.says[:60].replace(" ", "-")


def document(rules: str) -> Programme:
    """Read rules as a programme, with the heading they leave out."""
    told = tomllib.loads(rules)
    head = "\n".join(
        f"{name} = {value}" for name, value in HEAD.items() if name not in told
    )
    return read_programme(f"{head}\n{rules}".encode(), form="toml")


def differences(statement: Statement) -> list[str]:
    """Play a statement; return what differs, which is nothing when it holds."""
    programme = document(statement.rules)
    found: list[str] = []
    for story in read_stories(statement.story.encode()):
        played = play(story, programme)
        found += [
            f"line {one.line}, {one.step}: expected {one.expected}, got {one.got}"
            for one in played.differences
        ]
        if not played.looked_at:
            found.append("nothing is expected")
    return found
