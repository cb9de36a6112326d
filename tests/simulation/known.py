"""Holes that are known and not mended yet: the worlds steer around each until it is.

``returns at two lanes``: a sale that a POS sent to two tills (lane fail-over) is booked
by both and collapsed by head office to the one it saw first. A return booked at the other
lane is decided from that lane's own record, which may have given more, less or (where
nobody was known) nothing.

``late hello after a restore``: a hello sent before head office was restored and delayed
until after it is believed (``sync/core/intake.py``, ``_ticket``) and uses up the one time
that a till is forgiven its ticket: the till's own next hello freezes it, an honest one.

``one backup restored twice``: the generation is counted in the database, so restoring the
same backup again begins the same generation again, and tills that met it the first time
are not told: they freeze (``sync/office/restoring.py``).

``./run sim --strict`` steers around nothing.
"""

from typing import Final

RETURNS_AT_TWO_LANES: Final = "returns at two lanes"
LATE_HELLO: Final = "late hello after a restore"
RESTORED_TWICE: Final = "one backup restored twice"
KNOWN: Final = frozenset({RETURNS_AT_TWO_LANES, LATE_HELLO, RESTORED_TWICE})
