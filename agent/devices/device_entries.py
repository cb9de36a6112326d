"""A found device as an entry of till.toml, added behind what stands there."""

import json
import os
import tomllib
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from agent.devices.setting_up import Found
from agent.settings.config import TillConfig
from agent.settings.config_faults import ConfigFault, first_fault
from drivers.ports.port import PortSettings
from rules.ground.sentence import Sentence

_CALLED: Final = {"stripe_reader": "stripe", "packet_device": "device"}
_OFTEN: Final = PortSettings(port="")


def added(text: str, found: Found, *, name: str, names: Sequence[str]) -> tuple[str, str]:
    """Give the whole file's new text and the entry alone; ConfigFault if it cannot be."""
    entry = _entry(found, name or _free_name(found, names))
    fresh = f"{text.rstrip()}\n\n{entry}"
    try:
        TillConfig.model_validate(tomllib.loads(fresh))
    except ValidationError as error:
        raise first_fault(error, file="till.toml", places={}, shape=TillConfig) from None
    return fresh, entry


def written(file: Path, text: str) -> Path:
    """Write the file whole or not at all; give where the old one is kept."""
    backup = next(
        path
        for number in count(1)
        if not (path := file.with_name(f"{file.name}.{number}.bak")).exists()
    )
    fresh = file.with_name(f"{file.name}.new")
    try:
        backup.write_bytes(file.read_bytes())
        fresh.write_text(text, encoding="utf-8")
        mode = file.stat().st_mode & 0o777
        backup.chmod(mode)
        fresh.chmod(mode)
        _flush(fresh)
        fresh.replace(file)
    except OSError as error:
        raise ConfigFault(
            Sentence(
                "{file} cannot be written: {why}.",
                file=str(file),
                why=str(error.strerror),
            ),
            hint=Sentence("Type it with sudo, or say --dry-run and add it by hand."),
        ) from error
    return backup


def _entry(found: Found, name: str) -> str:
    settings, guess = found.settings, found.guess
    rows: dict[str, str | int] = {
        "name": name,
        "driver": guess.driver,
        "port": settings.port,
        "profile": guess.profile,
    }
    for setting in ("baud", "data_bits", "parity"):
        value = getattr(settings, setting)
        if value != getattr(_OFTEN, setting):
            rows[setting] = value
    # A TOML string and a JSON string are one for all that a port's name may hold.
    lines = [f"{setting} = {json.dumps(value)}" for setting, value in rows.items()]
    return "[[devices]]\n" + "\n".join(lines) + "\n"


def _free_name(found: Found, names: Sequence[str]) -> str:
    called = _CALLED.get(found.guess.driver, "scanner")
    if called not in names:
        return called
    return next(name for number in count(2) if (name := f"{called}{number}") not in names)


def _flush(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())
