"""What a till loads before it hears a scanner: nothing that waits to be asked."""

import subprocess
import sys

LATE = (
    "agent.counter.asked.requests", "agent.counter.value.coupons",
    "agent.counter.value.holds", "agent.words.catalogue", "biip", "escpos", "fastapi",
    "httpx", "PIL", "segno", "sqlalchemy", "apscheduler",
)  # fmt: skip
TELL = f"""
import sys
import agent.commands.run, agent.daemon, agent.settings.config
print([name for name in {LATE!r} if name in sys.modules])
"""


def test_what_is_only_done_when_asked_is_loaded_while_the_till_listens() -> None:
    told = subprocess.run(
        [sys.executable, "-c", TELL], capture_output=True, check=True, text=True
    )

    assert told.stdout == "[]\n"
