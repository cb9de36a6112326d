"""How each family of scanners and readers speaks: data, chosen by name in the config."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from drivers.dialects.acr122s import Acr122s
from drivers.dialects.em125 import Em125
from drivers.dialects.escpos_tap import EscposTap
from drivers.dialects.hid_pos import HidPos
from drivers.dialects.idtech import IdTech
from drivers.dialects.menu_reply import MenuReply
from drivers.dialects.newland import Newland
from drivers.dialects.pn532 import Pn532
from drivers.dialects.pole_tap import PoleTap
from drivers.dialects.ssi import Ssi
from drivers.dialects.stx_etx import StxEtx
from drivers.dialects.uniform import Uniform
from drivers.framing.lines import FLOW_CONTROL, LineRules
from drivers.framing.packets import Dialect, Listener
from drivers.guard.control_data import FRAMED_ANSWER
from drivers.kinds.keys import LAYOUTS
from drivers.symbology import Symbology


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerProfile:
    """How a line scanner speaks: its lines, its maker's code letters, its own answers."""

    lines: LineRules = field(default_factory=LineRules)
    code_ids: Mapping[str, Symbology] = field(default_factory=dict)
    answers: bool = False
    """Whether ``SOH STX … ETX EOT`` is the device speaking of itself (Datalogic)."""
    acknowledges: bool = False
    """Whether it waits to be told ACK, or NAK for a code it should send again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeProfile:
    """How a stripe reader speaks: its lines, and how long a swipe waits for the next."""

    lines: LineRules = field(
        default_factory=lambda: LineRules(ignored=FLOW_CONTROL + b"\x00\x02\x03\x1b"),
    )
    group_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyboardProfile:
    """How a scanner that pretends to be a keyboard types: its layout, and its lines."""

    layout: str
    scanner: ScannerProfile = field(default_factory=ScannerProfile)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketProfile:
    """How a device that speaks in packets does it: what makes its dialect's reader."""

    dialect: Callable[[Listener], Dialect]


_ANSWERED_LINES = LineRules(whole=FRAMED_ANSWER)

_NIXDORF = {
    "A": Symbology.EAN_13,
    "B": Symbology.EAN_8,
    "C": Symbology.UPC_E,
    "E": Symbology.GS1_DATABAR,
    "K": Symbology.CODE_128,
    "M": Symbology.CODE_39,
    "P": Symbology.GS1_128,
}
"""Zebra LI2208 guide, terminal specific code ids."""

_ICL = {
    "A": Symbology.UPC_A,
    "E": Symbology.UPC_E,
    "F": Symbology.EAN_13,
    "FF": Symbology.EAN_8,
}
"""Zebra LI2208 guide, terminal specific code ids."""

_HONEYWELL = {
    "D": Symbology.EAN_8,
    "E": Symbology.UPC_E,
    "I": Symbology.GS1_128,
    "a": Symbology.CODABAR,
    "b": Symbology.CODE_39,
    "c": Symbology.UPC_A,
    "d": Symbology.EAN_13,
    "e": Symbology.ITF,
    "j": Symbology.CODE_128,
    "r": Symbology.PDF417,
    "s": Symbology.QR,
    "w": Symbology.DATA_MATRIX,
    "z": Symbology.AZTEC,
}
"""Hand Held Products and Honeywell code id letters."""

_OLIVETTI = {"A": Symbology.EAN_13, "B": Symbology.EAN_8}
"""Zebra LI2208 guide, terminal specific code ids."""

_ZEBRA = {
    "A": Symbology.RETAIL,
    "B": Symbology.CODE_39,
    "D": Symbology.CODE_128,
    "K": Symbology.GS1_128,
    "P00": Symbology.DATA_MATRIX,
    "P01": Symbology.QR,
    "R": Symbology.GS1_DATABAR,
}
"""Zebra programmer's guide, symbol code identifiers."""

SCANNER_PROFILES: Mapping[str, ScannerProfile] = {
    "scan_line": ScannerProfile(),
    "scan_tab": ScannerProfile(lines=LineRules(ends=b"\t")),
    "scan_etx": ScannerProfile(lines=LineRules(ends=b"\x03")),
    "scan_raw": ScannerProfile(lines=LineRules(idle_ms=50, idle_is_end=True)),
    "scan_nixdorf": ScannerProfile(code_ids=_NIXDORF),
    "scan_icl": ScannerProfile(code_ids=_ICL),
    "scan_honeywell_codeid": ScannerProfile(code_ids=_HONEYWELL),
    "scan_zebra_codeid": ScannerProfile(code_ids=_ZEBRA),
    "scan_datalogic": ScannerProfile(lines=_ANSWERED_LINES, answers=True),
    "scan_acknowledged": ScannerProfile(
        lines=_ANSWERED_LINES, answers=True, acknowledges=True
    ),
}
"""The register of scanner profiles: ``profile = "…"`` of a device in the till's file."""

STRIPE_PROFILES: Mapping[str, StripeProfile] = {
    "msr_magtek": StripeProfile(),
    "msr_idtech": StripeProfile(group_ms=200),
}
"""The register of stripe reader profiles."""

PACKET_PROFILES: Mapping[str, PacketProfile] = {
    "scan_stx_etx": PacketProfile(dialect=partial(StxEtx, code_ids=_OLIVETTI)),
    "ssi": PacketProfile(dialect=Ssi),
    "newland_bin": PacketProfile(dialect=Newland),
    "menu_reply": PacketProfile(dialect=MenuReply),
    "hidpos": PacketProfile(dialect=HidPos),
    "msr_uic": PacketProfile(dialect=Uniform),
    "idtech_bin": PacketProfile(dialect=IdTech),
    "rfid_em125": PacketProfile(dialect=partial(Em125, absent_ms=300)),
    "pn532": PacketProfile(dialect=Pn532),
    "acr122s": PacketProfile(dialect=Acr122s),
    "escpos_tap": PacketProfile(dialect=EscposTap),
    "pole_tap": PacketProfile(dialect=PoleTap),
}
"""The register of devices that speak in packets."""

KEYBOARD_PROFILES: Mapping[str, KeyboardProfile] = {
    **{f"wedge_{name}": KeyboardProfile(layout=name) for name in LAYOUTS},
    "wedge_us_tab": KeyboardProfile(
        layout="us", scanner=ScannerProfile(lines=LineRules(ends=b"\t"))
    ),
}
"""The register of scanners that pretend to be keyboards."""

Profile = ScannerProfile | StripeProfile | PacketProfile | KeyboardProfile
"""How any device speaks."""

PROFILES: Mapping[str, Profile] = {
    **SCANNER_PROFILES,
    **STRIPE_PROFILES,
    **PACKET_PROFILES,
    **KEYBOARD_PROFILES,
}
"""Every profile by its name."""
