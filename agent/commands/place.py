"""Where the running till is: its address and token, found without loading any of it."""

import argparse
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sync.kit.faults import Fault
from sync.kit.words import say

DEFAULT_CONFIG: Final = "/etc/vafa/till.toml"
CONFIG_VARIABLE: Final = "VAFA_CONFIG"
JOURNAL: Final = "journal.db"


class NoTillFault(Fault):
    """The till's configuration or the till itself is not there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a till listens, and the token that this machine's commands show."""

    address: str
    token: str


def add_config(parser: argparse.ArgumentParser) -> None:
    """Declare ``--config``, the same for every command of the till."""
    parser.add_argument(
        "--config",
        metavar="FILE",
        default=os.environ.get(CONFIG_VARIABLE, DEFAULT_CONFIG),
        help=f"the till's configuration (default: ${CONFIG_VARIABLE} or {DEFAULT_CONFIG})",
    )


def find(config: Path) -> Place:
    """Find the running till of a configuration; a fault says what is missing."""
    data = data_folder(config)
    address = _read(
        data / "address",
        missing=say("This till is not running."),
        hint=say("Start it: systemctl start vafa, or vafa run --config till.toml"),
    )
    token = _read(
        data / "tokens" / "cli.token",
        missing=say("The till's token cannot be read."),
        hint=say("Run as the till's own user, or with sudo."),
    )
    return Place(address, token)


def data_folder(config: Path) -> Path:
    """Return the data folder that a configuration, or the environment over it, names."""
    try:
        document = tomllib.loads(config.read_text(encoding="utf-8"))
    except OSError as error:
        raise NoTillFault(
            say("{file} cannot be read: {why}.", file=str(config), why=str(error.strerror)),
            hint=say("Name the till's configuration with --config or $VAFA_CONFIG."),
        ) from error
    except ValueError as error:
        raise NoTillFault(
            say("{file} is not TOML: {why}.", file=config.name, why=str(error)),
            hint=say("Mend it."),
        ) from error
    data = os.environ.get("VAFA_DATA") or document.get("data")
    if not isinstance(data, str):
        raise NoTillFault(
            say("{file} names no `data` folder.", file=config.name),
            hint=say('Add: data = "…"'),
        )
    return config.absolute().parent / data


def _read(path: Path, *, missing: str, hint: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NoTillFault(missing, hint=hint) from error
