"""What becomes of files in a watched folder, round by round."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from agent.loop.inbox import BusyFault
from agent.pos.intakes import folder as watched
from agent.pos.intakes.folder import Folder
from agent.pos.intakes.masking import mask_file
from agent.pos.intakes.places import Places
from agent.pos.intakes.poslog.reading import read
from agent.pos.intakes.taking import Taken, take
from tests.agent.counter.shop import FakeClock
from tests.agent.intakes.poslog import (
    control,
    item,
    log,
    member,
    plain_sale,
    tender,
    transaction,
)
from tests.agent.intakes.taking import PAYMENT_CARD, TERMS, Table

BAD = log(plain_sale(7), transaction(item(1, "lots"), number=8))


class Drop:
    """A folder that is looked at when the test says so."""

    def __init__(self, path: Path, laid: Table, *, owner: str = "t1") -> None:
        self.path = path
        path.mkdir(exist_ok=True)
        self._laid = laid
        self.folder = Folder(
            Places(path, owner),
            self.take,
            mask=lambda path: mask_file(path, laid.shop.counter.is_payment_card),
            every=timedelta(seconds=2),
            clock=FakeClock(),
        )

    def take(self, file: BinaryIO) -> Taken:
        """Take a file as the till does."""
        return take(file, read, TERMS, self._laid.book)

    def put(self, name: str, data: bytes) -> None:
        """Drop a file."""
        (self.path / name).write_bytes(data)

    def look(self, times: int = 1) -> None:
        """Let time pass."""
        for _ in range(times):
            self.folder.look()

    def files(self) -> dict[str, list[str]]:
        """Return what stands where, folders that hold nothing left out."""
        found: dict[str, list[str]] = {}
        for file in sorted(self.path.rglob("*")):
            if file.is_file():
                place = str(file.parent.relative_to(self.path))
                found.setdefault(place, []).append(file.name)
        return found


@pytest.fixture
def drop(laid: Table, tmp_path: Path) -> Drop:
    """Return a folder at the till's side."""
    return Drop(tmp_path / "export", laid)


def test_a_file_is_taken_once_it_stood_still_for_two_looks(drop: Drop) -> None:
    drop.put("a.xml", log(plain_sale(1)))
    drop.look()
    drop.put("a.xml", log(plain_sale(1), plain_sale(2)))
    drop.look()
    before = drop.files()

    drop.look()

    assert before == {".": ["a.xml"]}
    assert drop.files() == {"done": ["a.xml"]}
    assert dict(drop.folder.state.documents) == {"booked": 2}


def test_a_bad_file_is_rejected_with_a_plain_reason_beside_it(
    drop: Drop, laid: Table
) -> None:
    drop.put("day.xml", BAD)

    drop.look(2)

    assert drop.files() == {"rejected": ["day.xml", "day.xml.why.txt"]}
    why = (drop.path / "rejected" / "day.xml.why.txt").read_text("utf-8")
    assert why.startswith("Documents: 1 booked, 1 refused.\nWhat is booked stays booked")
    assert (
        "transaction 2 (workstation 31, number 8, day 2026-11-21): the price of line 1"
        in why
    )
    assert laid.shop.records == 1


def test_a_rejected_file_may_be_dropped_again_as_often_as_one_likes(
    drop: Drop, laid: Table
) -> None:
    for _ in range(3):
        drop.put("day.xml", BAD)
        drop.look(2)

    assert drop.files()["rejected"] == [
        "day.2.xml",
        "day.2.xml.why.txt",
        "day.3.xml",
        "day.3.xml.why.txt",
        "day.xml",
        "day.xml.why.txt",
    ]
    assert laid.shop.records == 1


def test_no_file_is_written_over_another(drop: Drop) -> None:
    for number in (1, 2):
        drop.put("sales.xml", log(plain_sale(number)))
        drop.look(2)

    assert drop.files() == {"done": ["sales.2.xml", "sales.xml"]}


