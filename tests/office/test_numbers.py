"""New card numbers: allotted in ranges to one life each, none twice, restored or not."""

import sqlite3
from pathlib import Path

from tests.stories.chain import a_chain, said


def test_no_two_tills_have_a_number_in_common(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S01", "S02") as chain:
        ranges = _ranges(chain.office.look())

    assert len({first for _, first, _ in ranges}) == len(ranges) == 3
    assert len({till for till, _, _ in ranges}) == 3


def test_a_till_whose_answer_was_lost_is_told_its_range_again(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01") as chain:
        (till,) = chain.tills
        for at in range(90):
            said(till.enrol(key=f"w{at}"))
        till.till.line.expect(["fine", "fine", "unanswered"])
        till.sync()
        assert len(_ranges(chain.office.look())) == 2

        till.sync()
        assert len(_ranges(chain.office.look())) == 2
        assert said(till.enrol(key="one-more"))["card"]


def test_a_restored_office_allots_other_numbers(tmp_path: Path) -> None:
    with a_chain(tmp_path, "S01", "S01") as chain:
        one, two = chain.tills
        chain.office.back_up()
        for at in range(90):
            said(one.enrol(key=f"w{at}"))
        one.sync()
        lost = _ranges(chain.office.look())
        chain.office.restore()
        for at in range(90):
            said(two.enrol(key=f"w{at}"))
        chain.sync()

        (newest,) = set(_ranges(chain.office.look())) - set(lost)
        assert newest[0] == two.till.life.till
        assert all(abs(newest[1] - first) >= count for _, first, count in lost)


def _ranges(look: sqlite3.Connection) -> list[tuple[str, int, int]]:
    rows = look.execute("SELECT till, first, count FROM numbers ORDER BY first")
    return [(till, first, count) for till, first, count in rows]
