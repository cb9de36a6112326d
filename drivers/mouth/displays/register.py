"""The register of customer displays: one kind, one file, one line here."""

from collections.abc import Mapping

from drivers.mouth.displays.cd5220 import Cd5220
from drivers.mouth.displays.escpos_vfd import EscposVfd

Display = Cd5220 | EscposVfd
"""Every display there is: two lines in, bytes out."""

DISPLAYS: Mapping[str, Display] = {
    display.kind: display for display in (Cd5220(), EscposVfd())
}
"""``driver = "…"`` of a display in the till's file."""
