"""What a host may tell a scanner, as its maker documents it; sent only by a person's word.

Honeywell and Metrologic: SYN T and SYN U (manual trigger mode). Datalogic Magellan 800i and
PowerScan guides: single letters. Zebra: SSI. Newland EM and FM engines: trigger packets.
"""

import binascii
from collections.abc import Mapping

from drivers.dialects.ssi import ssi_packet

_START_DECODE, _STOP_DECODE, _SCAN_ENABLE, _SCAN_DISABLE = 0xE4, 0xE5, 0xE9, 0xEA


def _newland(switch: int) -> bytes:
    body = bytes((0x08, 0x01, 0x00, 0x02, switch))
    return b"\x7e\x00" + body + binascii.crc_hqx(body, 0).to_bytes(2, "big")


HOST_COMMANDS: Mapping[str, bytes] = {
    "honeywell.start": b"\x16T\r",
    "honeywell.stop": b"\x16U\r",
    "datalogic.enable": b"E",
    "datalogic.disable": b"D",
    "datalogic.not_on_file": b"F",
    "datalogic.beep": b"\x01",
    "datalogic.start": b"T",
    "datalogic.stop": b"X",
    "ssi.start": ssi_packet(_START_DECODE),
    "ssi.stop": ssi_packet(_STOP_DECODE),
    "ssi.enable": ssi_packet(_SCAN_ENABLE),
    "ssi.disable": ssi_packet(_SCAN_DISABLE),
    "newland.start": _newland(1),
    "newland.stop": _newland(2),
}
"""By the maker's name and what it does."""
