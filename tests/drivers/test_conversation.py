"""A round of listening: what is sent back, and when it is not."""

import pytest

from drivers.conversation import Conversation
from drivers.dialects.ssi import ACKNOWLEDGED, SEND_AGAIN, ssi_packet
from drivers.events import DeviceEvent
from drivers.recorded.scripted import ScriptedLine, VirtualClock, play
from tests.drivers.hearing import for_profile

SCAN = ssi_packet(0xF3, b"\x03M-00012345", source=0)
ACK, NAK = b"\x06", b"\x15"


def written(profile: str, data: bytes, *, is_kept: bool) -> tuple[bytes, ...]:
    """Give what is sent back for a read when its events are kept, or are not."""
    clock = VirtualClock()
    line = ScriptedLine([data], clock)
    heard: list[DeviceEvent] = []

    def sink(event: DeviceEvent) -> bool:
        heard.append(event)
        # Nothing is sent back before the event was offered.
        assert line.written == []
        return is_kept

    conversation = Conversation(for_profile(profile), clock=clock, sink=sink)
    while not line.is_over:
        conversation.hear(line)
    assert len(heard) == 1
    return tuple(line.written)


@pytest.mark.parametrize(
    ("profile", "data", "answer"),
    [("ssi", SCAN, ACKNOWLEDGED), ("scan_acknowledged", b"M-00012345\r", ACK)],
)
def test_a_scan_is_acknowledged_only_once_it_is_kept(
    profile: str, data: bytes, answer: bytes
) -> None:
    assert written(profile, data, is_kept=True) == (answer,)
    assert written(profile, data, is_kept=False) == ()


def test_a_broken_line_is_asked_for_again() -> None:
    assert written("scan_acknowledged", b"]E04006381333930\r", is_kept=True) == (NAK,)
    assert written("scan_acknowledged", b"\xf8\x00\x9e\r", is_kept=True) == (NAK,)


def test_a_broken_packet_is_asked_for_again_and_heard_when_it_comes() -> None:
    again = ssi_packet(0xF3, b"\x03M-00012345", source=0)[:3] + b"\x01" + SCAN[4:-2]
    again += (-sum(again) & 0xFFFF).to_bytes(2, "big")
    broken = SCAN[:-1] + bytes((SCAN[-1] ^ 1,))

    played = play(for_profile("ssi"), [broken, 20, again])

    assert played.replies == (SEND_AGAIN, ACKNOWLEDGED)
    assert len(played.events) == 2


def test_a_packet_sent_twice_because_our_answer_was_late_is_one_scan() -> None:
    product = ssi_packet(0xF3, b"\x0b4006381333931", source=0)
    again = product[:3] + b"\x01" + product[4:-2]
    again += (-sum(again) & 0xFFFF).to_bytes(2, "big")

    played = play(for_profile("ssi"), [product, 900, again, 900, product])

    assert played.replies == (ACKNOWLEDGED,) * 3
    assert len(played.events) == 2


def test_a_packet_that_lost_a_byte_does_not_take_the_next_one_with_it() -> None:
    played = play(for_profile("ssi"), [SCAN[:6] + SCAN[7:] + SCAN])

    assert played.replies == (SEND_AGAIN, ACKNOWLEDGED)
    assert len(played.events) == 2
