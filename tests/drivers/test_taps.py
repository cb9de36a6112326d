"""A tap passes every byte on, both ways, whatever happens; and hears receipts beside it."""

import os
import random
import select
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.passthrough.relay import WAY_BYTES_MAX
from drivers.passthrough.tap_ear import EAR_BYTES_MAX
from tests.drivers.listening import until
from tests.drivers.tapping import (
    CUT,
    INIT,
    Kept,
    Line,
    Net,
    net_tapped,
    receipt,
    received,
    tapped,
)

STATUS = b"\x16\x12\x72\x00"
CARD = "4111111111111111"


def talk(pos: socket.socket) -> None:
    """Print for ever: whoever hangs up ends it."""
    while True:
        pos.sendall(b"y")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """Tap a serial line."""
    with tapped(tmp_path) as line:
        until(lambda: line.tap.state.is_passing)
        yield line


@pytest.fixture
def net() -> Iterator[Net]:
    """Tap a network printer."""
    with net_tapped() as net:
        until(lambda: net.tap.state.is_passing)
        yield net


def test_every_byte_goes_through_both_ways_and_the_receipt_is_heard(line: Line) -> None:
    data = receipt("SHOP 9", "TOTAL 1.07")

    line.pos.write(data)
    line.printer.write(STATUS)

    assert line.printer.read(len(data)) == data
    assert line.pos.read(len(STATUS)) == STATUS
    assert line.kept.next() == ("SHOP 9", "TOTAL 1.07")
    state = line.tap.state
    assert (state.to_printer, state.to_pos) == (len(data), len(STATUS))
    assert (state.receipts, state.unheard, state.waiting) == (1, 0, 0)


def test_bytes_of_every_kind_pass_unchanged_however_they_are_cut(line: Line) -> None:
    draw = random.Random(7)
    data = draw.randbytes(30_000) + bytes(range(256)) * 8
    at, passed = 0, b""

    while at < len(data):
        count = draw.choice([1, 2, 3, 17, 255, 1000, 4000])
        piece = data[at : at + count]
        line.pos.write(piece)
        passed += line.printer.read(len(piece))
        line.printer.write(piece[:50])
        assert line.pos.read(len(piece[:50])) == piece[:50]
        at += count

    assert passed == data


def test_receipts_are_heard_whole_wherever_their_bytes_are_cut(line: Line) -> None:
    draw = random.Random(11)
    printed = [receipt(f"No {at}", "Rice  4.00", "Total  4.00") for at in range(40)]
    data = b"".join(printed)
    at = 0

    while at < len(data):
        piece = data[at : at + draw.randint(1, 60)]
        line.pos.write(piece)
        line.printer.read(len(piece))
        at += len(piece)

    assert [line.kept.next()[0] for _ in printed] == [f"No {at}" for at in range(40)]


def test_a_printer_that_takes_nothing_holds_the_pos_up_and_loses_nothing(
    line: Line,
) -> None:
    data = random.Random(3).randbytes(400_000)

    sent = line.pos.write_some(data)
    held = line.tap.state.waiting

    assert sent < len(data)
    assert held <= WAY_BYTES_MAX + 4096
    line.printer.write(STATUS)
    assert line.pos.read(len(STATUS)) == STATUS
    assert line.printer.read(sent) == data[:sent]
    line.pos.write(data[sent : sent + 1000])
    assert line.printer.read(1000) == data[sent : sent + 1000]


