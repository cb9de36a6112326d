"""From a programme's file and a basket's to the basket explained."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from agent.counter.asked.requests import QuoteRequest
from agent.counter.records.facts import law_line
from agent.pos.requests.shapes import QUOTE
from agent.programmes.allotting import allotments
from agent.programmes.explaining import (
    MEND_THE_BASKET,
    Explained,
    explain,
    explain_basket,
    refused_words,
)
from agent.programmes.playing import Stage
from agent.programmes.programme_files import content, load
from agent.programmes.story import StoryFault
from agent.programmes.story_files import stories_of
from agent.programmes.story_text import read_stories
from agent.programmes.waterfall import figures, told
from agent.speech.tongue import Setting, Tongue
from agent.words.catalogue import words_of
from rules.ground.refusal import Refusal
from rules.ground.sentence import Sentence
from rules.sale.basket import Basket
from sync.wire.programme.words import at, wrong

_YOU: Final = "you"
_HINT: Final = Sentence("A basket in JSON is the body of POST /v1/quotes.")


def explained(programme: Path, basket: Path, member: str | None = None) -> Explained:
    """Explain a quote's body (``.json``), or the last basket of a file's last story.

    ``member`` tells of a member as a story does (``tier gold, points 900``), empty of a new
    one; None of nobody. Raises a Fault that says what is wrong where.
    """
    stage = Stage(load(programme))
    if basket.suffix != ".json":
        return explain(stage, stories_of(basket)[-1])
    asked = _body(basket)
    stage.shop.now = asked.at.astimezone(UTC)
    if member is not None:
        for step in read_stories(f"Member {_YOU}: {member}".encode())[0].steps:
            stage.do(step)
    found = explain_basket(
        stage.shop,
        Basket(
            currency=asked.currency,
            at=asked.at.astimezone(UTC),
            lines=tuple(law_line(line) for line in asked.lines),
            coupons=asked.coupons,
            budgets=allotments(stage.shop, ""),
        ),
        _YOU if member is not None else "",
    )
    if isinstance(found, Refusal):
        said = Sentence("{file}: {what}.", file=str(basket), what=refused_words(found))
        raise StoryFault(said, hint=MEND_THE_BASKET)
    return found


def lines(found: Explained, language: str) -> Iterator[str]:
    """Yield the waterfall in a language; one nobody knows is English."""
    setting = Setting(
        currency=found.basket.currency, zone=ZoneInfo("UTC"), rules=figures(found)
    )
    return told(found, Tongue(words_of(language), setting))


def _body(path: Path) -> QuoteRequest:
    try:
        asked = QUOTE.validate_json(content(path))
    except ValidationError as error:
        # Never what was sent: a basket may hold anybody's card.
        first = at(*next(wrong(error, {}, lambda _: ())))
        said = Sentence("{file}: {what}", file=str(path), what=first)
        raise StoryFault(said, hint=_HINT) from None
    if not isinstance(asked, QuoteRequest):
        said = Sentence("{file} asks about a refund.", file=str(path))
        raise StoryFault(said, hint=_HINT)
    return asked