@pytest.mark.parametrize(
    "name", [".hidden.xml", "a.xml.tmp", "a.PART", "~a.xml", "a.xml~", "a.why.txt"]
)
def test_what_is_not_finished_by_its_name_is_left_alone(drop: Drop, name: str) -> None:
    drop.put(name, log(plain_sale(1)))

    drop.look(5)

    assert drop.files() == {".": [name]}


def test_what_is_no_plain_file_is_left_alone(drop: Drop, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(log(plain_sale(1)))
    (drop.path / "link.xml").symlink_to(secret)
    os.mkfifo(drop.path / "pipe.xml")

    drop.look(5)

    assert drop.folder.state.state == "watching"
    assert dict(drop.folder.state.documents) == {}
    assert secret.exists()


def test_an_empty_file_is_waited_for_and_then_said(drop: Drop) -> None:
    drop.put("a.xml", b"")
    drop.look(watched.EMPTY_LOOKS - 1)
    before = drop.files()

    drop.look()

    assert before == {".": ["a.xml"]}
    assert drop.files() == {"rejected": ["a.xml", "a.xml.why.txt"]}


def test_a_file_too_large_is_not_read(drop: Drop) -> None:
    with (drop.path / "big.xml").open("wb") as file:
        file.truncate(watched.FILE_BYTES_MAX + 1)

    drop.look(2)

    why = (drop.path / "rejected" / "big.xml.why.txt").read_text("utf-8")
    assert "it is larger than 64 MiB" in why


@pytest.mark.parametrize("name", ["x" * 250 + ".xml", "caf\udce9.xml", "naïve file.xml"])
def test_any_name_will_do(drop: Drop, name: str) -> None:
    drop.put(name, BAD)

    drop.look(2)

    assert len(drop.files()["rejected"]) == 2
    assert drop.folder.state.last_name.encode()


def test_a_name_that_looks_like_a_payment_card_is_not_shown(drop: Drop) -> None:
    drop.put(f"{PAYMENT_CARD}.xml", log(plain_sale(1)))

    drop.look(2)

    assert PAYMENT_CARD not in drop.folder.state.last_name


def test_a_payment_cards_number_is_masked_in_the_file_and_the_sale_goes_through(
    drop: Drop, laid: Table
) -> None:
    account = f"<AccountNumber>{PAYMENT_CARD}</AccountNumber>"
    parts = [
        item(1, "10.00"),
        tender(2, "10.00", more=account),
        member(3, "4111 1111 1111 1111"),
    ]
    drop.put("a.xml", b" " * 65_530 + log(transaction(*parts)))

    drop.look(2)

    kept = (drop.path / "done" / "a.xml").read_bytes()
    assert b"************1111" in kept
    assert b"**** **** **** 1111" in kept
    assert b"11111" not in kept
    assert laid.shop.records == 1
    assert dict(drop.folder.state.documents)["files with payment cards, masked"] == 1
    assert drop.files() == {"done": ["a.xml"]}


def test_a_file_without_payment_cards_is_kept_byte_for_byte(drop: Drop) -> None:
    data = log(plain_sale(1), control(2)) + b"\n<!-- 6399001234567893 -->"
    drop.put("a.xml", data)

    drop.look(2)

    (kept,) = [file for file in drop.path.rglob("*.xml") if file.is_file()]
    assert kept.read_bytes() == data


def test_two_tills_at_one_folder_share_it_file_by_file(drop: Drop, laid: Table) -> None:
    other = Drop(drop.path, laid, owner="t2")
    for number in range(1, 9):
        drop.put(f"{number}.xml", log(plain_sale(number)))
    drop.look()
    other.look()

    drop.look()
    other.look()

    assert len(drop.files()["done"]) == 8
    assert laid.shop.records == 8
    assert drop.folder.state.done + other.folder.state.done == 8


def test_a_file_that_was_being_read_when_the_power_went_is_taken_up_again(
    drop: Drop, laid: Table
) -> None:
    claimed = drop.path / "working" / "t1"
    claimed.mkdir(parents=True)
    (claimed / "a.xml").write_bytes(log(plain_sale(1), plain_sale(2)))
    laid.poslog(log(plain_sale(1)))

    drop.look()

    assert drop.files() == {"done": ["a.xml"]}
    assert dict(drop.folder.state.documents) == {"booked": 1, "repeated": 1}


def test_a_move_that_was_cut_off_is_completed(drop: Drop) -> None:
    drop.look()
    claimed = drop.path / "working" / "t1" / "a.xml"
    claimed.write_bytes(log(plain_sale(1)))
    os.link(claimed, drop.path / "done" / "a.xml")

    drop.look()

    assert drop.files() == {"done": ["a.xml"]}


def test_the_files_of_another_till_are_left_to_it(drop: Drop) -> None:
    claimed = drop.path / "working" / "t2"
    claimed.mkdir(parents=True)
    (claimed / "a.xml").write_bytes(log(plain_sale(1)))

    drop.look(3)

    assert drop.files() == {"working/t2": ["a.xml"]}


def test_a_folder_that_vanishes_is_said_and_comes_back(drop: Drop) -> None:
    drop.look()
    away = drop.path.with_name("away")
    drop.path.rename(away)
    drop.look()
    gone = drop.folder.state
    away.rename(drop.path)
    drop.put("a.xml", log(plain_sale(1)))

    drop.look(2)

    assert (gone.state, gone.hint) == (
        "troubled",
        "Make the folder, or connect the share it is on.",
    )
    assert not drop.path.with_name("away").exists()
    assert (drop.folder.state.state, drop.folder.state.problem) == ("watching", "")
    assert drop.files() == {"done": ["a.xml"]}


def test_what_is_no_folder_is_said(laid: Table, tmp_path: Path) -> None:
    drop = Drop(tmp_path / "export", laid)
    drop.path.rmdir()
    drop.path.write_text("a file")

    drop.look()

    assert drop.folder.state.state == "troubled"


def test_a_till_that_cannot_book_now_keeps_the_file_for_later(
    laid: Table, tmp_path: Path
) -> None:
    drop = Drop(tmp_path / "export", laid)
    busy = _Busy(drop.take)
    drop.folder = Folder(
        Places(drop.path, "t1"),
        busy,
        mask=lambda _: False,
        every=timedelta(seconds=2),
        clock=FakeClock(),
    )
    drop.put("a.xml", log(plain_sale(1)))
    drop.look(2)
    then, where = drop.folder.state, drop.files()
    busy.is_busy = False

    drop.look()

    assert (then.state, then.problem) == ("troubled", "The till is busy.")
    assert where == {"working/t1": ["a.xml"]}
    assert drop.files() == {"done": ["a.xml"]}


def test_a_file_that_grows_while_it_is_read_is_read_again(
    laid: Table, tmp_path: Path
) -> None:
    drop = Drop(tmp_path / "export", laid)
    claimed = drop.path / "working" / "t1" / "a.xml"
    slow = _Slow(drop.take, claimed, log(plain_sale(1), plain_sale(2)))
    drop.folder = Folder(
        Places(drop.path, "t1"),
        slow,
        mask=lambda _: False,
        every=timedelta(seconds=2),
        clock=FakeClock(),
    )
    drop.put("a.xml", log(plain_sale(1)))
    drop.look(2)
    where = drop.files()

    drop.look()

    assert where == {"working/t1": ["a.xml"]}
    assert drop.files() == {"done": ["a.xml"]}
    assert laid.shop.records == 2


class _Busy:
    """A till that has no time until it is told."""

    def __init__(self, take: Callable[[BinaryIO], Taken]) -> None:
        self.is_busy = True
        self._take = take

    def __call__(self, file: BinaryIO) -> Taken:
        if self.is_busy:
            raise BusyFault("The till is busy.", hint="Ask again.")
        return self._take(file)


class _Slow:
    """A POS that writes on while its file is read, once."""

    def __init__(self, take: Callable[[BinaryIO], Taken], file: Path, more: bytes) -> None:
        self._take = take
        self._file = file
        self._more = more

    def __call__(self, file: BinaryIO) -> Taken:
        data = file.read()
        if data != self._more:
            self._file.write_bytes(self._more)
        return self._take(BytesIO(data))
