"""Where the running till is: its address and token, found without loading any of it."""

import argparse
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sync.kit.faults import Fault

DEFAULT_CONFIG: Final = "/etc/vafa/till.toml"
CONFIG_VARIABLE: Final = "VAFA_CONFIG"
JOURNAL: Final = "journal.db"

_NOT_RUNNING: Final = "Start it: systemctl start vafa, or vafa run --config till.toml"


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
        data / "address", missing="This till is not running.", hint=_NOT_RUNNING
    )
    token = _read(
        data / "tokens" / "cli.token",
        missing="The till's token cannot be read.",
        hint="Run as the till's own user, or with sudo.",
    )
    return Place(address, token)


def data_folder(config: Path) -> Path:
    """Return the data folder that a configuration, or the environment over it, names."""
    try:
        document = tomllib.loads(config.read_text(encoding="utf-8"))
    except OSError as error:
        raise NoTillFault(
            f"{config} cannot be read: {error.strerror}.",
            hint=f"Name the till's configuration with --config or ${CONFIG_VARIABLE}.",
        ) from error
    except ValueError as error:
        raise NoTillFault(
            f"{config.name} is not TOML: {error}.", hint="Mend it."
        ) from error
    data = os.environ.get("VAFA_DATA") or document.get("data")
    if not isinstance(data, str):
        raise NoTillFault(f"{config.name} names no `data` folder.", hint='Add: data = "…"')
    return config.absolute().parent / data


def _read(path: Path, *, missing: str, hint: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NoTillFault(missing, hint=hint) from error
