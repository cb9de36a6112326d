"""The daemon: starts the till in order, waits, and stops it within two seconds."""

import gc
import os
import signal
import sys
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Final

from agent.devices.passages import Passages
from agent.pos.door.address import address_of, open_address
from agent.settings.config import TillConfig
from agent.wiring import Till, open_till
from sync.kit.clock import Clock, SystemClock
from sync.kit.faults import Fault
from sync.kit.logging import Log, hear_libraries

if TYPE_CHECKING:
    from agent.pos.intakes.tap.taps import Taps

CLOCK_LOOK_S: Final = 30
OPEN_AGAIN_S: Final = 5
_NOT_DUMPABLE: Final = (4, 0, 0, 0, 0)
_LOG: Final = Log("daemon")


def run(config: TillConfig) -> None:
    """Run the till until SIGTERM or SIGINT. SIGKILL is safe at any moment."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    forbid_core_dumps()
    # Nothing made while starting is garbage: looking for some takes a tenth of the time.
    gc.disable()
    clock = SystemClock()
    began_ms = clock.monotonic_ms()
    passages = Passages(config.devices)
    taps = _taps(config, clock)
    till = _opened(config, clock, passages, stop)
    if till is not None:
        _serve(till, taps, stop, began_ms=began_ms)
    if taps is not None:
        taps.stop()
    passages.close()
    _LOG.info("stopped")


def _taps(config: TillConfig, clock: Clock) -> "Taps | None":
    """Begin to pass on what is printed, where the till taps a printer."""
    if not config.taps:
        return None
    # Templates take a tenth of a second that a till without a tap does not wait for.
    from agent.pos.intakes.tap.taps import Taps  # noqa: PLC0415  # see above

    taps = Taps(config.taps, data=config.data, clock=clock)
    taps.start()
    return taps


def _serve(till: Till, taps: "Taps | None", stop: Event, *, began_ms: int) -> None:
    """Run an open till until told to stop."""
    clock = till.clock
    listening = open_address(till.config.api.listen)
    till.start()
    if taps is not None:
        taps.listen(lambda: till.ears.recognition)
    heard_ms = clock.monotonic_ms() - began_ms
    hear_libraries()
    # Two thirds of a second of packages that the scanner does not wait for.
    from agent.wiring_late import open_service  # noqa: PLC0415  # see above

    service = open_service(till, listening, taps=taps)
    service.start()
    till.premises.tell_address(address_of(listening))
    # What was made so far lives to the end: the collector never looks at it again.
    gc.freeze()
    gc.enable()
    _LOG.info(
        "started",
        address=address_of(listening),
        life=str(till.book.journal.life),
        hearing_after_ms=heard_ms,
        serving_after_ms=clock.monotonic_ms() - began_ms,
    )
    while not stop.wait(CLOCK_LOOK_S):
        service.jobs.mind_the_clock()
    till.bulletin.close()
    service.stop()
    till.stop()


def _opened(
    config: TillConfig, clock: Clock, passages: Passages, stop: Event
) -> Till | None:
    """Open the till; until that can be done, pass on what a POS and its devices say.

    None when told to stop meanwhile. Without such devices or taps a Fault ends the daemon.
    """
    try:
        return open_till(config, clock, passages.by_name)
    except Fault as fault:
        if not passages.by_name and not config.taps:
            raise
        _LOG.error("passing_only", problem=str(fault), hint=fault.hint)
    with passages.forwarding():
        while not stop.wait(OPEN_AGAIN_S):
            # Whatever is amiss may be mended meanwhile: enrolment, a disk, a lock.
            with suppress(Fault):
                return open_till(config, clock, passages.by_name)
    return None


def forbid_core_dumps() -> None:
    """Keep what is in memory out of crash dumps: a card may just have been swiped."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The limit does not hold for dumps that go to a program through a pipe.
        import ctypes  # noqa: PLC0415  # not needed elsewhere

        ctypes.CDLL(None, use_errno=True).prctl(*_NOT_DUMPABLE)


def end_process(code: int) -> None:
    """End now: a contact with head office still on the wire may not hold the till up."""
    for stream in (sys.stdout, sys.stderr):
        # A log on a full disk cannot be flushed any more.
        with suppress(OSError):
            stream.flush()
    os._exit(code)
