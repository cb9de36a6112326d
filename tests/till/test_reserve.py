"""Room set aside, given up once, and taken again when there is enough of it."""

from pathlib import Path

from sync.till.journal.reserve import Reserve

SIZE = 1 << 16
TOO_MUCH = 1 << 60


def test_room_is_really_taken_and_given_back(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", SIZE)

    assert reserve.keep()
    assert (tmp_path / "reserve").stat().st_blocks * 512 >= SIZE
    assert reserve.give_up()
    assert not (tmp_path / "reserve").exists()
    assert not reserve.give_up()


def test_a_reserve_outlives_the_till_that_made_it(tmp_path: Path) -> None:
    Reserve(tmp_path / "reserve", SIZE).keep()

    assert Reserve(tmp_path / "reserve", SIZE).is_held


def test_what_an_interrupted_till_left_is_no_reserve(tmp_path: Path) -> None:
    (tmp_path / "reserve").write_bytes(b"half")

    reserve = Reserve(tmp_path / "reserve", SIZE)

    assert not reserve.is_held
    assert reserve.keep()


def test_on_a_disk_without_room_for_others_nothing_is_set_aside(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", TOO_MUCH)

    assert not reserve.keep()
    assert not (tmp_path / "reserve").exists()
