"""How the demo tells: a line a step, a closing table, and the same as data."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from install.demo.telling import Telling, money, points


def _told(out: io.StringIO | None = None) -> Telling:
    telling = Telling(out)
    telling.chapter("A chapter")
    telling.step("scan", "somebody comes in", took_us=1234, name="سارا")
    telling.finding("it holds", holds=True, seen="twice")
    return telling


def test_a_step_is_one_line_with_its_milliseconds_and_no_colour_off_a_terminal() -> None:
    out = io.StringIO()
    _told(out).close()

    lines = [line.split() for line in out.getvalue().splitlines() if line]
    assert lines[:2] == [["A", "chapter"], ["1.2", "ms", "scan", "somebody", "comes", "in"]]
    assert lines[-1] == ["it", "holds", "holds", "twice"]
    assert "\033" not in out.getvalue()


def test_the_story_as_data_holds_what_was_told() -> None:
    story = json.loads(_told().as_json(broken=""))

    assert story["holds"] is True
    assert story["steps"][0] == {
        "chapter": "A chapter",
        "step": "scan",
        "said": "somebody comes in",
        "took_us": 1234,
        "facts": {"name": "سارا"},
    }
    assert story["proof"] == [{"claim": "it holds", "holds": True, "seen": "twice"}]


def test_a_story_without_a_proof_or_with_a_broken_one_does_not_hold() -> None:
    assert not Telling().holds

    telling = _told()
    telling.finding("this does not", holds=False, seen="-")
    assert not telling.holds


@given(st.integers(-(10**12), 10**12))
def test_money_is_written_with_its_two_places(minor: int) -> None:
    text = money(minor).replace("RM ", "").replace(",", "")

    assert round(float(text) * 100) == minor


def test_one_point_is_one_point() -> None:
    assert [points(count) for count in (0, 1, 1240)] == [
        "0 points",
        "1 point",
        "1,240 points",
    ]
