"""Keyboards and raw HID devices: found in /sys, read exclusively, heard through a pipe.

No such device is on a machine of ours: events come through a pipe where a device file would
be, and taking a keyboard alone is only seen refused, by what is none.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from drivers.conversation import Conversation
from drivers.kinds.keys import LAYOUTS, layout_of
from drivers.kinds.profiles import KEYBOARD_PROFILES
from drivers.ports.hid_devices import find_hid, found_hids
from drivers.ports.hid_port import HidHandle, grab, lock
from drivers.ports.port import PolledPort, PortSettings, Waker, open_port
from drivers.ports.port_fault import PortFault
from drivers.shape import Shape, as_expected
from drivers.worker import SilenceClock
from tests.drivers.hearing import for_profile
from tests.drivers.key_strokes import typed
from tests.drivers.vectors import coffee, member


def alone(_: int) -> None:
    """Stand where a keyboard would be taken: a pipe is read by us anyway."""


@contextmanager
def plugged(path: Path) -> Iterator[int]:
    """Make a pipe where a device file would be; yield the end that is written to."""
    os.mkfifo(path)
    keeper = os.open(path, os.O_RDWR)
    try:
        yield keeper
    finally:
        os.close(keeper)


def heard(path: Path, data: bytes, *, profile: str, fd: int) -> list[Shape]:
    """Read what a device file gives, through the rounds in which a port is heard."""
    waker = Waker()
    port = PolledPort(HidHandle(str(path), alone=alone), waker)
    said: SimpleQueue[Shape] = SimpleQueue()

    def tell(event: object) -> bool:
        said.put(as_expected(event))  # type: ignore[arg-type]  # only events are told
        return True

    conversation = Conversation(for_profile(profile), clock=SilenceClock(), sink=tell)
    os.write(fd, data)
    count = 0
    while count < len(data):
        count += conversation.hear(port)
    port.close()
    waker.close()
    return [said.get() for _ in range(said.qsize())]


def test_a_keyboards_events_are_read_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "event7"
    with plugged(path) as fd:
        said = heard(path, typed("M-00012345") * 2, profile="wedge_us", fd=fd)

    assert said == [member("UNKNOWN", aim=None)]


def test_a_raw_hid_scanners_reports_are_read_as_they_come(tmp_path: Path) -> None:
    report = b"\x02\x0d]E0" + b"4006381333931".ljust(59, b"\0")
    path = tmp_path / "hidraw0"
    with plugged(path) as fd:
        said = heard(path, report, profile="hidpos", fd=fd)

    assert said == [coffee()]


def test_what_is_no_keyboard_cannot_be_taken_alone(tmp_path: Path) -> None:
    path = tmp_path / "event7"
    with plugged(path), pytest.raises(OSError) as fault:  # noqa: PT011  # told apart below
        HidHandle(str(path), alone=grab)

    assert fault.value.errno in {errno.ENOTTY, errno.EINVAL}


def test_a_raw_device_is_locked_against_a_second_till(tmp_path: Path) -> None:
    path = tmp_path / "hidraw0"
    path.touch()
    first = HidHandle(str(path), alone=lock)

    with pytest.raises(BlockingIOError):
        HidHandle(str(path), alone=lock)

    first.close()
    HidHandle(str(path), alone=lock).close()


@pytest.mark.parametrize("port", ["/dev/input/vafa-none", "/dev/hidraw-vafa", "input:1:2"])
def test_a_device_that_is_not_there_is_a_fault_with_a_hint(port: str) -> None:
    waker = Waker()

    with pytest.raises(PortFault) as fault:
        open_port(PortSettings(port=port), waker)

    assert fault.value.hint in {"port.absent", "port.settings"}
    waker.close()


@pytest.fixture
def sys_folder(tmp_path: Path) -> Path:
    """Write what the kernel tells of two keyboards, a mouse and a raw device."""
    keys = "10000000000 0 0 402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe"
    _input(tmp_path, "event3", keys=keys, vid="05e0", serial="S1", at="usb-1/input0")
    _input(tmp_path, "event4", keys=keys, vid="0c2e", serial="", at="usb-2/input0")
    _input(tmp_path, "event6", keys=keys, vid="0c2e", serial="", at="usb-3/input0")
    _input(tmp_path, "event5", keys="1f0000 0 0 0 0", vid="046d", serial="", at="usb-4")
    raw = tmp_path / "class/hidraw/hidraw0/device"
    raw.mkdir(parents=True)
    (raw / "uevent").write_text(
        "DRIVER=hid-generic\nHID_ID=0003:0000080C:00000005\nHID_NAME=Datalogic\n"
        "HID_PHYS=usb-5/input0\nHID_UNIQ=\n"
    )
    return tmp_path


def _input(folder: Path, name: str, *, keys: str, vid: str, serial: str, at: str) -> None:
    device = folder / "class/input" / name / "device"
    (device / "id").mkdir(parents=True)
    (device / "capabilities").mkdir()
    for file, text in {
        "id/vendor": vid,
        "id/product": "0901",
        "uniq": serial,
        "phys": at,
        "name": "a scanner",
        "capabilities/key": keys,
    }.items():
        (device / file).write_text(text + "\n")


def test_keyboards_that_can_type_codes_and_raw_devices_are_found(sys_folder: Path) -> None:
    assert [each.address for each in found_hids(sys_folder)] == [
        "input:05e0:0901:S1",
        "input:0c2e:0901@usb-2/input0",
        "input:0c2e:0901@usb-3/input0",
        "hidraw:080c:0005@usb-5/input0",
    ]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("input:05e0:0901:S1", "/dev/input/event3"),
        ("input:05E0:0901", "/dev/input/event3"),
        ("input:0c2e:0901@usb-3/input0", "/dev/input/event6"),
        ("hidraw:080c:0005", "/dev/hidraw0"),
        ("/dev/input/by-id/usb-x-event-kbd", "/dev/input/by-id/usb-x-event-kbd"),
    ],
)
def test_an_address_is_found(sys_folder: Path, address: str, path: str) -> None:
    assert find_hid(address, sys_folder) == path


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("input:0c2e:0901", "port.ambiguous"),
        ("input:ffff:0001", "port.absent"),
        ("hidraw:05e0:0901", "port.absent"),
        ("input:zz", "port.settings"),
    ],
)
def test_an_address_that_names_none_or_several_is_a_fault(
    sys_folder: Path, address: str, hint: str
) -> None:
    with pytest.raises(PortFault) as fault:
        find_hid(address, sys_folder)

    assert fault.value.hint == hint


def test_every_layout_is_a_file_and_can_type_what_codes_are_made_of() -> None:
    folder = Path(__file__).parents[2] / "drivers/kinds/layouts"
    told = {path.stem for path in folder.glob("*.toml")}

    assert told == set(LAYOUTS)
    assert {profile.layout for profile in KEYBOARD_PROFILES.values()} == told
    for name in LAYOUTS:
        signs = "".join(layout_of(name).values())
        assert set("0123456789ABCXYZabcxyz-:/.?=;% ") <= set(signs)


def test_a_layout_that_is_not_there_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="de, es, fr, it, uk, us"):
        layout_of("klingon")
