"""The register of formats: one file a format, one line here and its name in config.py."""

from collections.abc import Mapping
from typing import Final

from agent.config import IntakeFormat
from agent.pos.intakes import json_documents
from agent.pos.intakes.found import Reader
from agent.pos.intakes.poslog import reading as poslog

FORMATS: Final[Mapping[IntakeFormat, Reader]] = {
    "json": json_documents.read,
    "poslog": poslog.read,
}
"""What a dropped file may be written in."""
