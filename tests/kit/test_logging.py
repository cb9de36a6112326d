"""The log: JSON lines in which no long run of digits survives."""

import io
import json
import re
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from sync.kit.logging import masked, render

CARD = "4111111111111111"


def logged(**fields: object) -> str:
    """Return the line that an event becomes."""
    stream = io.StringIO()
    render("info", {"event": "heard", **fields}, stream)
    return stream.getvalue()


def test_an_event_is_one_json_line_with_its_instant() -> None:
    line = logged(room="ears", count=3)

    value = json.loads(line)
    assert line.count("\n") == 1
    assert value["event"] == "heard"
    assert value["count"] == 3
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value["at"])


def test_a_card_number_is_masked_wherever_it_stands() -> None:
    line = logged(
        word=f"card {CARD}",
        spaced="4111 1111 1111 1111",
        dashed="4111-1111-1111-1111",
        number=int(CARD),
        inner={"list": [CARD], CARD: 1},
        data=CARD.encode(),
    )

    assert not re.search(r"\d{6}", line)
    assert "1111" not in line


@given(st.text(st.sampled_from("0123456789 a-"), max_size=60))
def test_no_text_keeps_six_digits_in_a_row(text: str) -> None:
    assert not re.search(r"\d{6}", masked(text))


@given(st.text(max_size=60).filter(lambda text: not re.search(r"\d", text)))
def test_text_without_digits_is_kept_as_it_is(text: str) -> None:
    assert masked(text) == text


def test_short_numbers_are_kept() -> None:
    assert masked("store 12345, record t1.3-1842, 2026-11-21") == (
        "store 12345, record t1.3-1842, 2026-11-21"
    )


def test_a_librarys_warning_is_masked_and_its_exceptions_words_are_left_out() -> None:
    program = (
        "import logging\n"
        "from sync.kit.logging import hear_libraries\n"
        "hear_libraries()\n"
        "try:\n    int('x4111111111111111')\n"
        "except ValueError:\n"
        "    logging.getLogger('lib').exception('saw %s', 411111111111)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    (line,) = done.stderr.splitlines()
    value = json.loads(line)
    assert value["exception"] == "ValueError"
    assert value["words"] == "saw ############"
    assert "x4111" not in line
