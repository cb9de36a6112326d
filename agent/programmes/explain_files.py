"""From a programme's file and a basket's to the basket explained."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.pages.tongue import Setting, Tongue
from agent.programmes.explaining import Explained, explain
from agent.programmes.playing import Stage
from agent.programmes.programme_files import load
from agent.programmes.story_files import stories_of
from agent.programmes.waterfall import figures, told
from agent.words.catalogue import words_of


def explained(programme: Path, basket: Path) -> Explained:
    """Explain the last basket of a file's last story; a Fault tells what is wrong where."""
    return explain(Stage(load(programme)), stories_of(basket)[-1])


def lines(found: Explained, language: str) -> Iterator[str]:
    """Yield the waterfall in a language; one nobody knows is English."""
    setting = Setting(
        currency=found.basket.currency, zone=ZoneInfo("UTC"), rules=figures(found)
    )
    return told(found, Tongue(words_of(language), setting))
