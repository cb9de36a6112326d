"""Holes that are known and not mended yet: the worlds steer around each until it is.

``returns at two lanes``: a sale that a POS sent to two tills (lane fail-over) is booked
by both and collapsed by head office to the one it saw first. A return booked at the other
lane is decided from that lane's own record, which may have given more, less or (where
nobody was known) nothing.

``./run sim --strict`` steers around nothing.
"""

from typing import Final

RETURNS_AT_TWO_LANES: Final = "returns at two lanes"
KNOWN: Final = frozenset({RETURNS_AT_TWO_LANES})
