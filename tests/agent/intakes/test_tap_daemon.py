"""The running till between a POS and its printer: bytes first, whatever becomes of it."""

import random
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from tests.agent.counter.shop import CARD
from tests.agent.intakes.receipts import TEMPLATE, printed, row, sale
from tests.agent.intakes.taking import PAYMENT_CARD
from tests.agent.running import RunningTill, command, enrolled_folder, running, start
from tests.drivers.tapping import NetPrinter, Wire, received
from tests.e2e.booked import times_booked
from tests.e2e.waiting import wait_until

KILLS = 3
SEED = 20_261_121


def receipt(number: int, mark: str = "") -> bytes:
    """Print a sale of our member's."""
    lines = (f"Member {CARD}", row("Tea", "5.00"), row("TOTAL RM", "5.00"))
    marked = (mark, *lines) if mark else lines
    return printed(*sale(str(number), *marked, row("Paid cash", "5.00")))


class Shop:
    """A till that taps a serial line."""

    def __init__(self, folder: Path, template: str = TEMPLATE) -> None:
        self.pos, self.printer = Wire(folder / "pos"), Wire(folder / "printer")
        self.template = folder / "receipt.toml"
        self.template.write_text(template, "utf-8")
        self.config = enrolled_folder(
            folder,
            extra=f'[[taps]]\nname = "receipts"\ntemplate = "{self.template}"\n'
            f'pos = "{folder / "pos"}"\nprinter = "{folder / "printer"}"\n',
        )
        self.data = folder / "data"
        self.spool = self.data / "taps" / "receipts"

    def print(self, data: bytes) -> bytes:
        """Print; return what came out of the printer."""
        self.pos.write(data)
        return self.printer.read(len(data))

    def booked(self) -> int:
        """How many documents are booked."""
        return times_booked(self.data).total()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Return a shop whose till does not run yet."""
    return Shop(tmp_path)


def tap_of(till: RunningTill) -> dict[str, object]:
    """Return the tap's health."""
    (told,) = till.ask("GET", "/v1/health").json["intakes"]
    assert isinstance(told, dict)
    return told


def kept(till: RunningTill, count: int) -> bool:
    """Say whether so many receipts were heard and are on the disk."""
    tap = tap_of(till)["tap"]
    assert isinstance(tap, dict)
    return bool(tap["receipts"] == count)


def numbers_booked(data: Path) -> set[str]:
    """Return the numbers of what is booked."""
    return {key.split("|")[3] for key in times_booked(data)}


def test_what_is_printed_is_booked_and_every_byte_goes_on(shop: Shop) -> None:
    data = receipt(1)

    with running(shop.config) as till:
        assert shop.print(data) == data
        shop.printer.write(b"\x16\x12")
        assert shop.pos.read(2) == b"\x16\x12"
        wait_until(lambda: shop.booked() == 1, what="the receipt booked")
        shop.print(data)
        shop.print(receipt(1, "*** COPY ***"))
        shop.print(receipt(2, "*** TRAINING ***"))
        shop.print(printed("Tea is", "5.00 today"))
        wait_until(lambda: tap_of(till)["files"] == {"done": 3, "rejected": 1}, what="all")
        told, health = tap_of(till), till.ask("GET", "/v1/health").json
        status = command("status", "--config", str(shop.config)).stdout

    assert health["status"] == "attention"
    assert told["documents"] == {"booked": 1, "copy": 1, "training": 1, "refused": 1}
    tap = told["tap"]
    assert isinstance(tap, dict)
    assert (tap["receipts"], tap["copies"], tap["unheard"]) == (5, 1, 0)
    assert tap["delay_us"] > 0
    assert "tap" in status
    (rejected,) = (shop.spool / "rejected").glob("*.txt.why.txt")
    assert "no item was found on it" in rejected.read_text("utf-8")
    assert "today" not in till.log() + rejected.read_text("utf-8")
    assert shop.booked() == 1
    assert not list((shop.spool / "done").iterdir())


