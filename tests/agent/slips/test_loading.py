"""What draws and encodes is loaded when a slip is drawn, and not before."""

import subprocess
import sys

HEAVY = ("PIL", "escpos", "barcode", "arabic_reshaper", "bidi")
ASK = """
import sys
import agent.daemon, agent.wiring, agent.wiring_late
print([name for name in %r if name in sys.modules])
"""


def test_a_till_that_prints_nothing_loads_nothing_that_prints() -> None:
    said = subprocess.run(
        [sys.executable, "-c", ASK % (HEAVY,)], capture_output=True, text=True, check=True
    )

    assert said.stdout == "[]\n"
