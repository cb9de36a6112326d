"""Whether the patterns that tell cards are ones a till can try in bounded time."""

import re
from collections.abc import Iterator

from rules.ground.sentence import Sentence
from rules.programme import Programme
from sync.wire.programme.words import at

PATTERN_CHARACTERS_MAX = 200
CARD_RULES_MAX = 200
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,\}|.", re.DOTALL)
_ENDLESS = re.compile(r"[*+]|\{\d*,\}")


def cards(programme: Programme) -> Iterator[Sentence]:
    """Yield a sentence for each way to tell a card that no till could take."""
    terms = programme.cards
    if (
        len(terms.member_iins) + len(terms.text_rules) + len(terms.ean_rules)
        > CARD_RULES_MAX
    ):
        said = Sentence("it holds more than {most}", most=CARD_RULES_MAX)
        yield at("cards", said)
        return
    for number, rule in enumerate(terms.text_rules, start=1):
        place = f"cards, text_rules {number}, pattern"
        if not 0 < len(rule.pattern) <= PATTERN_CHARACTERS_MAX:
            said = Sentence("must have 1 to {most} characters", most=PATTERN_CHARACTERS_MAX)
            yield at(place, said)
            continue
        try:
            re.compile(rule.pattern)
        except (re.error, RecursionError, OverflowError) as error:
            why = str(error)[:PATTERN_CHARACTERS_MAX]
            yield at(place, Sentence("is no regular expression ({why})", why=why))
            continue
        if _repeats_a_repeat(rule.pattern):
            said = Sentence("repeats what is repeated already; no till would take it")
            yield at(place, said)


def _repeats_a_repeat(pattern: str) -> bool:
    """Say whether a group without end holds another: some text keeps such a one busy.

    Tills count all the ways a pattern can be tried; this is what is never few.
    """
    inside, closed = [False], False
    for token in _TOKEN.finditer(pattern):
        sign = token[0]
        if _ENDLESS.fullmatch(sign):
            if closed:
                return True
            inside[-1] = True
        closed = False
        if sign == "(":
            inside.append(False)
        elif sign == ")" and len(inside) > 1:
            closed = inside.pop()
            inside[-1] |= closed
    return False