def test_a_payment_card_that_is_printed_goes_on_and_is_kept_nowhere(shop: Shop) -> None:
    lines = (row("Tea", "5.00"), row("TOTAL RM", "5.00"), f"Paid VISA {PAYMENT_CARD} 5.00")
    good = printed(*sale("1", *lines))
    bad = printed(f"VISA {' '.join(PAYMENT_CARD)}", f"CARD:{PAYMENT_CARD}")

    with running(shop.config) as till:
        assert shop.print(good + bad) == good + bad
        wait_until(lambda: tap_of(till)["files"] == {"done": 1, "rejected": 1}, what="both")

    kept = [path.read_bytes() for path in shop.config.parent.rglob("*") if path.is_file()]
    plain = [data.replace(b" ", b"") for data in kept]
    assert len(kept) > 5
    assert not [data for data in plain if PAYMENT_CARD.encode() in data]


def test_a_template_that_is_wrong_holds_up_no_byte_and_is_mended_on_the_way(
    tmp_path: Path,
) -> None:
    shop = Shop(tmp_path, template="nonsense =")
    data = receipt(1)

    with running(shop.config) as till:
        assert shop.print(data) == data
        wait_until(lambda: tap_of(till)["state"] == "troubled", what="the template told")
        assert "is not TOML" in str(tap_of(till)["problem"])
        assert shop.print(receipt(2)) == receipt(2)
        shop.template.write_text(TEMPLATE, "utf-8")
        wait_until(lambda: shop.booked() == 2, what="both booked")


def test_the_till_is_killed_in_the_middle_of_receipts_and_prints_on_at_once(
    shop: Shop,
) -> None:
    draw = random.Random(SEED)
    number, sent, came, heard = 0, b"", b"", set[str]()

    for _ in range(KILLS):
        till = start(shop.config)
        whole = draw.randint(1, 4)
        for _ in range(whole):
            number += 1
            came += shop.print(receipt(number))
            sent += receipt(number)
            heard.add(str(number))
        wait_until(partial(kept, till, whole), what="all whole ones kept")
        number += 1
        data = receipt(number)
        cut = draw.randint(1, len(data) - 1)
        came += shop.print(data[:cut])
        till.process.kill()
        till.process.wait()
        # The POS goes on while nobody is there: the line keeps it.
        shop.pos.write(data[cut:])
        sent += data
        till = start(shop.config)
        came += shop.printer.read(len(data) - cut)
        # Killed while it books, too.
        threading.Event().wait(draw.random() * 0.2)
        till.process.kill()
        till.process.wait()
    with running(shop.config):
        wait_until(lambda: heard <= numbers_booked(shop.data), what="all that was heard")
        wait_until(lambda: not list((shop.spool / "working").rglob("*.txt")), what="all")

    assert came == sent
    assert set(times_booked(shop.data).values()) == {1}
    assert command("rebuild", "--check", "--config", str(shop.config)).returncode == 0


def test_a_till_that_cannot_open_passes_on_and_books_when_it_can(shop: Shop) -> None:
    identity = shop.data / "identity.json"
    aside = identity.rename(shop.data / "aside.json")
    log = (shop.config.parent / "stderr").open("w")
    words = [sys.executable, "-m", "sync.kit.cli", "run", "--config", str(shop.config)]
    with log, subprocess.Popen(words, stderr=log) as till:
        try:
            assert shop.print(receipt(1)) == receipt(1)
            aside.rename(identity)
            wait_until(lambda: shop.booked() == 1, what="the receipt of before")
        finally:
            till.kill()


def test_a_stalled_printer_stalls_nothing_else(shop: Shop) -> None:
    with running(shop.config) as till:
        data = receipt(1)
        shop.pos.write_some(data)
        sent = shop.pos.write_some(b"\x00" * 400_000)
        wait_until(lambda: shop.booked() == 1, what="the receipt booked unprinted")
        assert till.ask("GET", "/v1/health").status == 200
        assert shop.printer.read(len(data) + sent)[: len(data)] == data


def test_a_printer_on_the_network_is_tapped(tmp_path: Path) -> None:
    printer = NetPrinter()
    template = tmp_path / "receipt.toml"
    template.write_text(TEMPLATE, "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = enrolled_folder(
        tmp_path,
        extra=f'[[taps]]\nname = "net"\ntemplate = "{template}"\n'
        f'listen = "127.0.0.1:{port}"\nprinter = "127.0.0.1:{printer.address[1]}"\n',
    )

    with running(config):
        for number in (1, 2):
            with socket.create_connection(("127.0.0.1", port)) as pos:
                pos.sendall(receipt(number))
            line = printer.accept()
            assert received(line) == receipt(number)
            line.close()
        wait_until(lambda: times_booked(tmp_path / "data").total() == 2, what="both booked")
    printer.close()
