"""Ways to tell a card that no till would use."""

from collections.abc import Iterator

from agent.counter.ground.recognition import recognition_of
from agent.programmes.checking.finding import Finding, Question
from rules.ground.sentence import Sentence


def cards(question: Question) -> Iterator[Finding]:
    """Ask a till's own recognition which patterns it refuses."""
    _, refused = recognition_of(question.programme.cards)
    for sentence in refused:
        yield Finding(
            weight="error",
            check="card_rule_refused",
            place="cards",
            says=Sentence("a till would leave this out: {why}", why=sentence.rstrip(".")),
            mend=Sentence("write a pattern that can be tried in few ways"),
        )
