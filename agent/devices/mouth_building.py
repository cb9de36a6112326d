"""Printers and displays as the till's file names them, each with a thread of its own."""

from dataclasses import dataclass, replace
from typing import Final

from agent.devices.glass import Glass, welcome, words_for_display
from agent.settings.config import TillConfig
from agent.settings.config_faults import ConfigFault
from agent.settings.config_mouths import Display, Printer
from drivers.mouth.displays.register import DISPLAYS
from drivers.mouth.outlets import FILE, WRITE_S
from drivers.mouth.printers.profiles import PRINTERS, PrinterProfile
from drivers.mouth.printers.status import ask_status
from drivers.mouth.speaker import GLASS, PAPER, Policy, Speaker, Told
from drivers.ports.port import PortSettings

DISPLAY_RESTS_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A printer of the till; ``language`` is a code that the catalogues have."""

    settings: Printer
    profile: PrinterProfile
    workstation: str
    language: str
    speaker: Speaker


def paper_of(settings: Printer, config: TillConfig, *, told: Told) -> Paper:
    """Build a printer; ConfigFault for a profile that is not there."""
    profile = PRINTERS.get(settings.profile)
    if profile is None:
        raise ConfigFault(
            f"[[printers]] {settings.name}: {settings.profile} is no profile.",
            hint=f"Use one of {', '.join(PRINTERS)}.",
        )
    speaker = Speaker(
        _line(settings),
        device=settings.name,
        policy=PAPER,
        look=ask_status if profile.answers and _can_answer(settings) else None,
        told=told,
    )
    return Paper(
        settings=settings,
        profile=profile,
        workstation=settings.workstation or config.workstation,
        language=settings.language or config.language,
        speaker=speaker,
    )


def glass_of(settings: Display, config: TillConfig, *, told: Told) -> Glass:
    """Build a display; ConfigFault for a driver that is not there."""
    display = DISPLAYS.get(settings.driver)
    if display is None:
        raise ConfigFault(
            f"[[displays]] {settings.name}: {settings.driver} is no driver.",
            hint=f"Use one of {', '.join(DISPLAYS)}.",
        )
    words = words_for_display(settings.language or config.language)
    rest = welcome(display, words)
    policy: Policy = replace(GLASS, rests_s=DISPLAY_RESTS_S, rest=rest)
    return Glass(
        Speaker(_line(settings), device=settings.name, policy=policy, told=told),
        display,
        workstation=settings.workstation or config.workstation,
        words=words,
    )


def _can_answer(settings: Printer) -> bool:
    """Say whether a printer can be asked: what is put into a file is told to nobody."""
    return not settings.port.startswith(FILE) or settings.port.startswith(f"{FILE}/dev/")


def _line(settings: Printer | Display) -> PortSettings:
    return PortSettings(
        port=settings.port,
        baud=settings.baud,
        data_bits=settings.data_bits,
        parity=settings.parity,
        stop_bits=settings.stop_bits,
        flow=settings.flow,
        write_s=WRITE_S,
    )