def test_a_loop_that_is_stalled_holds_up_no_byte(line: Line) -> None:
    line.kept.may.clear()
    printed = receipt("No 1", "Total  1.00")
    many = printed * (2 * EAR_BYTES_MAX // len(printed))

    for at in range(0, len(many), 2000):
        line.pos.write(many[at : at + 2000])
        assert line.printer.read(len(many[at : at + 2000])) == many[at : at + 2000]
    line.kept.may.set()
    until(lambda: not line.ear.is_behind)
    line.pos.write(receipt("half of it was not heard") + receipt("No 2", "Total  2.00"))

    heard = [line.kept.next()]
    while heard[-1][0] != "No 2":
        heard.append(line.kept.next())
    assert len(heard) > EAR_BYTES_MAX // len(printed) // 2
    assert set(heard[:-1]) == {("No 1", "Total  1.00")}
    assert line.tap.state.unheard == 1


def test_a_printer_unplugged_and_back_gets_what_waited(line: Line) -> None:
    line.printer.unplug()
    until(lambda: not line.tap.state.is_passing)
    line.pos.write(b"printed while it was away\n")
    until(lambda: line.tap.state.waiting > 0)
    line.printer.plug()

    assert line.printer.read(26) == b"printed while it was away\n"
    assert line.tap.state.fault is None


def test_a_pos_unplugged_and_back_prints_on(line: Line) -> None:
    line.pos.write(b"one\n")
    assert line.printer.read(4) == b"one\n"
    line.pos.unplug()
    until(lambda: not line.tap.state.is_passing)
    line.pos.plug()
    until(lambda: line.tap.state.is_passing)
    line.pos.write(b"two\n")

    assert line.printer.read(4) == b"two\n"


def test_what_came_before_the_till_was_there_is_printed_when_it_is(tmp_path: Path) -> None:
    line = Line(tmp_path)
    line.pos.write(b"before\n")

    line.tap.start()

    assert line.printer.read(7) == b"before\n"
    assert line.tap.stop()


def test_a_payment_cards_digits_are_passed_on_and_not_heard(line: Line) -> None:
    data = receipt(f"CARD {CARD}", "Total  1.00")
    line.pos.write(data)

    assert line.printer.read(len(data)) == data
    assert line.kept.next()[0] == "CARD ****************"


def test_how_long_bytes_are_in_our_hands_is_told(line: Line) -> None:
    for _ in range(200):
        line.pos.write(b"x" * 40)
        line.printer.read(40)

    assert 0 < line.tap.state.usual_us <= line.tap.state.most_us


def test_a_network_printer_is_tapped_both_ways(net: Net) -> None:
    data = receipt("SHOP 9", "TOTAL 1.07")
    with net.connect() as pos:
        pos.sendall(data)
        printer = net.printer.accept()
        printer.sendall(STATUS)
        assert received(pos, len(STATUS)) == STATUS
        pos.shutdown(socket.SHUT_WR)
        assert received(printer) == data
        printer.close()
        assert received(pos) == b""

    assert net.kept.next() == ("SHOP 9", "TOTAL 1.07")
    until(lambda: net.tap.state.to_printer == len(data))
    assert net.tap.state.to_pos == len(STATUS)


def test_a_connection_that_ends_is_a_receipt_that_ends(net: Net) -> None:
    with net.connect() as pos:
        pos.sendall(INIT + b"SHOP\nTOTAL 2.00\n")
    printer = net.printer.accept()

    assert received(printer) == INIT + b"SHOP\nTOTAL 2.00\n"
    printer.close()
    assert net.kept.next() == ("SHOP", "TOTAL 2.00")


def test_a_pos_that_hangs_up_at_once_has_its_receipt_printed(net: Net) -> None:
    data = receipt("SHOP", *[f"line {at}" for at in range(200)])
    pos = net.connect()
    pos.sendall(data)
    printer = net.printer.accept()
    printer.sendall(STATUS)
    # Closed with an answer unread, the connection is reset.
    pos.close()

    assert received(printer) == data
    printer.close()
    assert net.kept.next()[0] == "SHOP"


def test_a_stalled_network_printer_holds_the_pos_up_and_loses_nothing(net: Net) -> None:
    data = random.Random(5).randbytes(12_000_000)
    with net.connect() as pos:
        printer = net.printer.accept()
        pos.settimeout(0)
        sent = 0
        while select.select([], [pos], [], 0.5)[1]:
            sent += pos.send(data[sent : sent + 100_000])
        held = net.tap.state.waiting
        assert sent < len(data)
        assert held <= WAY_BYTES_MAX + 4096
        assert received(printer, sent) == data[:sent]


def test_a_printer_that_is_off_is_told_to_the_pos_as_a_reset(net: Net) -> None:
    net.printer.close()
    with pytest.raises(ConnectionError), net.connect() as pos:
        talk(pos)
    until(lambda: net.tap.state.hint == "port.absent")


def test_a_printer_that_hangs_up_in_the_middle_is_told_to_the_pos(net: Net) -> None:
    with net.connect() as pos:
        printer = net.printer.accept()
        pos.sendall(b"x")
        received(printer, 1)
        printer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        printer.close()

        with pytest.raises(ConnectionError):
            talk(pos)


def test_several_connections_are_passed_on_side_by_side(net: Net) -> None:
    with net.connect() as one, net.connect() as two:
        one.sendall(receipt("one"))
        first = net.printer.accept()
        two.sendall(receipt("two"))
        second = net.printer.accept()
        got = {received(first, len(receipt("one"))), received(second, len(receipt("two")))}
        second.close()

    assert got == {receipt("one"), receipt("two")}
    assert {net.kept.next(), net.kept.next()} == {("one",), ("two",)}


def test_code_pages_columns_and_tabs_are_read() -> None:
    kept = Kept()
    ear = kept.ear()
    ear.start()

    ear.hear(INIT + b"\x1bt\x10Caf\xe9\t4.00\n")
    ear.hear(b"\x1bt\x32\xc8\xe5\x1b$\x10\x014.00\n" + CUT)
    ear.hear(INIT + b"\x9c\n" + CUT)

    assert kept.next() == ("Café  4.00", "به  4.00")
    assert kept.next() == ("£",)
    assert ear.stop(5)


def test_an_ear_never_holds_more_than_its_bound_and_never_joins_what_was_apart() -> None:
    kept = Kept()
    ear = kept.ear()
    for _ in range(1000):
        ear.hear(b"x" * 1000)
    ear.start()
    until(lambda: not ear.is_behind)
    ear.hear(b"tail of the broken one\n" + CUT + receipt("whole"))

    assert kept.next() == ("whole",)
    assert ear.unheard >= 1
    assert ear.stop(5)


def test_a_tap_at_rest_does_nothing(line: Line) -> None:
    line.pos.write(b"x")
    line.printer.read(1)
    before = os.times()

    assert line.printer.rest() == b""

    after = os.times()
    assert after.user - before.user < 0.05
