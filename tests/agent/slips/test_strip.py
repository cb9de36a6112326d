"""What a cashier is told of a printer, on the strip above every page."""

import pytest

from agent.pages.door.page_doors import LineState
from agent.pages.screen.drawing import draw_strip
from agent.speech.tongue import Setting, Tongue
from agent.words.catalogue import words_of
from agent.words.languages import LANGUAGES
from drivers.mouth.printers.status import Condition
from drivers.mouth.speaker import SpeakerState

ONLINE = LineState(is_online=True, waiting=0)


def printer(condition: Condition, *, fault: str | None = None) -> SpeakerState:
    """Return how a printer is."""
    return SpeakerState(
        device="counter",
        port="tcp://192.0.2.7",
        is_running=True,
        condition=condition,
        waiting=1,
        done=0,
        dropped=0,
        fault=fault,
    )


def strip(code: str, *printers: SpeakerState) -> str:
    """Draw the strip of a page in a language."""
    return draw_strip(Tongue(words_of(code), Setting(rules={})), ONLINE, printers)


def test_a_printer_that_is_well_is_not_worth_a_word() -> None:
    assert strip("en", printer("ready"), printer("unknown")) == strip("en")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (printer("paper_low"), "counter: the paper is nearly out"),
        (printer("paper_out"), "counter: no paper. Slips wait; sell on"),
        (printer("cover_open"), "counter: the cover is open. Slips wait; sell on"),
        (printer("trouble"), "counter does not answer. Slips wait; sell on"),
        (printer("ready", fault="off"), "counter does not answer. Slips wait; sell on"),
    ],
)
def test_what_is_wrong_stands_before_how_the_line_is(
    state: SpeakerState, words: str
) -> None:
    assert strip("en", state) == f"{words} · {strip('en')}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_told_in_every_language(code: str) -> None:
    said = strip(code, printer("paper_out"))

    assert said.startswith("counter")
    assert "printer." not in said
