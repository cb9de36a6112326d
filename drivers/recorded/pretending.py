"""Plays a script into a pretended device: at a line's pace, with noise and unplugs."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from drivers.recorded.scripted import Step, Unplugged
from drivers.recorded.simulate import Scanner

Wait = Callable[[float], None]
"""Lets seconds pass."""

_BITS_A_BYTE = 10
_NOISE_BYTES_MAX = 24
_PLUG_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What goes wrong with a device. ``noise`` seeds the noise; None is none."""

    noise: int | None = None
    unplug_every: int = 0
    """After so many codes the plug is pulled; 0 is never."""


def steps_of(codes: Iterable[bytes], manner: Manner, *, every_ms: int) -> Iterator[Step]:
    """Yield codes as a script: each followed by a silence, with the manner's mishaps."""
    chance = random.Random(manner.noise)  # noqa: S311  # only makes noise
    for number, code in enumerate(codes, start=1):
        if manner.noise is not None:
            yield chance.randbytes(chance.randint(1, _NOISE_BYTES_MAX)) + b"\r"
        yield code
        yield every_ms
        if manner.unplug_every and number % manner.unplug_every == 0:
            yield Unplugged()


def pretend(scanner: Scanner, script: Iterable[Step], *, baud: int, wait: Wait) -> int:
    """Play a script into a device, byte by byte when it has a pace; give bytes sent."""
    sent = 0
    for step in script:
        match step:
            case bytes():
                sent += _send(scanner, step, baud=baud, wait=wait)
            case Unplugged():
                scanner.unplug()
                wait(_PLUG_S)
                scanner.replug()
                # A till waits a moment before it looks whether the device is back.
                wait(2 * _PLUG_S)
            case int():
                wait(step / 1000)
    return sent


def _send(scanner: Scanner, data: bytes, *, baud: int, wait: Wait) -> int:
    if not baud:
        scanner.send(data)
        return len(data)
    for byte in data:
        scanner.send(bytes((byte,)))
        wait(_BITS_A_BYTE / baud)
    return len(data)
