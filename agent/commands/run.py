"""``vafa run``: the till, in the foreground, until it is told to stop."""

import argparse
import os
from pathlib import Path

from agent.commands.place import add_config

SUMMARY = "run the till: hear its devices, serve its POS, keep its book"


def register(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run until SIGTERM or SIGINT."""
    # A plugin of some other package has no place in a till, and looking for one takes time.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # Loaded here: the help of `vafa` is not to wait for all of this.
    from agent import daemon  # noqa: PLC0415  # see above
    from agent.settings.config import load  # noqa: PLC0415  # see above

    daemon.run(load(Path(arguments.config), os.environ))
    daemon.end_process(0)
    return 0
