"""The register of checks: one group, one file, one line here."""

from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.groups import (
    book,
    disk,
    folder,
    grabbers,
    identity,
    intakes,
    machine,
    office,
    ports,
    printers,
    programme,
    running,
    settings,
)

GROUPS: Final[tuple[Group, ...]] = (
    settings.GROUP,
    folder.GROUP,
    disk.GROUP,
    book.GROUP,
    identity.GROUP,
    programme.GROUP,
    running.GROUP,
    ports.GROUP,
    printers.GROUP,
    grabbers.GROUP,
    intakes.GROUP,
    office.GROUP,
    machine.GROUP,
)
"""In the order in which they are told."""


def checks() -> tuple[Check, ...]:
    """Return every check, in the order in which they are told."""
    return tuple(check for group in GROUPS for check in group.checks)
