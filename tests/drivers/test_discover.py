"""Finding a port: USB identity, paths and URLs as they are, and what is said when not."""

import pytest

from drivers.ports.discover import FoundPort, find_port, found_ports
from drivers.ports.port_fault import PortFault

SCANNER = FoundPort(path="/dev/one", vid=0x0C2E, pid=0x0720, serial="A1", location="1-1")
TWIN = FoundPort(path="/dev/two", vid=0x0C2E, pid=0x0720, serial="A2", location="1-2")
NAMELESS = FoundPort(path="/dev/three", vid=0x1A86, pid=0x7523, location="1-3")
BUILT_IN = FoundPort(path="/dev/ttyS0")
ALL = (SCANNER, TWIN, NAMELESS, BUILT_IN)


@pytest.mark.parametrize(
    "address", ["/dev/ttyACM0", "COM3", "socket://10.0.0.5:4001", "loop://"]
)
def test_a_path_or_url_is_taken_as_it_is(address: str) -> None:
    assert find_port(address, ()) == address


@pytest.mark.parametrize("port", [SCANNER, TWIN, NAMELESS])
def test_a_port_is_found_by_the_identity_it_shows(port: FoundPort) -> None:
    assert port.usb is not None
    assert find_port(port.usb, ALL) == port.path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("usb:1a86:7523", "/dev/three"),
        ("USB:0C2E:0720:A2", "/dev/two"),
        ("usb:0c2e:0720@1-1", "/dev/one"),
    ],
)
def test_a_shorter_identity_is_enough_when_it_fits_one(address: str, path: str) -> None:
    assert find_port(address, ALL) == path


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("usb:0c2e:0720", "port.ambiguous"),
        ("usb:05e0:1701", "port.absent"),
        ("usb:0c2e:0720:A3", "port.absent"),
        ("usb:scanner", "port.settings"),
    ],
)
def test_what_cannot_be_found_is_a_fault_with_a_hint(address: str, hint: str) -> None:
    with pytest.raises(PortFault) as fault:
        find_port(address, ALL)

    assert fault.value.hint == hint


def test_the_ports_of_this_machine_can_be_listed() -> None:
    assert all(port.path for port in found_ports())
