"""``vafa enrol``: make this machine a till that head office has numbered."""

import argparse
import os
from pathlib import Path

from agent.commands.place import add_config
from sync.kit.faults import Fault
from sync.kit.words import say

SUMMARY = "enrol this machine at head office with a one-off token"


class TokenFileFault(Fault):
    """The token's file cannot be read."""


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)
    parser.add_argument(
        "--office", metavar="URL", help="head office (default: [office] url of till.toml)"
    )
    parser.add_argument(
        "--token-file",
        metavar="FILE",
        type=Path,
        required=True,
        help="holds the token that `vafa office token` printed",
    )


def run(arguments: argparse.Namespace) -> int:
    """Enrol and say under which name."""
    # Loaded here: an HTTP client and the keys are not needed for help.
    from agent.contact.enrolling import enrol_till  # noqa: PLC0415  # see above
    from agent.settings.config import load  # noqa: PLC0415  # see above

    identity = enrol_till(
        load(Path(arguments.config), os.environ),
        office=arguments.office,
        token=_token(arguments.token_file),
    )
    print(
        say(
            "Enrolled as {life} of store {store}, {organisation}.",
            life=str(identity.life),
            store=identity.enrolled.store,
            organisation=identity.enrolled.organisation,
        )
    )
    return 0


def _token(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise TokenFileFault(
            say("{file} cannot be read: {why}.", file=str(path), why=str(error.strerror)),
            hint=say("Write the token that `vafa office token` printed into it."),
        ) from error
