"""The register of formats: one file a format, one line here, its name in the settings."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from agent.pos.intakes import json_documents
from agent.pos.intakes.found import Reader
from agent.pos.intakes.poslog import reading as poslog
from agent.pos.intakes.table import reading as table
from agent.pos.intakes.tap import reading as tap
from agent.settings.config import IntakeFormat

Open = Callable[[Path | None], Reader]
"""Makes a format's reader, for some by a file of the shop's; raises a PlanFault."""


def _same(reader: Reader) -> Open:
    return lambda _: reader


FORMATS: Final[Mapping[IntakeFormat, Open]] = {
    "json": _same(json_documents.read),
    "poslog": _same(poslog.read),
    "csv": table.opened,
    "tap": tap.opened,
}
"""What a dropped file may be written in."""
