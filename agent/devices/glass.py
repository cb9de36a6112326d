"""What a customer's display shows: two lines, in words and a name that it can show."""

from collections.abc import Callable, Iterable

from agent.counter.ground.answers import Answer
from agent.counter.ground.parts import rows, whole
from agent.words.catalogue import DEFAULT, Words, words_of
from drivers.mouth.displays.lines import has_all, plain, side_by_side
from drivers.mouth.displays.register import Display
from drivers.mouth.displays.romanised import romanised
from drivers.mouth.speaker import Job, Speaker
from rules.value.ledger import POINTS

GOOD_S = 20
"""A greeting that a display could not show for so long is no greeting any more."""


class Glass:
    """One display. Every call only queues; the newest thing said wins."""

    def __init__(
        self, speaker: Speaker, display: Display, *, workstation: str, words: Words
    ) -> None:
        self.speaker = speaker
        self.workstation = workstation
        self._display = display
        self._words = words

    def greet(self, first_name: str, member: Answer) -> None:
        """Greet who was scanned, by their first name where it can be shown."""
        name = showable(first_name)
        hello = self._words.say("display.hello", name=name)
        upper = hello if name else self._words.say("display.welcome")
        self._show(upper, self._points("display.points", _available(member)))

    def thank(self, earned: Iterable[Answer], member: Answer) -> None:
        """Thank for a sale, without a name: it stands there for others to read."""
        points = sum(whole(row, "points") for row in earned if row.get("unit") == POINTS)
        lower = self._points("display.earned", points) if member else ""
        self._show(self._words.say("display.thanks"), lower)

    def _points(self, key: str, points: int) -> str:
        return side_by_side(plain(self._words.say(key)), f"{points:,}")

    def _show(self, upper: str, lower: str) -> None:
        data = self._display.encode((plain(upper), lower))
        self.speaker.say(Job(name="display", make=lambda: data, good_s=GOOD_S))


def showable(name: str) -> str:
    """Return a name as a display can show it; empty where that would be a guess."""
    return plain(name) if has_all(name) else romanised(name)


def words_for_display(language: str) -> Words:
    """Return a language's words, or English where a display has not their letters."""
    words = words_of(language)
    return words if has_all(words.say("display.welcome")) else words_of(DEFAULT)


def welcome(display: Display, words: Words) -> Callable[[], bytes]:
    """Return what a display shows while nobody is there."""
    return lambda: display.encode((words.say("display.welcome"), ""))


def _available(member: Answer) -> int:
    for balance in rows(member.get("balances")):
        if balance.get("unit") == POINTS:
            return whole(balance, "available")
    return 0
